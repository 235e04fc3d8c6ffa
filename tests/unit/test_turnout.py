"""Who answered beside who is there: what is said of small groups, when a group is called missing, what a fit is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.turnout import compare, response

K = 10


def test_a_worked_example() -> None:
    known = {"white": 700, "asian": 200, "roma": 100}
    found = compare(known, {"white": 170, "asian": 27, "roma": 3}, 200, K)
    white, asian, roma = found.rows
    assert (white.share, white.low, white.high, white.missing) == (85, 75, 90, False)
    assert (asian.share, asian.missing) == (15, False)
    assert (roma.share, roma.under, roma.missing) == (None, 5, True)
    assert (found.about, found.fit) == (200, 85)


def test_half_of_the_share_is_not_below_half() -> None:
    known = {"a": 900, "b": 100}
    assert [row.missing for row in compare(known, {"a": 190, "b": 10}, 200, K).rows] == [False, False]
    assert [row.missing for row in compare(known, {"a": 191, "b": 9}, 200, K).rows] == [False, True]


def test_of_few_expected_nobody_is_called_missing() -> None:
    assert not compare({"a": 960, "b": 40}, {"a": 200}, 200, K).rows[1].missing


def test_too_few_answers_are_not_compared() -> None:
    assert compare({"a": 500, "b": 500}, {"a": 49}, 49, K).rows == ()


def test_a_fit_is_said_only_where_all_groups_are_known() -> None:
    assert compare({"a": 300}, {"a": 60}, 100, K).fit is None


@pytest.mark.parametrize(("answered", "expected"), [(99, None), (100, 10), (1000, 100)])
def test_the_response(answered: int, expected: int | None) -> None:
    assert response(answered, 1000) == expected


@given(st.integers(50, 2000), st.integers(0, 2000), st.integers(1, 1000))
def test_whatever_is_shown_fits_many_counts(people: int, n: int, share: int) -> None:
    """Two neighbouring counts of a small group look the same, and nothing shown is finer than 5."""
    n = min(n, people)
    [row] = compare({"a": share}, {"a": n}, people, K).rows
    if n < K:
        assert (row.share, row.low, row.high) == (None, None, None)
        [other] = compare({"a": share}, {"a": 0}, people, K).rows
        assert row.under == other.under
    else:
        assert row.share % 5 == row.low % 5 == row.high % 5 == 0
