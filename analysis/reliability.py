"""How well the items of a domain hang together: Cronbach's alpha, from complete answers. For inside use only."""

from __future__ import annotations

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
    if points.ndim != 2 or len(points) < LEAST or points.shape[1] < 2:
        return None
    items, whole = points.var(axis=0, ddof=1).sum(), points.sum(axis=1).var(ddof=1)
    count = points.shape[1]
    return float(count / (count - 1) * (1 - items / whole)) if whole else None
