"""How good the data of a release are: what was answered, how the items hang together, who came back. Rounded here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from analysis.change import Pairs
from analysis.dropout import DropOut, drop_out
from analysis.reliability import LEAST
from analysis.rounding import shown_share
from analysis.rows import QualityRow
from analysis.scoring import Cell

WHOLE = 1_000_000
"""What a coefficient of 1 is kept as."""


class Part(NamedTuple):
    """So many of so many, exactly; `people` is how many it tells of. `audience` is blank for all of them together."""

    audience: str
    fact: str
    part: str
    some: int
    whole: int
    people: int


def quality_rows(parts: Iterable[tuple[Any, ...]], k: int) -> Iterator[QualityRow]:
    """Per cent to the nearest 5, and only of a hundred people or more."""
    for part in (Part(*each) for each in parts):
        if part.people >= max(k, LEAST) and part.whole:
            some = min(max(part.some, 0), part.whole)
            yield QualityRow(*part[:3], shown_share(some, part.whole))


def drop_outs(totals: Iterable[tuple[str, Cell, Cell, Pairs]]) -> Iterator[tuple[Any, ...]]:
    """(audience, the values of `DropOut`) of each audience's index, where enough people answered twice. Stay inside."""
    for audience, baseline, current, pairs in totals:
        found = drop_out(baseline, current, pairs) if baseline.n else None
        if found is not None:
            values = (found.plain, found.adjusted, found.linked, found.lost)
            yield audience, *(None if each is None else round(each, 6) for each in values), found.disagree


def read(row: tuple[Any, ...]) -> tuple[str, DropOut]:
    return row[0], DropOut(*row[1:])
