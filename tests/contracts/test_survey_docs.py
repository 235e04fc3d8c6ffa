"""The page on surveys names every code, every kind and every key that the loader knows."""

from __future__ import annotations

import re

from app.config import ROOT
from surveys.question_types import QUESTION_TYPES

PAGE = (ROOT / "docs" / "surveys.md").read_text(encoding="utf-8")
SOURCES = [
    *sorted((ROOT / "surveys").glob("*.py")),
    ROOT / "app" / "pack_checks.py",
    ROOT / "analysis" / "framework.py",
]


def test_every_code_is_explained_and_no_other() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    used = set(re.findall(r'"(S\d{3})"', code))
    named = set(re.findall(r"S\d{3}", PAGE.partition("## What the checks say")[2]))
    assert named == used
    assert set(re.findall(r'"(F\d{3})"', code)) <= set(re.findall(r"F\d{3}", PAGE))
    assert "P001 to P007" in PAGE
    assert set(re.findall(r'"(P\d{3})"', code)) == {f"P00{number}" for number in range(1, 8)}


def test_every_kind_and_key_is_named() -> None:
    loader = (ROOT / "surveys" / "loader.py").read_text(encoding="utf-8")
    keys = set(re.findall(r'(?:table|use)\.(?:text|texts|whole|flag|bound|tables|choice)\("(\w+)"', loader))
    words = set(re.findall(r"[\w-]+", PAGE))
    assert keys | set(QUESTION_TYPES) <= words
