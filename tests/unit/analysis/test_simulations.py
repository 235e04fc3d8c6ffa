"""What the method promises, by simulation with fixed seeds: intervals cover, false words are rare, true ones are found.

Answers are made from a generator of this domain: four 5-point items of a person around a level of their own (deviation
20 between people, 20 within), mean 75, cut off at 0 and 100 as the scale does it. All in points.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from analysis.change import Pairs, board_verdicts, compare
from analysis.framework import Settings
from analysis.scoring import UNIT, Cell, mean_interval, t_quantile

pytestmark = pytest.mark.whole

SIZES = (10, 15, 20, 30, 60, 120, 500)
MEAN, SD, TIMES = 75, 20, 4_000
BETWEEN, WITHIN = 15.0, 25.0
"""Deviations of people's levels and of answers around them: a domain score deviates by 20 before the ceiling."""


def items(rng: np.random.Generator, shape: tuple[int, ...], mean: float = MEAN) -> np.ndarray:
    """Four answers of each person on a scale of 0, 25, ... 100."""
    level = mean + rng.normal(0, BETWEEN, shape)
    answers = level[..., None] + rng.normal(0, WITHIN, (*shape, 4))
    return np.clip(25 * np.round(answers / 25), 0, 100)


def times(n: int) -> int:
    return TIMES if n <= 60 else TIMES // 4


