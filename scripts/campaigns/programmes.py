"""Made-up people, and releases of them closed as the software closes them. No database, no assertions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

import pandas as pd

from analysis.audit import Atom, Flaw, Publication, flaws, publication, told_again
from analysis.change import Pairs
from analysis.framework import Framework
from analysis.grouping import Grouping
from analysis.inside import CELL_COLUMNS
from analysis.publishing import Published, publish
from analysis.reports import BaselineData, ReleaseResult, release_table
from analysis.scoring import UNIT, Cell

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

AUDIENCE = "young-person"
FRAMEWORK = Framework("1", "Made up")
MEASURES = (("index", "index"), ("domain", "belief"))
K = {"board": 10, "public": 20}
PAIR_COLUMNS = (*CELL_COLUMNS[:3], "baseline_group", *CELL_COLUMNS[3:5], "n", "sx", "sy", "sxx", "syy", "sxy")
numbers = count()


@dataclass
class Person:
    """One response: where, in which releases, with how many points; `without` are measures that were not answered.

    `name` is the person's: whoever answered twice has two of these.
    """

    locality: str
    journey_point: str
    releases: frozenset[str]
    points: float
    without: frozenset[tuple[str, str]] = frozenset()
    name: str = field(default_factory=lambda: f"p{next(numbers)}")

    @property
    def units(self) -> int:
        return round(self.points * UNIT)

    def place(self, kind: str) -> str:
        return {"total": "all", "locality": self.locality, "journey-point": self.journey_point}[kind]


def atoms_of(people: Iterable[Person], measures: Sequence[tuple[str, str]] = MEASURES[:1]) -> list[Atom]:
    """Whom the audit cannot tell apart."""
    every = [person for person in people if person.releases]
    shares = Counter(person.name for person in every)
    counted: Counter = Counter()
    for person in every:
        who = person.name if shares[person.name] > 1 else ""
        for measure in measures:
            if measure not in person.without:
                where = (AUDIENCE, person.locality, person.journey_point, person.releases, who)
                counted[*where, *measure] += 1
    return [Atom(*key, n) for key, n in counted.items()]


def cells_of(people: Sequence[Person], measures: Sequence[tuple[str, str]] = MEASURES[:1]) -> pd.DataFrame:
    """Fine cells in the three cuts, as the services count them."""
    cells: dict[tuple[str, ...], list[int]] = {}
    for person in people:
        for kind in ("total", "locality", "journey-point"):
            for measure in measures:
                if measure not in person.without:
                    cells.setdefault((AUDIENCE, kind, person.place(kind), *measure), []).append(person.units)
    sums = {key: Cell.of(units) for key, units in cells.items()}
    rows = [(*key, each.n, each.total, each.squares, each.positive) for key, each in sums.items()]
    return pd.DataFrame(rows, columns=CELL_COLUMNS)


def heads_of(people: Iterable[Person]) -> dict[tuple[str, str], dict[str, int]]:
    every = list(people)
    kinds = ("total", "locality", "journey-point")
    return {(AUDIENCE, kind): dict(Counter(person.place(kind) for person in every)) for kind in kinds}


@dataclass(frozen=True)
class Before:
    """The baseline's release of the same tier and whom it counts; everybody of its wave, and what was told of it."""

    people: Sequence[Person]
    published: Publication
    everybody: Sequence[Person]
    told: Sequence[Publication]

    def compared(self, now: Sequence[Person], measures: Sequence[tuple[str, str]]) -> dict[str, object]:
        """The arguments of `release_table` that make it a follow-up."""
        data = BaselineData(self.published.wave, cells_of(self.people, measures), heads_of(self.people))
        return {"baseline": data, "pairs": pairs_of(self.people, now, measures)}

    def flaws(self, table: SafeTable, measures: Sequence[tuple[str, str]]) -> list[Flaw]:
        """What the audit finds in the baseline's wave, if a follow-up tells this of it."""
        more = told_again(table, self.published)
        atoms = atoms_of(self.everybody, measures)
        return flaws(self.published.wave, [*self.told, more], atoms) if more.cells else []


def pairs_of(before: Iterable[Person], now: Iterable[Person], measures: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """The people of both, by where they were and where they are."""
    then = {person.name: person for person in before}
    both = [(then[person.name], person) for person in now if person.name in then]
    linked: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for old, new in both:
        for measure in (each for each in measures if each not in old.without | new.without):
            for kind in ("total", "locality", "journey-point"):
                key = (AUDIENCE, kind, new.place(kind), old.place(kind), *measure)
                linked.setdefault(key, []).append((old.units, new.units))
    sums = [(*key, Pairs.of(each)) for key, each in linked.items()]
    rows = [(*key, each.n, each.sx, each.sy, each.sxx, each.syy, each.sxy) for *key, each in sums]
    return pd.DataFrame(rows, columns=PAIR_COLUMNS)


def made(
    people: Sequence[Person],
    release: str,
    earlier: Sequence[Publication] = (),
    fixed: Grouping | None = None,
    tier: str = "board",
    wave: str = "2026-06",
    measures: Sequence[tuple[str, str]] = MEASURES[:1],
    before: Before | None = None,
) -> Published:
    """A release of those who are in it, closed beside earlier ones as the software closes it.

    Those who have withdrawn stay in the figures, and by the counts that are kept the software knows where they were.
    """
    own = [person for person in people if release in person.releases]
    cells, heads = cells_of(own, measures), heads_of(own)
    atoms = atoms_of(people, measures)
    panel = before.compared(own, measures) if before else {}

    def close(left_out: frozenset, grouping: Grouping, untold: frozenset) -> ReleaseResult:
        if before:
            panel["baseline"] = replace(panel["baseline"], untold=untold)
        names = {"framework": FRAMEWORK, "release": release, "wave": wave, "tier": tier, "k": K[tier]}
        return release_table(**names, cells=cells, people=heads, fixed_grouping=grouping, left_out=left_out, **panel)

    def look(table: SafeTable) -> list[Flaw]:
        return flaws(wave, [*earlier, publication(table)], atoms)

    def look_back(table: SafeTable) -> list[Flaw]:
        return before.flaws(table, measures) if before else []

    return publish(close, look, look_back, heads, fixed or {})
