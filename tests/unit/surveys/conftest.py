"""The second partnership, and copies of it that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from surveys.model import Survey
from surveys.partnership import Partnership
from surveys.partnership_file import load_partnership

WESTMERE = Path(__file__).resolve().parents[2] / "partnerships" / "westmere"
PARENTS = "parent-carer.general.your-view"
CHILDREN = "young-person.general.how-is-it"


class Pack:
    """A copy of a partnership's folder that a test changes line by line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def change(self, name: str, before: str, after: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{before!r} is not in {name}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture(scope="session")
def westmere() -> Partnership:
    return load_partnership(WESTMERE)


@pytest.fixture(scope="session")
def parents(westmere: Partnership) -> Survey:
    return westmere.catalogue.latest(PARENTS)


@pytest.fixture(scope="session")
def children(westmere: Partnership) -> Survey:
    return westmere.catalogue.latest(CHILDREN)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    shutil.copytree(WESTMERE, tmp_path / "pack")
    return Pack(tmp_path / "pack")