def coverage(scores: np.ndarray, truth: float) -> float:
    """The share of samples (rows) whose interval, by the published formula, has the true mean inside."""
    n = scores.shape[1]
    mean, spread = scores.mean(axis=1), ((scores - scores.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    reach = t_quantile(n + 1) * np.sqrt((spread + 2 * Settings().prior_sd ** 2) / (n + 1) / n)
    low, high = np.clip(mean - reach, 0, 100), np.clip(mean + reach, 0, 100)
    return float(((low <= truth) & (truth <= high)).mean())


def test_the_vectorised_formula_is_that_of_the_software():
    scores = items(np.random.default_rng(1), (3, 25)).mean(axis=-1)
    for row in scores:
        found = mean_interval(Cell.of(round(float(score) * UNIT) for score in row))
        for edge in (found.low, found.high):
            shift = 1e-6 if edge == found.low else -1e-6
            assert coverage(row[None], edge + shift) == 1
            assert coverage(row[None], edge - shift) == 0


@pytest.mark.parametrize("n", SIZES)
def test_intervals_of_domain_scores_cover_the_true_mean(n: int):
    rng = np.random.default_rng(20261122)
    truth = float(items(rng, (400_000,)).mean())
    covered = coverage(items(rng, (times(n), n)).mean(axis=-1), truth)
    assert 0.93 <= covered <= 0.98, f"{covered:.3f} of intervals of {n} people"


def test_intervals_of_single_items_cover_nearly_as_often():
    """A single answer has five values and a ceiling. The coverage is printed as it is, and kept in docs/campaigns."""
    rng = np.random.default_rng(7)
    truth = float(items(rng, (400_000,))[..., 0].mean())
    found = {n: coverage(items(rng, (times(n), n))[..., 0], truth) for n in SIZES}
    print({n: round(each, 3) for n, each in found.items()})
    assert min(found.values()) > 0.92


def waves(rng: np.random.Generator, n: int, shift: float = 0.0) -> tuple[Cell, Cell]:
    """Two waves of n people each with a deviation of 20; none is linked, which is the hardest case."""
    return cell_of(rng.normal(50, SD, n)), cell_of(rng.normal(50 + shift, SD, n))


def cell_of(points: np.ndarray) -> Cell:
    return Cell.of(np.rint(np.clip(points, 0, 100) * UNIT).astype(int).tolist())


Table = dict[tuple[int, str], tuple[Cell, Cell]]
"""The cells of a board's table, named in advance, each before and now."""


def table(rng: np.random.Generator, n: int) -> Table:
    """Four domains and the index of each of three audiences."""
    cells: Table = {}
    for audience in range(3):
        people = rng.normal(50, SD * 0.7, (2, n, 1)) + rng.normal(0, SD * 0.71, (2, n, 4))
        for place in range(4):
            cells[audience, f"domain {place}"] = tuple(cell_of(wave[:, place]) for wave in people)
        cells[audience, "index"] = tuple(cell_of(wave.mean(axis=1)) for wave in people)
    return cells


def apart(rng: np.random.Generator, n: int) -> Table:
    """Fifteen cells that have nothing to do with each other: domain scores by the generator, four answers a person."""
    scores = items(rng, (15, 2, n)).mean(axis=-1)
    return {(cell, "domain"): (cell_of(before), cell_of(now)) for cell, (before, now) in enumerate(scores)}


def far_apart(rng: np.random.Generator, n: int) -> Table:
    """Fifteen cells of scores with a deviation of 20 and no ceiling: the most errors that there can be."""
    return {(cell, "domain"): waves(rng, n) for cell in range(15)}


@pytest.mark.parametrize("made", [table, apart, far_apart])
@pytest.mark.parametrize("n", [12, 30, 60])
def test_false_words_stand_in_few_board_tables(made: Callable[[np.random.Generator, int], Table], n: int):
    """Fifteen cells without any true change: in how many tables is any of them called better or worse?"""
    rng, tables = np.random.default_rng(n), 500
    wrong = 0
    for _ in range(tables):
        changes = {key: compare(*both) for key, both in made(rng, n).items()}
        wrong += bool({"better", "worse"} & set(board_verdicts(changes).values()))
    print(f"{made.__name__}, n = {n}: {wrong} of {tables} tables")
    assert wrong <= 0.05 * tables


def test_false_words_are_as_few_where_the_same_people_answer_again():
    """Ten to twenty linked people of thirty, whose two answers go together."""
    rng, tables, wrong = np.random.default_rng(21), 500, 0
    for _ in range(tables):
        changes = {cell: compare(*panel(rng, 30, 10 + cell % 11)) for cell in range(15)}
        wrong += bool({"better", "worse"} & set(board_verdicts(changes).values()))
    print(f"{wrong} of {tables} tables")
    assert wrong <= 0.05 * tables


def panel(rng: np.random.Generator, n: int, linked: int) -> tuple[Cell, Cell, Pairs]:
    """Two waves of n people, some of them the same, with a correlation of a half."""
    own = rng.normal(0, 1, n)
    again = np.where(np.arange(n) < linked, own / 2 + np.sqrt(0.75) * rng.normal(0, 1, n), rng.normal(0, 1, n))
    before, now = (np.rint(np.clip(50 + SD * each, 0, 100) * UNIT).astype(int).tolist() for each in (own, again))
    return Cell.of(before), Cell.of(now), Pairs.of(list(zip(before, now, strict=True))[:linked])


def test_a_true_change_of_fifteen_points_is_found():
    """One cell of fifteen changed; sixty people in both waves, deviation 20."""
    rng, tables = np.random.default_rng(60), 300
    found = 0
    for _ in range(tables):
        changes = {cell: compare(*waves(rng, 60)) for cell in range(14)}
        found += board_verdicts({**changes, "moved": compare(*waves(rng, 60, 15))})["moved"] == "better"
    print(f"{found} of {tables} found")
    assert found >= 0.8 * tables


def test_a_gap_is_compared_as_welch_does_it():
    rng = np.random.default_rng(3)
    one, other = waves(rng, 40)
    change = compare(other, one)
    x, y = (each.n for each in (other, one))
    m1, m2 = ((float(each.deviations) + 800) / (each.n + 1) / each.n for each in (other, one))
    df = (m1 + m2) ** 2 / (m1**2 / (x - 1) + m2**2 / (y - 1))
    assert change.df == pytest.approx(df)
    assert change.low == pytest.approx(float(change.difference) - stats.t.ppf(0.975, df) * np.sqrt(m1 + m2))
