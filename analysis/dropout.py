"""Whether those who left differ: the regression estimator beside the plain change. Stays inside, for analysts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from analysis.change import Pairs
from analysis.scoring import UNIT, Cell


@dataclass(frozen=True, slots=True)
class DropOut:
    """`plain` is the difference of the means, `adjusted` the estimate for everybody of the baseline, in points.

    `linked` and `lost` are the baseline's mean scores of those who answered again and of those who did not.
    """

    plain: float
    adjusted: float
    linked: float
    lost: float | None
    disagree: bool


def drop_out(baseline: Cell, current: Cell, pairs: Pairs, least: int = 10, apart: int = 5) -> DropOut | None:
    """mean(y linked) + b (mean(x all) - mean(x linked)) - mean(x all), b the slope of y on x; None with few linked.

    The two estimates disagree if they lie `apart` points or more from each other: then who left may explain the change.
    """
    spread = pairs.n * pairs.sxx - pairs.sx**2
    if pairs.n < least or not spread or not current.n:
        return None
    slope = Fraction(pairs.n * pairs.sxy - pairs.sx * pairs.sy, spread)
    x, y = Fraction(pairs.sx, pairs.n * UNIT), Fraction(pairs.sy, pairs.n * UNIT)
    adjusted = y + slope * (baseline.mean - x) - baseline.mean
    plain = current.mean - baseline.mean
    left = baseline.n - pairs.n
    lost = float(Fraction(baseline.total - pairs.sx, left * UNIT)) if left >= least else None
    return DropOut(float(plain), float(adjusted), float(x), lost, abs(adjusted - plain) >= apart)
