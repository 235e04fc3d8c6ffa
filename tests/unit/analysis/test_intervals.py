"""Intervals and change against scipy and numpy, and how often they cover what is true."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.change import Pairs, compare
from analysis.scoring import UNIT, Cell, mean_interval, t_quantile, wilson

scores = st.lists(st.integers(0, 100 * UNIT), min_size=2, max_size=60)


def stabilised(points: np.ndarray) -> float:
    return ((len(points) - 1) * points.var(ddof=1) + 2 * 20**2) / (len(points) + 1)


@given(scores)
def test_the_interval_of_a_mean_equals_scipys(units: list[int]):
    points = np.array(units) / UNIT
    error = np.sqrt(stabilised(points) / len(points))
    low, high = stats.t.interval(0.95, len(points) + 1, points.mean(), error)
    found = mean_interval(Cell.of(units))
    assert (found.low, found.high) == pytest.approx((max(0, low), min(100, high)), abs=1e-7)
    assert found.low < found.high


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_scipys(share: tuple[int, int]):
    expected = stats.binomtest(*share).proportion_ci(method="wilson")
    assert wilson(*share) == pytest.approx((100 * expected.low, 100 * expected.high), abs=1e-9)


@given(st.floats(1, 5000))
def test_the_quantile_equals_scipys(df: float):
    assert t_quantile(df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-9)


@pytest.mark.parametrize(("n", "share"), [(0, 0), (5, 6), (5, -1)])
def test_no_share_of_nobody(n: int, share: int):
    with pytest.raises(ValueError, match="no share"):
        wilson(share, n)


def test_no_mean_of_nobody():
    with pytest.raises(ValueError, match="nobody"):
        mean_interval(Cell())


def derrick(x: np.ndarray, y: np.ndarray, linked: int) -> tuple[float, float, float]:
    """Straight from the paper, with stabilised variances; the first `linked` of x and y are the same people."""
    n1, n2, nc = len(x), len(y), linked
    v1, v2 = stabilised(x), stabilised(y)
    r = stats.pearsonr(x[:nc], y[:nc])[0] if nc >= 10 else 0
    se = np.sqrt(v1 / n1 + v2 / n2 - 2 * r * np.sqrt(v1 * v2) * nc / (n1 * n2))
    gamma = (v1 / n1 + v2 / n2) ** 2 / ((v1 / n1) ** 2 / (n1 - 1) + (v2 / n2) ** 2 / (n2 - 1))
    na, nb = n1 - nc, n2 - nc
    df = (nc - 1) + ((gamma - nc + 1) / (na + nb + 2 * nc)) * (na + nb)
    return y.mean() - x.mean(), se, df


@pytest.mark.parametrize("linked", [0, 5, 9, 10, 25, 40])
def test_change_equals_the_papers_formulas(linked: int):
    rng = np.random.default_rng(linked)
    for _ in range(20):
        base = rng.normal(50, 15, 60)
        x = np.round((base[:45] + rng.normal(0, 10, 45)).clip(0, 100))
        y = np.round((base[: linked or 1] + rng.normal(0, 10, linked or 1)).clip(0, 100))
        y = np.concatenate([y[:linked], np.round(rng.normal(60, 20, 60 - linked).clip(0, 100))])
        whole_x, whole_y = (x * UNIT).astype(int).tolist(), (y * UNIT).astype(int).tolist()
        pairs = Pairs.of(zip(whole_x[:linked], whole_y[:linked], strict=True))
        found = compare(Cell.of(whole_x), Cell.of(whole_y), pairs)
        difference, error, df = derrick(x, y, linked)
        reach = stats.t.ppf(0.975, df) * error
        expected = (difference, error, df, difference - reach, difference + reach)
        assert (float(found.difference), found.error, found.df, found.low, found.high) == pytest.approx(expected)


def test_people_who_all_moved_alike_still_get_an_interval():
    before = [points * UNIT for points in (20, 30, 40, 50) * 5]
    after = [units + 25 * UNIT for units in before]
    found = compare(Cell.of(before), Cell.of(after), Pairs.of(zip(before, after, strict=True)))
    assert found.high - found.low > 0.5


def made_up_scores(rng: np.random.Generator, shape: tuple[int, int], mean: float) -> np.ndarray:
    """Mean of four 5-point items of people who differ, near the ceiling: in units, one row a sample."""
    person = rng.normal(mean, 16, (*shape, 1))
    items = (person + rng.normal(0, 22, (*shape, 4))).clip(0, 100)
    return (np.round(items / 25) * 25).mean(axis=2)


@pytest.mark.parametrize("n", [5, 10, 30])
def test_the_interval_covers_the_true_mean_about_as_often_as_it_says(n: int):
    rng = np.random.default_rng(20261101 + n)
    truth = made_up_scores(rng, (1, 200_000), 75).mean()
    samples = made_up_scores(rng, (600, n), 75)
    intervals = [mean_interval(Cell.of((row * UNIT).astype(int).tolist())) for row in samples]
    assert 0.925 <= np.mean([each.low <= truth <= each.high for each in intervals]) <= 0.985


def test_change_is_rarely_claimed_where_there_is_none_and_found_where_it_is():
    rng = np.random.default_rng(7)

    def verdicts(shift: float) -> list[str]:
        before, after = made_up_scores(rng, (300, 60), 55), made_up_scores(rng, (300, 60), 55 + shift)
        both = zip(before, after, strict=True)
        return [compare(*(Cell.of((wave * UNIT).astype(int).tolist()) for wave in each)).verdict for each in both]

    assert sum(each in ("better", "worse") for each in verdicts(0)) <= 0.05 * 300
    assert verdicts(17).count("better") >= 0.8 * 300
