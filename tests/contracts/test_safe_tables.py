"""Nothing is shown or downloaded that is not a closed release's `SafeTable`, and only disclosure control makes one."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from app.config import ROOT

MAKER = "analysis/disclosure.py"
MAY_CALL = {
    "SafeTable": {MAKER},
    "SafeRow": {MAKER},
    "GapRow": {"analysis/gaps.py"},
    "TrendRow": {"analysis/beside.py"},
    "VersionRow": {"analysis/versions.py"},
    "QualityRow": {"analysis/quality.py"},
    "RatingRow": {"analysis/beside.py"},
    "JourneyRow": {"analysis/beside.py"},
    "ObservedRow": {"analysis/beside.py"},
    "TogetherRow": {"analysis/beside.py"},
    "CrossRow": {"analysis/crossing.py"},
    "ThemeRow": {"analysis/beside.py"},
    "safe_table": {MAKER, "analysis/reports.py"},
    "LoopRow": {"analysis/loop.py"},
    "NoteRow": {"analysis/notes.py"},
    "TurnoutRow": {"analysis/turnout.py"},
    "side_table": {"analysis/loop.py", "analysis/beside.py", "analysis/notes.py", "analysis/turnout.py"},
    "Neighbours": {"app/services/scoring/making.py"},
    "release_table": {"app/services/scoring/making.py", "scripts/campaigns/programmes.py"},
    "unrounded_rows": {"app/services/scoring/closing.py"},
    "from_json": {MAKER, "app/services/scoring/held.py", "app/services/scoring/releases.py"},
}
"""Who may call what makes a table or reads one back; a new caller is a decision, to be made here."""
OWN = ("analysis/", "scripts/campaigns/")
"""Where exact figures may be: the campaigns make theirs up."""
INSIDE = {"mean_interval", "wilson", "compare", "Cell", "Pairs", "ExactRow", "_MINT"}
"""Names that stay within `analysis`: exact figures, and the token without which no table is made."""


def program_files() -> list[Path]:
    folders = ("app", "surveys", "analysis", "scripts")
    python = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    commands = [file for file in (ROOT / "scripts").iterdir() if file.is_file() and not file.suffix]
    return sorted(python + [file for file in commands if "python" in file.read_text(encoding="utf-8")[:100]])


@cache
def trees() -> tuple[tuple[str, ast.AST], ...]:
    parsed = ((file, ast.parse(file.read_text(encoding="utf-8"))) for file in program_files())
    return tuple((file.relative_to(ROOT).as_posix(), tree) for file, tree in parsed)


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def used(tree: ast.AST) -> set[str]:
    """Every name that is imported from `analysis` or is an attribute of one of its modules."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    own = [node for node in imports if (node.module or "").startswith("analysis")]
    return {alias.name for node in own for alias in node.names}


@cache
def callers() -> dict[str, set[str]]:
    """Where each name is called."""
    found = defaultdict(set)
    for place, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found[name_of(node.func)].add(place)
    return found


@pytest.mark.parametrize("maker", MAY_CALL)
def test_only_these_make_tables(maker: str):
    assert callers()[maker]
    assert callers()[maker] <= MAY_CALL[maker]


def test_the_token_is_named_in_one_file():
    holders = [file for file in program_files() if "_MINT" in file.read_text(encoding="utf-8")]
    assert [file.relative_to(ROOT).as_posix() for file in holders] == [MAKER]


def test_exact_figures_stay_inside_the_analysis():
    outside = [(place, used(tree) & INSIDE) for place, tree in trees() if not place.startswith(OWN)]
    assert [each for each in outside if each[1]] == []


def test_pages_and_downloads_know_of_no_table_but_the_safe_one():
    shown = [(place, used(tree)) for place, tree in trees() if place.startswith(("app/board/", "app/downloads/"))]
    allowed = {
        "SafeTable",
        "SafeRow",
        "GapRow",
        "COLUMNS",
        "ROWS",
        "change_sentence",
        "gap_sentence",
        "mapped",
        "Domain",
        "Indicator",
        "Framework",
        "Note",
    }
    assert [(place, names - allowed) for place, names in shown if names - allowed] == []
