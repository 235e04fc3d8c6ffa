"""What blocks a release: each planted fault is found, and an honest release has none."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.audit import Counts, check_release, published_counts
from analysis.reports import ReleaseResult
from tests.unit.analysis.made_up import Said, crowd, frames, said_by
from tests.unit.analysis.test_reports import close

AUDIENCE = "young-person"


def counts_of(result: ReleaseResult, said: list[Said], **changed: object) -> Counts:
    cells, people = frames(said)
    return replace(published_counts(result.table, people, cells), **changed)


def counts(groups: dict[str, int], total: int | None = None, **changed: object) -> Counts:
    """A release as another might have made it: without merging."""
    people = {(AUDIENCE, "locality", tuple(group.split("+"))): n for group, n in groups.items()}
    people[AUDIENCE, "total", ("all",)] = sum(groups.values()) if total is None else total
    answered = {(*key, "index", "index"): n for key, n in people.items()}
    made = Counts("new", "2026-06", "board", 10, people, answered)
    return replace(made, **changed)


def codes(new: Counts, *earlier: Counts) -> set[str]:
    return {finding.code for finding in check_release(new, earlier)}


def test_counts_are_those_of_the_shown_groups():
    wave = said_by("A 7, B 15, C 8")
    assert counts_of(close(wave), wave).people == {
        (AUDIENCE, "total", ("all",)): 30,
        (AUDIENCE, "locality", ("A", "C")): 15,
        (AUDIENCE, "locality", ("B",)): 15,
    }


def test_a_group_of_too_few_people_is_found():
    assert codes(counts({"A": 12, "B": 9})) == {"R001"}


def test_people_left_over_beside_the_groups_are_found():
    assert codes(counts({"A": 12, "B": 15}, total=30)) == {"R002"}
    assert codes(counts({"A": 12, "B": 15}, total=37)) == set()


def test_a_few_late_answers_are_found():
    old = counts({"A": 12, "B": 15}, release="old")
    assert codes(counts({"A": 14, "B": 15}), old) == {"R003"}
    assert codes(counts({"A": 10, "B": 15}), old) == {"R003"}
    assert codes(counts({"A": 22, "B": 15}), old) == set()
    assert codes(counts({"A": 12, "B": 15}), old) == set()
    assert codes(counts({"A": 14, "B": 15}, wave="2026-12"), old) == set()


def test_a_few_late_answers_behind_joined_groups_are_found():
    old = counts({"A": 12, "B": 15, "C": 12}, release="old")
    assert codes(counts({"A+C": 27, "B": 15}), old) == {"R003"}
    assert codes(counts({"A+C": 24, "B": 15}), old) == set()


def test_a_difference_between_tiers_is_found():
    board = counts({"A": 20, "B": 20})
    public = Counts("public", "2026-06", "public", 20, {(AUDIENCE, "total", ("all",)): 43}, {})
    assert codes(public, board) == {"R003"}


def test_a_finer_grouping_is_found():
    old = counts({"A+C": 24, "B": 15}, wave="2025-12")
    assert codes(counts({"A": 12, "B": 15, "C": 12}), old) == {"R004"}


def test_a_late_measure_of_a_few_people_is_found():
    old, new = counts({"A": 12, "B": 15}), counts({"A": 24, "B": 15})
    new.answered[AUDIENCE, "locality", ("A",), "index", "index"] = 15
    new.answered[AUDIENCE, "total", ("all",), "index", "index"] = 30
    assert codes(new, old) == {"R003"}


def test_findings_name_no_number_of_people():
    found = check_release(counts({"A": 13, "B": 7}), [counts({"A": 11, "B": 12}, release="old")])
    assert found
    assert not [each for each in found if any(word in str(each).split() for word in ("13", "7", "2", "5"))]


people = st.builds(crowd, st.integers(1, 150), st.integers(0, 10**6))


@settings(deadline=None, max_examples=40)
@given(people, people)
def test_our_own_releases_have_no_fault(before: list[Said], now: list[Said]):
    first = close(before)
    second = close(now, before, fixed_grouping=first.grouping)
    old = counts_of(first, before, wave="2025-12")
    assert check_release(counts_of(second, now), [old]) == []
