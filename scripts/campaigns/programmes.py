"""Made-up people, and releases of them closed as the software closes them. No database, no assertions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

import pandas as pd

from analysis.audit import Atom, Publication, flaws, publication
from analysis.framework import Framework
from analysis.grouping import Grouping
from analysis.inside import CELL_COLUMNS
from analysis.publishing import Published, publish
from analysis.reports import ReleaseResult, release_table
from analysis.scoring import UNIT, Cell

AUDIENCE = "young-person"
FRAMEWORK = Framework("1", "Made up")
MEASURES = (("index", "index"), ("domain", "belief"))
K = {"board": 10, "public": 20}
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


def made(
    people: Sequence[Person],
    release: str,
    earlier: Sequence[Publication] = (),
    fixed: Grouping | None = None,
    tier: str = "board",
    wave: str = "2026-06",
    measures: Sequence[tuple[str, str]] = MEASURES[:1],
) -> Published:
    """A release of those who are in it, closed beside earlier ones as the software closes it.

    Those who have withdrawn stay in the figures, and by the counts that are kept the software knows where they were.
    """
    own = [person for person in people if release in person.releases]
    cells, heads = cells_of(own, measures), heads_of(own)
    atoms = atoms_of(people, measures)

    def close(left_out: frozenset, grouping: Grouping) -> ReleaseResult:
        names = {"framework": FRAMEWORK, "release": release, "wave": wave, "tier": tier, "k": K[tier]}
        return release_table(**names, cells=cells, people=heads, fixed_grouping=grouping, left_out=left_out)

    return publish(close, lambda table: flaws(wave, [*earlier, publication(table)], atoms), heads, fixed or {})
