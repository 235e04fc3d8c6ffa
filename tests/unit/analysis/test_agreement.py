"""Krippendorff's alpha on the worked examples of its author, and what must hold for any judgements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.agreement import alpha, interval, masi, nominal

TWO_VALUES = ("0100000010", "1110010000")
MANY_VALUES = ("aabbdcccedda", "babbbcccedd" + "d")
FOUR_JUDGES = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
"""Krippendorff 2011, sections A, B and C; a dot is a judgement that is missing."""


def units(rows: tuple[str, ...]) -> list[list]:
    return [[None if value == "." else value for value in column] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("rows", "expected"), [(TWO_VALUES, 0.095), (MANY_VALUES, 0.692), (FOUR_JUDGES, 0.743)], ids=["A", "B", "C"]
)
def test_the_worked_examples_of_krippendorff(rows: tuple[str, ...], expected: float) -> None:
    assert alpha(units(rows), nominal) == pytest.approx(expected, abs=0.0005)


def test_the_worked_example_with_numbers() -> None:
    numbers = [[None if value is None else int(value) for value in unit] for unit in units(FOUR_JUDGES)]
    assert alpha(numbers, interval) == pytest.approx(0.849, abs=0.0005)


def test_nothing_that_varies_has_no_alpha() -> None:
    assert alpha([["a", "a"], ["a", "a"]], nominal) is None
    assert alpha([["a", None], [None, "b"]], nominal) is None
    assert alpha([], nominal) is None


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("ab", "ab", 0), ("", "", 0), ("a", "ab", 1 - 1 / 2 * 2 / 3), ("abc", "bcd", 1 - 2 / 4 / 3), ("a", "b", 1)],
)
def test_the_distance_of_sets(one: str, other: str, distance: float) -> None:
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(distance)
    assert masi(frozenset(other), frozenset(one)) == pytest.approx(distance)


SETS = st.lists(st.lists(st.frozensets(st.sampled_from("abc")), min_size=2, max_size=3), min_size=1, max_size=12)


@given(SETS)
def test_alpha_is_never_above_one_and_is_one_when_all_agree(judged: list[list[frozenset]]) -> None:
    found = alpha(judged, masi)
    assert found is None or found <= 1
    agreed = alpha([[unit[0]] * 2 for unit in judged], masi)
    assert agreed is None or agreed == 1


@given(SETS)
def test_the_order_of_judges_and_units_does_not_matter(judged: list[list[frozenset]]) -> None:
    turned = [unit[::-1] for unit in judged[::-1]]
    assert alpha(turned, masi) == pytest.approx(alpha(judged, masi)) or alpha(judged, masi) is None
