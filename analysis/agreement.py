"""How far people agree who judged the same things: Krippendorff's alpha. What they judged is not known here.

Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"; for sets of labels the distance MASI of
Passonneau 2006, "Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from typing import Any

Distance = Callable[[Any, Any], float]


def alpha(units: Iterable[Sequence[Hashable | None]], distance: Distance) -> float | None:
    """1 - observed / expected disagreement over all things judged at least twice; None where nothing varies.

    Each unit holds one value for each judge, None where one did not judge. 1 is full agreement, 0 what chance gives.
    """
    judged = [[value for value in unit if value is not None] for unit in units]
    paired = [unit for unit in judged if len(unit) > 1]
    values = Counter(value for unit in paired for value in unit)
    total = sum(values.values())
    if total < 2:
        return None
    observed = sum(disagreement(unit, distance) / (len(unit) - 1) for unit in paired) / total
    pairs = ((values[one] * values[other], distance(one, other)) for one, other in combinations(values, 2))
    expected = 2 * sum(times * apart for times, apart in pairs) / (total * (total - 1))
    return 1 - observed / expected if expected else None


def disagreement(unit: Sequence[Hashable], distance: Distance) -> float:
    """The sum of distances over ordered pairs of judges."""
    return 2 * sum(distance(one, other) for one, other in combinations(unit, 2))


def nominal(one: object, other: object) -> float:
    """Same or not."""
    return 0.0 if one == other else 1.0


def interval(one: float, other: float) -> float:
    """Squared difference of numbers."""
    return float(one - other) ** 2


def masi(one: frozenset, other: frozenset) -> float:
    """Between sets: 1 - Jaccard x (1 same, 2/3 one inside the other, 1/3 they overlap, 0 they do not)."""
    if one == other:
        return 0.0
    together = one & other
    nested = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - len(together) / len(one | other) * nested if together else 1.0
