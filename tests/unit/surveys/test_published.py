"""A published definition cannot change any more."""

from __future__ import annotations

import pytest

from surveys.findings import DefinitionErrors
from surveys.partnership_file import load_partnership
from surveys.published import publish, read_lock

FILE = "young-person.general.how-is-it.v1.toml"


@pytest.fixture
def frozen(pack) -> object:
    survey = load_partnership(pack.folder).catalogue.latest("young-person.general.how-is-it")
    assert publish(pack.folder / "definitions", survey.files) == [
        FILE,
        "shared/option_sets.toml",
        "shared/you.toml",
    ]
    return pack


def codes(pack) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionErrors) as caught:
        load_partnership(pack.folder)
    return [(finding.code, finding.place) for finding in caught.value.findings]


def test_what_was_published_loads_as_before(frozen) -> None:
    assert len(load_partnership(frozen.folder).catalogue) == 2


@pytest.mark.parametrize("name", [FILE, "shared/option_sets.toml", "shared/you.toml"])
def test_a_changed_file_is_refused(frozen, name: str) -> None:
    with (frozen.folder / "definitions" / name).open("a", encoding="utf-8") as file:
        file.write("# a small remark\n")
    assert codes(frozen) == [("S017", name)]


def test_a_file_that_is_gone_is_refused(frozen) -> None:
    (frozen.folder / "definitions" / FILE).unlink()
    assert ("S018", FILE) in codes(frozen)


def test_publishing_twice_changes_nothing(frozen) -> None:
    folder = frozen.folder / "definitions"
    before = read_lock(folder)
    (folder / FILE).write_text("broken", encoding="utf-8")
    assert publish(folder, [FILE]) == []
    assert read_lock(folder) == before


def test_a_lock_that_cannot_be_read_is_refused(frozen) -> None:
    (frozen.folder / "definitions" / "published.lock").write_text("nonsense", encoding="utf-8")
    assert codes(frozen) == [("S001", "published.lock")]
