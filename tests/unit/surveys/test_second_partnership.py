"""A made-up partnership works like the one that ships, and nothing of the one that ships stands in code."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from analysis.framework import check_framework, read_framework
from surveys.findings import errors_of
from surveys.partnership import Partnership, Place, load_partnership

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "surveys" / "partnerships"
CODE = ("app", "analysis", "scripts", "surveys", "migrations", "wsgi.py")
TEXTS = {".py", ".html", ".txt", ".js", ".css", ".toml", ".ini", ".mako", ""}
DEFAULT_FOLDER = re.compile(r'"surveys" / "partnerships" / "\w+"')


def test_it_brings_its_own_names_places_and_dates(westmere: Partnership) -> None:
    assert (westmere.name, westmere.area, westmere.languages) == ("Westmere Together", "Westmere", ("en", "pl"))
    assert [place.id for place in westmere.localities] == ["lakeside", "hill-towns", "harbour"]
    assert westmere.services == (Place("play-team", "Play team", "harbour"),)
    assert westmere.schools[0] == Place("harbour-primary", "Harbour Primary School", "harbour")
    assert westmere.waves[0].opens_on == date(2031, 3, 1)
    assert westmere.references[0].source == "Westmere Families, 120 answers"
    assert (westmere.retention.draft_days, westmere.retention.receipt_months) == (14, 24)
    assert (westmere.thresholds.public, westmere.thresholds.board) == (12, 6)
    assert [line.name for line in westmere.help_for("young-person")] == ["Westmere Helpline"]


def test_its_framework_fits_its_surveys(westmere: Partnership) -> None:
    framework = read_framework(westmere.framework)
    assert [domain.id for domain in framework.domains] == ["voice", "help"]
    assert errors_of(check_framework(framework, westmere.catalogue.surveys, "framework.toml")) == []


@pytest.mark.parametrize("folder", sorted(SHIPPED.iterdir()), ids=lambda folder: folder.name)
def test_no_code_knows_a_partnership_that_ships(folder: Path) -> None:
    partnership = load_partnership(folder)
    names = {partnership.id, partnership.area, partnership.name}
    names |= {place.name for place in (*partnership.localities, *partnership.organisations)}
    words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names) if len(name) > 3), re.IGNORECASE)
    found = [f"{path.relative_to(ROOT)}: {word}" for path in code_files() for word in words.findall(own_text(path))]
    assert found == []


def code_files() -> list[Path]:
    paths = [path for name in CODE for path in [ROOT / name, *(ROOT / name).rglob("*")]]
    skipped = {"partnerships", "__pycache__", "build"}
    return [path for path in paths if path.is_file() and path.suffix in TEXTS and not skipped & set(path.parts)]


def own_text(path: Path) -> str:
    """The file without the one line that says which folder is the default."""
    return DEFAULT_FOLDER.sub("", path.read_text(encoding="utf-8"))
