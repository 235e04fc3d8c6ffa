"""What groups said together, as a release shows it: shares of people in rooms, where no room can be worked out."""

from __future__ import annotations

import pytest

from analysis.beside import Beside, Neighbours
from analysis.disclosure import Release
from analysis.rows import TogetherRow
from tests.unit.analysis.made_up import framework

NAMES = ("young-person", "my-confidence", "listened", "5")


def shown(tier: str, k: int, *figures: int) -> list[TogetherRow]:
    release = Release("r", "2026-06", None, tier, k, "1")
    beside = Beside.from_dict({"together": [[*NAMES, *figures]]})
    return list(Neighbours(framework(), release, (), None, beside=beside).together())


def test_hands_are_shown_of_a_hundred_people_in_the_rooms():
    assert shown("board", 10, 17, 42, 15) == [TogetherRow(*NAMES, 40, 40)]
    assert [row.share for row in shown("board", 10, 0, 42, 15)] == [5]
    assert [row.share for row in shown("board", 10, 60, 42, 15)] == [95], "several hands of one person"


@pytest.mark.parametrize(
    ("tier", "k", "people", "largest"),
    [("board", 10, 29, 15), ("board", 10, 40, 31), ("board", 10, 40, 40), ("public", 20, 40, 25)],
)
def test_too_few_people_or_all_but_a_few_in_one_room_are_not_shown(tier: str, k: int, people: int, largest: int):
    assert shown(tier, k, 12, people, largest) == []
