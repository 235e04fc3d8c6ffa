"""How numbers are made coarse before anyone sees them. Every function here loses detail; none keeps any."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from analysis.scoring import half_up

ENDS = (5, 95)
"""Shown as "5 or less" and "95 or more"; no score, bound or share is ever shown beyond them."""
STEP = 5


def within_ends(value: int) -> int:
    return min(max(value, ENDS[0]), ENDS[1])


def shown_score(points: Fraction | float) -> int:
    """A score or a bound of its interval: a whole number, halves up, within the ends."""
    return within_ends(half_up(points))


def shown_n(n: int) -> int:
    """A number of people to the nearest 5."""
    return STEP * half_up(Fraction(n, STEP))


def shown_share(positive: int, n: int) -> int:
    """A share of people in per cent to the nearest 5, halves up, never 0 or 100."""
    return within_ends(STEP * half_up(Fraction(100 * positive, n * STEP)))


def shown_share_interval(low: float, high: float) -> tuple[int, int]:
    """The bounds of a share (in per cent) widened outward to 5s, never 0 or 100."""
    return within_ends(STEP * floor(low / STEP)), within_ends(STEP * ceil(high / STEP))
