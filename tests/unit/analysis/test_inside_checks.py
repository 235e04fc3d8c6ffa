"""Checks for analysts: reliability of a scale, and whether those who left explain a change. Against numpy and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.change import Pairs
from analysis.dropout import drop_out
from analysis.mapping import mapped
from analysis.reliability import alpha
from analysis.scoring import UNIT, Cell
from tests.unit.analysis.made_up import framework


def test_alpha_is_that_of_the_correlations_and_needs_a_hundred_people():
    rng = np.random.default_rng(2)
    level = rng.normal(0, 1, (150, 1))
    standard = stats.zscore(level + rng.normal(0, 1, (150, 4)), ddof=1)
    mean_r = (np.corrcoef(standard.T).sum() - 4) / 12
    assert alpha(standard) == pytest.approx(4 * mean_r / (1 + 3 * mean_r))
    assert alpha(standard[:99]) is None
    assert alpha(standard[:, :1]) is None


def units(points: np.ndarray) -> list[int]:
    return [round(float(each) * UNIT) for each in points]


def test_the_drop_out_check_is_a_regression_on_the_baseline():
    rng = np.random.default_rng(4)
    before = np.clip(rng.normal(50, 20, 200), 0, 100)
    stayed = before > 45
    after = np.clip(10 + 0.8 * before[stayed] + rng.normal(0, 5, stayed.sum()), 0, 100)
    pairs = Pairs.of(zip(units(before[stayed]), units(after), strict=True))
    found = drop_out(Cell.of(units(before)), Cell.of(units(after)), pairs)
    line = stats.linregress(before[stayed], after)
    expected = after.mean() + line.slope * (before.mean() - before[stayed].mean()) - before.mean()
    assert found.adjusted == pytest.approx(expected, abs=1e-3)
    assert found.plain == pytest.approx(after.mean() - before.mean(), abs=1e-3)
    assert (found.lost, found.linked) == pytest.approx((before[~stayed].mean(), before[stayed].mean()), abs=1e-3)
    assert found.disagree, "the lowest left, so the plain change looks better than it is"
    assert drop_out(Cell.of([1] * 9), Cell.of([1] * 9), Pairs.of([(1, 1)] * 9)) is None


def test_a_criterion_has_the_indicators_that_are_mapped_to_it():
    ours = framework()
    assert mapped(ours, "criteria", "1a") == ours.indicators
    with pytest.raises(KeyError):
        mapped(ours, "criteria", "9z")
