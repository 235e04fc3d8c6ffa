"""Interval attacks: how closely the rounded figures of cells bound the mean of a few people in them. Knows all counts.

The attacker is given the exact number of people of every atom and reads from each published cell the mean (to half a
point), and from its interval the greatest spread that can be behind it. For a class of m of a cell's n people
(Fraction sums, in points): n·mean lies in [L, U], so m·(class mean) lies in [L - 100 (n - m), U]; and since the squared
deviations add up to Q at most, the class mean is within sqrt(Q (1/m - 1/n)) of the cell's.
"""

from __future__ import annotations

from math import inf, sqrt
from typing import NamedTuple

import numpy as np

from analysis.audit.pictures import Picture, Shown
from analysis.framework import Settings
from analysis.rounding import ENDS
from analysis.scoring import DEFAULTS, t_quantile

NEAR = 20.0
"""Points within which a class of a few people must not be pinned."""
HALF = 0.5


class Pin(NamedTuple):
    """A small class whose mean the published figures bound too closely, and the cell that does most of it."""

    atom: int
    low: float
    high: float
    cell: Shown


def pins(picture: Picture, k: int, settings: Settings = DEFAULTS) -> list[Pin]:
    """The classes of fewer than `k` people, told apart by published cells, that are pinned within `NEAR` points."""
    known = [cell.score is not None for cell in picture.cells]
    small = [atom for atom in range(picture.n.size) if picture.n[atom] < k]
    if not small or not any(known):
        return []
    sizes = picture.sizes
    spreads = [greatest_spread(cell, int(n), settings) for cell, n in zip(picture.cells, sizes, strict=True)]
    found = []
    for atom in small:
        low, high, tightest = 0.0, 100.0, None
        m, narrowest = int(picture.n[atom]), inf
        for place in np.flatnonzero(picture.members[:, atom]):
            cell = picture.cells[place]
            if cell.score is not None:
                own = class_bounds(cell, int(sizes[place]), m, spreads[place])
                low, high = max(low, own[0]), min(high, own[1])
                if own[1] - own[0] < narrowest:
                    narrowest, tightest = own[1] - own[0], cell
        if high - low < NEAR and tightest is not None and len(picture.cells) > 1:
            found.append(Pin(atom, low, high, tightest))
    return found


def class_bounds(cell: Shown, n: int, m: int, spread: float) -> tuple[float, float]:
    """Between what the mean of m of the n people of a cell must lie, in points."""
    low, high = mean_bounds(cell)
    reach = sqrt(spread * (1 / m - 1 / n)) if spread < inf else inf
    least = max(0.0, (n * low - 100 * (n - m)) / m, low - reach)
    return least, min(100.0, n * high / m, high + reach)


def mean_bounds(cell: Shown) -> tuple[float, float]:
    """What the shown score can stand for."""
    low = 0.0 if cell.score <= ENDS[0] else cell.score - HALF
    return low, 100.0 if cell.score >= ENDS[1] else cell.score + HALF


def greatest_spread(cell: Shown, n: int, settings: Settings = DEFAULTS) -> float:
    """The greatest sum of squared deviations that the shown interval allows; inf if it tells nothing."""
    if cell.score is None or cell.low is None or cell.high is None:
        return inf
    low, high = mean_bounds(cell)
    halves = []
    if cell.low > ENDS[0]:
        halves.append(high - (cell.low - HALF))
    if cell.high < ENDS[1]:
        halves.append(cell.high + HALF - low)
    if len(halves) == 2:
        halves.append((cell.high - cell.low + 1) / 2)
    if not halves:
        return inf
    variance = n * (min(halves) / t_quantile(n + 1, settings.confidence)) ** 2
    return max(0.0, (n + 1) * variance - 2 * settings.prior_sd**2)
