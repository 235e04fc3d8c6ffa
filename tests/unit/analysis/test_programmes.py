"""Random programmes over many releases: nobody is ever isolated. `scripts/campaigns/disclosure` runs very many."""

from __future__ import annotations

import pytest

from scripts.campaigns.isolate import fewest_told_of
from scripts.campaigns.programmes import MEASURES, Person
from scripts.campaigns.trial import trial
from tests.unit.analysis.test_attack import NAIVE, crowd, naive, ours

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("seed", [4, 9, 16])
def test_nobody_is_isolated_in_a_programme_of_late_and_replaced_answers_and_withdrawals(seed: int):
    outcome = trial(seed, releases=10, tries=8)
    assert outcome.closed >= 10
    assert not outcome.isolated, str(outcome)


@pytest.mark.parametrize("table", NAIVE.values(), ids=NAIVE)
def test_the_other_attacker_finds_what_was_planted_and_nothing_in_ours(table: dict[str, int]):
    people: list[Person] = crowd(table)
    assert fewest_told_of(people, [naive(people)], MEASURES[0], tries=20) < 10
    assert fewest_told_of(people, [ours(people)[0]], MEASURES[0], tries=20) >= 10
