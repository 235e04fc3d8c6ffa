"""The vendored pictures: named, credited, small, and only those that a page can show."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "app" / "static" / "pictures"
NAMED = tomllib.loads((FOLDER / "pictures.toml").read_text(encoding="utf-8"))["pictures"]
LIMIT = 5_000
USUAL = 2_000


def drawing(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def test_files_and_list_are_the_same():
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(NAMED)


def test_each_says_what_it_stands_for():
    assert [name for name, picture in NAMED.items() if not picture.get("means") or not picture.get("code")] == []


@pytest.mark.parametrize("name", sorted(NAMED))
def test_a_picture_is_small_and_draws_only(name):
    svg = drawing(name)
    assert len(svg) < LIMIT
    assert not re.search(r"<(?!/?(?:svg|g|path|circle|ellipse|rect|line|polyline|polygon)\b)", svg)
    assert not re.search(r"\s(?:id|style|class|href|on\w+)=", svg)


def test_most_are_very_small():
    sizes = sorted(len(drawing(name)) for name in NAMED)
    assert sizes[len(sizes) * 3 // 4] < USUAL


def test_templates_name_pictures_that_exist():
    templates = (ROOT / "app" / "templates").rglob("*.html")
    used = {
        name for path in templates for name in re.findall(r"picture\(['\"]([\w-]+)", path.read_text(encoding="utf-8"))
    }
    assert used - set(NAMED) == set()


def test_the_licence_stands_beside_them():
    assert "CC BY-SA 4.0" in (FOLDER / "CREDITS.md").read_text(encoding="utf-8")
