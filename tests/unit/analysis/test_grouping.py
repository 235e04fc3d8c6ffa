"""Merging: each group is large enough or there is one group, nothing is lost, and later groupings only coarsen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.grouping import is_coarser, merge, size
from analysis.rounding import ENDS, shown_n, shown_score, shown_share, shown_share_interval
from analysis.scoring import wilson

counts = st.dictionaries(st.sampled_from([*"ABCDEFG", "not-stated"]), st.integers(0, 40), min_size=1)
thresholds = st.integers(2, 30)


@given(counts, thresholds)
def test_each_group_is_large_enough_or_there_is_one(people: dict[str, int], k: int):
    groups = merge(people, k)
    assert len(groups) == 1 or all(size(people, group) >= k for group in groups)
    assert sorted(category for group in groups for category in group) == sorted(people)


@given(counts, thresholds, st.randoms(use_true_random=False))
def test_the_order_of_categories_does_not_matter(people: dict[str, int], k: int, order):
    shuffled = list(people.items())
    order.shuffle(shuffled)
    assert merge(dict(shuffled), k) == merge(people, k)


@given(st.lists(counts, min_size=2, max_size=6), thresholds)
def test_later_groupings_only_coarsen(waves: list[dict[str, int]], k: int):
    groups = merge(waves[0], k)
    for people in waves[1:]:
        later = merge(people, k, groups)
        assert is_coarser(later, groups)
        groups = later


def test_a_finer_grouping_is_not_coarser():
    assert not is_coarser((("A",), ("C",)), (("A", "C"),))
    assert is_coarser((("A", "B", "C"),), (("A", "C"), ("B",)))


@given(st.integers(30, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_is_never_shown_as_nobody_or_everybody(share: tuple[int, int]):
    low, high = shown_share_interval(*wilson(*share))
    shown = shown_share(*share)
    assert 5 <= low <= shown <= high <= 95
    assert not any(value % 5 for value in (low, shown, high))


@given(st.floats(0, 100))
def test_a_score_is_whole_and_within_the_ends(points: float):
    shown = shown_score(points)
    assert ENDS[0] <= shown <= ENDS[1]
    assert abs(shown - min(max(points, ENDS[0]), ENDS[1])) <= 0.5


@given(st.integers(10, 10_000))
def test_people_are_shown_to_the_nearest_5(n: int):
    assert shown_n(n) % 5 == 0
    assert abs(shown_n(n) - n) <= 2
