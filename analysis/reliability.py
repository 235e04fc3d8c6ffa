"""How well the items of a domain hang together: Cronbach's alpha, from complete answers. For inside use only."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 100
"""People; with fewer the figure says little (at 20 it ranges from .50 to .87 by chance)."""


def alpha(answers: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha of people (rows) by items (columns), all answered; None below `LEAST` people or two items.

    k / (k - 1) * (1 - sum of the items' variances / variance of the sum). Cronbach 1951, Psychometrika 16: 297-334.
    """
    points = np.asarray(answers, dtype=float)
    if points.ndim != 2:
        return None
    return alpha_of(len(points), points.sum(axis=0), points.T @ points)


def alpha_of(n: int, sums: Sequence[float], products: Sequence[Sequence[float]]) -> float | None:
    """The same from additive figures: people, the sum of each item, and the sums of products of each two items."""
    count = len(sums)
    if n < LEAST or count < 2:
        return None
    items = sum(Fraction(products[each][each]) - Fraction(sums[each]) ** 2 / n for each in range(count))
    whole = sum(Fraction(each) for row in products for each in row) - sum(Fraction(each) for each in sums) ** 2 / n
    return float(Fraction(count, count - 1) * (1 - items / whole)) if whole else None
