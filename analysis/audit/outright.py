"""Figures that need no attack: of nobody or everybody, beyond the ends, without width, or exact instead of coarse."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from analysis.audit.pictures import Publication, Shown
from analysis.rounding import ENDS, STEP
from analysis.scoring import DEFAULTS, t_quantile


def said_outright(release: Publication) -> Iterator[tuple[str, str, str, str]]:
    """(audience, measure kind, measure, what is wrong) of each figure that says too much by itself."""
    for (audience, kind, measure), cells in release.cells.items():
        for cell in cells:
            for wrong in faults(cell):
                yield audience, kind, measure, f"{audience}, {measure}: {cell.name} {wrong}"


def narrowest(n: int | None) -> float:
    """Half the width of the interval of a unanimous group, by the published formula: no honest one is narrower."""
    if n is None:
        return 1.0
    most = n + STEP // 2
    return t_quantile(most + 1, DEFAULTS.confidence) * sqrt(2 * DEFAULTS.prior_sd**2 / (most + 1) / most)


def faults(cell: Shown) -> Iterator[str]:
    figures = [each for each in (cell.score, cell.low, cell.high) if each is not None]
    if any(each != int(each) or not ENDS[0] <= each <= ENDS[1] for each in figures):
        yield f"shows a score beyond {ENDS[0]} and {ENDS[1]}, or not as a whole number"
    inside = cell.low is not None and cell.high is not None and ENDS[0] < cell.low and cell.high < ENDS[1]
    if inside and (cell.high - cell.low + 1) / 2 < narrowest(cell.n):
        yield "has an interval so narrow that everybody must have given the same answer"
    if cell.n is not None and cell.n % STEP:
        yield "shows an exact number of people"
    shares = [each for each in (cell.positive, cell.positive_low, cell.positive_high) if each is not None]
    if any(each % STEP or not ENDS[0] <= each <= ENDS[1] for each in shares):
        yield "shows a share that is exact, or is of nobody or everybody"
