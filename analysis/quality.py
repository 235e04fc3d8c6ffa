"""How good the data of a release are: what was answered, how the items hang together, who came back. Rounded here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.change import NO_PAIRS, Pairs
from analysis.disclosure import TOTAL
from analysis.dropout import DropOut, drop_out
from analysis.reliability import LEAST
from analysis.rounding import shown_share
from analysis.rows import QualityRow
from analysis.scoring import Cell

if TYPE_CHECKING:
    from pandas import DataFrame

WHOLE = 1_000_000
"""What a coefficient of 1 is kept as."""


class Part(NamedTuple):
    """So many of so many, exactly; `people` is how many it tells of. `audience` is "all" for all of them together."""

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


def of_index(frame: DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of the index of whole audiences."""
    wanted = (TOTAL, "index", "index")
    every = frame.to_dict("records")
    return (row for row in every if (row["group_kind"], row["measure_kind"], row["measure"]) == wanted)


def index_cells(cells: DataFrame) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for row in of_index(cells):
        own = Cell(*(int(row[column]) for column in ("n", "total", "squares", "positive")))
        found[row["audience"]] = found.get(row["audience"], Cell()) + own
    return found


def index_pairs(linked: DataFrame) -> dict[str, Pairs]:
    found: dict[str, Pairs] = {}
    for row in of_index(linked):
        own = Pairs(*(int(row[column]) for column in ("n", "sx", "sy", "sxx", "syy", "sxy")))
        found[row["audience"]] = found.get(row["audience"], NO_PAIRS) + own
    return found


def linked_people(linked: DataFrame) -> dict[str, int]:
    """How many have an index in both waves, by audience."""
    return {audience: pairs.n for audience, pairs in index_pairs(linked).items()}


def people_with_index(cells: DataFrame) -> dict[str, int]:
    return {audience: cell.n for audience, cell in index_cells(cells).items()}


def drop_outs(before: DataFrame, now: DataFrame, linked: DataFrame) -> Iterator[tuple[Any, ...]]:
    """(audience, the values of `DropOut`) of each audience's index, where enough people answered twice. Stay inside."""
    earlier, current, pairs = index_cells(before), index_cells(now), index_pairs(linked)
    for audience in (each for each in sorted(pairs) if each in earlier and each in current):
        found = drop_out(earlier[audience], current[audience], pairs[audience])
        if found is not None:
            values = (found.plain, found.adjusted, found.linked, found.lost)
            yield audience, *(None if each is None else round(each, 6) for each in values), found.disagree


def read(row: tuple[Any, ...]) -> tuple[str, DropOut]:
    return row[0], DropOut(*row[1:])
