"""Verdicts of a whole table: only for the cells named in advance, and rarely wrong however many there are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.change import Change, board_verdicts, compare, discoveries
from analysis.scoring import UNIT, Cell

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@given(p_values)
def test_the_discoveries_are_those_of_scipy(given_values: list[float]):
    adjusted = stats.false_discovery_control(given_values)
    borderline = np.isclose(adjusted, 0.05)
    expected = {place for place, each in enumerate(adjusted) if each <= 0.05}
    found = discoveries(dict(enumerate(given_values)))
    assert {place for place in found ^ expected if not borderline[place]} == set()


def change(points: int, n: int = 60) -> Change:
    """From 50 to 50 and `points`, with a deviation of 20."""
    spread = [30 * UNIT, 70 * UNIT] * (n // 2)
    return compare(Cell.of(spread), Cell.of([each + points * UNIT for each in spread]))


def test_p_is_that_of_the_t_distribution():
    moved = change(12)
    assert moved.p_value == stats.t.sf(12 / moved.error, moved.df) * 2


def test_one_large_change_among_many_cells_is_found_and_one_that_chance_would_make_is_not():
    many = {place: change(0) for place in range(14)}
    assert board_verdicts({**many, "moved": change(15)})["moved"] == "better"
    assert change(10, 30).verdict == "no-clear-change"
    assert board_verdicts({"moved": change(10, 36)})["moved"] == "better"
    assert board_verdicts({**many, "moved": change(10, 36)})["moved"] == "no-clear-change"


def test_too_few_stays_too_few():
    few = compare(Cell.of([0] * 5), Cell.of([UNIT] * 30))
    assert board_verdicts({"few": few, "moved": change(15)}) == {"few": "too-few", "moved": "better"}
