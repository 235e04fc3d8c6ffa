"""How often the software agreed with people who checked it: shares with their intervals, and macro-F1. No texts."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

SCORED = ("positive", "negative", "neutral")


def interval(right: int, n: int) -> tuple[int, int]:
    """Wilson's 95% interval of right of n, outward to whole per cent; 0 to 100 for nothing."""
    from analysis.scoring import wilson

    if not n:
        return 0, 100
    low, high = wilson(right, n)
    return floor(low), ceil(high)


def macro_f1(pairs: Mapping[tuple[str, str], int]) -> int | None:
    """In per cent, over positive, negative and neutral, from counts of (read, said); None while one was never said."""
    scores = []
    for name in SCORED:
        found = sum(n for (read, _), n in pairs.items() if read == name)
        said = sum(n for (_, truth), n in pairs.items() if truth == name)
        if not said:
            return None
        scores.append(2 * pairs.get((name, name), 0) / (found + said))
    return round(100 * sum(scores) / len(scores))
