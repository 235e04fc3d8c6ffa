"""A question kind is its file, a line in one dict, and a partial; nothing else knows the kinds one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.question_types import QUESTION_TYPES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "surveys" / "question_types"
SHARED = {"__init__", "base", "one_of", "free_text", "tally"}
PROTOCOL = ("field", "entry", "entry_of", "answer", "parse", "display", "points", "tallies", "faults")


def test_each_file_is_a_kind_and_each_kind_a_file() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - SHARED
    assert files == {name.replace("-0-10", "").replace("-", "_") for name in QUESTION_TYPES}


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_a_kind_has_its_partial_and_keeps_the_protocol(name: str) -> None:
    question_type = QUESTION_TYPES[name]
    assert (ROOT / "app" / "templates" / question_type.template).is_file()
    assert all(callable(getattr(question_type, method)) for method in PROTOCOL)
    assert all(isinstance(getattr(question_type, fact), bool) for fact in ("asks", "scores", "free_text"))


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_a_kind_fits_in_one_short_file(name: str) -> None:
    path = FOLDER / f"{name.replace('-0-10', '').replace('-', '_')}.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 80
