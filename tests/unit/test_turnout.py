"""Who answered beside who is there: what is said of small groups, when one is missing, what an attacker gets."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rows import TurnoutRow
from analysis.turnout import Counted, fit, last_step, response, turnout_table

K = 10
MONDAY = date(2026, 11, 2)


def lines(known: dict[str, int], answered: dict[str, int], people: int) -> tuple[TurnoutRow, ...]:
    return turnout_table("parent-carer", "2026-12", [Counted("group", known, answered, people)], K, "", "1").rows


def test_a_worked_example() -> None:
    known = {"white": 500, "asian": 250, "black": 150, "roma": 100}
    found = lines(known, {"white": 109, "asian": 61, "black": 27, "roma": 3}, 200)
    everybody, white, asian, black, roma = found
    assert (everybody.group, everybody.n) == ("all", 200)
    assert (white.state, white.n, white.share, white.verdict) == ("hidden", None, None, "")
    assert (asian.n, asian.expected, asian.share, asian.share_low, asian.share_high) == (60, 50, 30, 20, 40)
    assert (black.n, black.expected, black.share, black.verdict) == (25, 30, 15, "")
    assert (roma.state, roma.n, roma.share, roma.share_high, roma.verdict) == ("few", None, None, 5, "missing")
    assert fit(found) == 95


def test_a_group_that_is_told_is_missing_below_half_of_its_share_as_it_is_shown() -> None:
    known = {"a": 500, "b": 250, "c": 250}
    below = {row.group: row.verdict for row in lines(known, {"a": 140, "b": 37, "c": 23}, 200)}
    assert below == {"all": "", "a": "", "b": "", "c": ""}
    assert lines(known, {"a": 141, "b": 37, "c": 22}, 200)[3].verdict == "missing"


def test_of_few_expected_nobody_is_called_missing() -> None:
    assert not lines({"a": 960, "b": 40}, {"a": 200}, 200)[2].verdict


def test_too_few_answers_are_not_compared() -> None:
    assert [row.n for row in lines({"a": 500, "b": 500}, {"a": 49}, 49)] == [50]
    assert lines({"a": 500, "b": 500}, {"a": 9}, 9) == ()


def test_what_nearly_everybody_said_is_not_told_where_several_may_be_said() -> None:
    _, speech, autism = lines({"speech": 400, "autism": 600}, {"speech": 97, "autism": 60}, 100)
    assert (speech.state, autism.state, autism.n) == ("hidden", "shown", 60)


def test_a_fit_is_said_only_where_all_groups_are_known() -> None:
    assert fit(lines({"a": 300}, {"a": 60, "b": 40}, 100)) is None


@pytest.mark.parametrize(("answered", "expected"), [(99, None), (100, 10), (1000, 100)])
def test_the_response(answered: int, expected: int | None) -> None:
    assert response(answered, 1000) == expected


@given(st.lists(st.integers(0, 120), min_size=1, max_size=6), st.integers(1, 1000))
def test_hidden_people_are_enough_together_or_nobody(counts: list[int], share: int) -> None:
    answered = {str(number): n for number, n in enumerate(counts)}
    rows = lines(dict.fromkeys(answered, share), answered, sum(counts))[1:]
    hidden = [row.group for row in rows if row.state != "shown"]
    for row in rows:
        if row.state == "shown":
            assert answered[row.group] >= K
            assert row.n % 5 == row.share % 5 == row.share_low % 5 == row.share_high % 5 == 0
        else:
            assert (row.n, row.share, row.share_low) == (None, None, None)
    assert not hidden or sum(answered[group] for group in hidden) >= K or len(hidden) == len(rows)


def ways_to_count(people: range) -> dict[tuple, set[tuple[int, ...]]]:
    """What each table could have come from, for all who know the rule: every count of three groups, by its table."""
    known, found = {"a": 400, "b": 300, "c": 300}, defaultdict(set)
    for a, b, total in product(range(people.stop), range(people.stop), people):
        if (c := total - a - b) >= 0:
            found[lines(known, {"a": a, "b": b, "c": c}, total)].add((a, b, c))
    return found


@pytest.mark.whole
def test_nobody_who_knows_the_rule_can_reckon_a_small_group() -> None:
    """All tables of 53 to 57 people in three groups, inverted: each hidden count, and each sum of them, has 5 ways."""
    for table, sources in ways_to_count(range(53, 58)).items():
        hidden = [at for at, row in enumerate(table[1:]) if row.state != "shown"]
        for at in hidden:
            assert len({source[at] for source in sources}) >= 5, (table, sources)
        exact = {sum(source[at] for at in hidden) for source in sources}
        assert not hidden or len(exact) >= 5 or min(exact) >= K


def test_the_attack_works_where_only_small_groups_are_hidden() -> None:
    """The planted naive table tells the others exactly: what is left of all is the small group."""
    shown = {"a": 150, "b": 47}
    assert 200 - sum(shown.values()) == 3
    states = [row.state for row in lines({"a": 2, "b": 1, "c": 1}, {**shown, "c": 3}, 200)[1:]]
    assert states == ["hidden", "shown", "few"]


# Two looks at the table on different days


def test_the_table_moves_on_by_whole_weeks_and_never_by_a_few_people() -> None:
    first_week, second_week = [MONDAY] * 12, [MONDAY + timedelta(days=9)] * 9
    look = MONDAY + timedelta(days=21)
    assert last_step(first_week, MONDAY + timedelta(days=6), K) == date.min
    assert last_step(first_week, MONDAY + timedelta(days=7), K) == MONDAY + timedelta(days=6)
    assert last_step(first_week + second_week, look, K) == MONDAY + timedelta(days=6)
    assert last_step([*first_week, *second_week, MONDAY + timedelta(days=8)], look, K) == MONDAY + timedelta(days=13)


@given(st.lists(st.integers(0, 60), max_size=80), st.integers(1, 70))
def test_between_two_days_nobody_or_enough_people_came(days: list[int], gap: int) -> None:
    came = [MONDAY + timedelta(days=day) for day in days]
    earlier, later = (last_step(came, MONDAY + timedelta(days=day), K) for day in (20, 20 + gap))
    more = [day for day in came if earlier < day <= later]
    assert not more or len(more) >= K


def test_the_day_by_day_difference_would_tell_who_came() -> None:
    """The planted naive table counts everybody at once: a group that gained its third person over 20 is seen to."""
    before, after = (lines({"a": 1, "b": 1}, {"a": 40, "b": n}, 40 + n)[2].n for n in (22, 23))
    assert (before, after) == (20, 25)
