"""Who answered beside who is known to be there: shares of groups, made coarse before anyone sees them. No scores.

A share is of the people who answered the question about that attribute. It is shown to the nearest 5 per cent with its
interval widened to 5s; of a group of fewer than `k` people only an upper bound is said, and no count of a group ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from analysis.rounding import STEP, shown_n, shown_share, shown_share_interval
from analysis.scoring import half_up, wilson

FEWEST_TIMES = 5
"""So many times `k` people must have answered, or nothing is compared: a share of fewer would tell of single people."""
EXPECTED = 10
"""A group is called missing only if so many were to be expected: of fewer, chance alone could leave half away."""
WHOLE = 950
"""Known shares (in thousandths) that add up to so much cover an attribute, so that its fit can be said."""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One group: its known share in thousandths, and its share of the answers in per cent.

    `share` is None for a group of fewer than `k` people: then it is less than `under`. `missing`: less than half of
    its known share answered.
    """

    group: str
    known: int
    share: int | None
    low: int | None
    high: int | None
    under: int | None
    missing: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute. `about` is how many people said it, to 5; `rows` is empty if they are too few to compare.

    `fit` is 100 if the answers have exactly the known shares and 0 if they share nobody, to the nearest 5.
    """

    about: int
    rows: tuple[ShareRow, ...]
    fit: int | None = None


def compare(known: Mapping[str, int], answered: Mapping[str, int], people: int, k: int) -> Comparison:
    """`known` are thousandths by group; `answered` counts distinct people by group, of `people` who said anything."""
    if people < FEWEST_TIMES * k:
        return Comparison(shown_n(people), ())
    rows = tuple(row_of(group, share, answered.get(group, 0), people, k) for group, share in known.items())
    return Comparison(shown_n(people), rows, fit(known, answered, people))


def row_of(group: str, known: int, n: int, people: int, k: int) -> ShareRow:
    expected = Fraction(known * people, 1000)
    missing = expected >= max(EXPECTED, k) and 2 * n < expected
    if n < k:
        return ShareRow(group, known, None, None, None, STEP * ceil(Fraction(100 * k, people * STEP)), missing)
    low, high = shown_share_interval(*wilson(n, people))
    return ShareRow(group, known, shown_share(n, people), low, high, None, missing)


def fit(known: Mapping[str, int], answered: Mapping[str, int], people: int) -> int | None:
    """Half the sum of all differences, from 100: the index of dissimilarity, turned round (Duncan and Duncan 1955)."""
    if not WHOLE <= sum(known.values()) <= 2000 - WHOLE:
        return None
    pairs = [(Fraction(share, 10), Fraction(100 * answered.get(group, 0), people)) for group, share in known.items()]
    apart = sum(abs(there - said) for there, said in pairs)
    return max(0, 100 - STEP * half_up(Fraction(apart, 2 * STEP)))


def response(answered: int, known: int) -> int | None:
    """How many per cent of all who could be asked have answered, to the nearest whole one; None below a hundred."""
    return half_up(Fraction(100 * shown_n(answered), known)) if answered >= 100 else None
