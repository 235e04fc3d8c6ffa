"""Earlier versions of the framework are files of the partnership's folder: read at start, and checked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.factory import open_house
from app.pack_checks import check_earlier
from surveys.findings import DefinitionErrors
from surveys.partnership_file import load_partnership
from tests.conftest import WESTMERE, settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack = shutil.copytree(WESTMERE, tmp_path / "pack")
    (pack / "frameworks").mkdir()
    return pack


def put(folder: Path, name: str, version: str, more: str = "") -> None:
    text = (folder / "framework.toml").read_text(encoding="utf-8").replace('version = "w1"', f'version = "{version}"')
    (folder / "frameworks" / name).write_text(more + text, encoding="utf-8")


def test_an_earlier_version_is_known_by_its_version(folder: Path) -> None:
    put(folder, "first.toml", "w0")
    house = open_house(settings(folder, "", folder))
    assert house.framework.version == "w1"
    assert house.framework_of("w0").version == "w0"
    assert house.framework_of("w2") is None
    then = house.made_under("w0")
    assert (then.framework.version, then.earlier_frameworks[0].version) == ("w0", "w1")
    assert house.made_under("w2").framework is house.framework
    assert list(check_earlier(load_partnership(folder), "w1")) == []


def test_two_files_of_one_version_and_a_broken_one_are_told(folder: Path) -> None:
    put(folder, "first.toml", "w1")
    [found] = check_earlier(load_partnership(folder), "w1")
    assert (found.code, found.place) == ("F015", "frameworks/first.toml")
    put(folder, "first.toml", "w0", 'nonsense = "x"\n')
    with pytest.raises(DefinitionErrors, match=r"frameworks/first\.toml"):
        open_house(settings(folder, "", folder))
