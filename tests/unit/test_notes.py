"""The table of people behind notes: nobody is left out, no small number stands alone, nothing can be subtracted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.notes import notes_table

K = 10
PARTS = [(audience, way) for audience in ("parent-carer", "young-person") for way in ("call", "event", "letter")]


def rows(parts: dict[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    return [(row.audience, row.way, row.people) for row in notes_table({"2026-q4": parts}, K, "", "1").rows]


def test_small_parts_stand_together_with_the_next_larger_one() -> None:
    found = rows({("parent-carer", "letter"): 3, ("parent-carer", "focus-group"): 23, ("young-person", "event"): 12})
    assert found == [("parent-carer", "focus-group", 25), ("others", "others", 15)]


def test_fewer_than_the_threshold_in_all_are_not_shown() -> None:
    assert rows({("parent-carer", "letter"): 4, ("young-person", "event"): 5}) == []


@given(st.dictionaries(st.sampled_from(PARTS), st.integers(0, 60)))
def test_whatever_is_shown_is_of_enough_people_and_of_all(parts: dict[tuple[str, str], int]) -> None:
    found = rows(parts)
    assert all(people >= K and people % 5 == 0 for *_, people in found)
    if sum(parts.values()) >= K:
        assert abs(sum(people for *_, people in found) - sum(parts.values())) <= 2 * len(found)
    else:
        assert found == []
