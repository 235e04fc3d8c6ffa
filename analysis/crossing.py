"""Localities by journey points for analysts: made once for a wave, joined and attacked like what is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from analysis.audit.pictures import CROSSED, Publication, Shown
from analysis.disclosure import level
from analysis.framework import Settings
from analysis.grouping import Group, Groups, group_name, size
from analysis.scoring import Cell

Place = tuple[str, str]
"""Locality and journey point."""
Measure = tuple[str, str]
Look = Callable[[Publication], Iterable[tuple[str, Measure]]]
"""The (audience, measure) of which a publication tells too much."""


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One score of one locality (or several) at one journey point (or several), rounded as everything that is shown."""

    audience: str
    locality: str
    journey_point: str
    measure_kind: str
    measure: str
    score: int
    ci_low: int
    ci_high: int
    n: int
    positive: int | None = None
    positive_low: int | None = None
    positive_high: int | None = None


def crossing(localities: Groups, points: Groups, people: Mapping[Place, int], k: int) -> tuple[Groups, Groups] | None:
    """The groups of both that leave at least `k` people in every cell; None if no table of two by two is left.

    The smallest group of the margin that has more of them is joined with the next smallest.
    """
    while len(localities) > 1 and len(points) > 1:
        if all(people_of(people, *cell) >= k for cell in product(localities, points)):
            return localities, points
        by_place, by_point = margin(people, 0), margin(people, 1)
        if len(points) >= len(localities):
            points = joined(points, by_point)
        else:
            localities = joined(localities, by_place)
    return None


def people_of(people: Mapping[Place, int], localities: Group, points: Group) -> int:
    return sum(people.get(place, 0) for place in product(localities, points))


def margin(people: Mapping[Place, int], side: int) -> dict[str, int]:
    found: Counter[str] = Counter()
    for place, n in people.items():
        found[place[side]] += n
    return dict(found)


def joined(groups: Groups, people: dict[str, int]) -> Groups:
    first, second, *rest = sorted(groups, key=lambda group: (size(people, group), group))
    return tuple(sorted([tuple(sorted(first + second)), *rest]))


def rows_of(
    audience: str,
    groups: tuple[Groups, Groups],
    cells: Mapping[tuple[Place, Measure], Cell],
    k: int,
    settings: Settings,
) -> Iterator[CrossRow]:
    """The measures that at least `k` people answered in every cell of the table."""
    for measure in sorted({measure for _, measure in cells}):
        found = {cell: added(cells, measure, *cell) for cell in product(*groups)}
        if all(cell.n >= k for cell in found.values()):
            for (localities, points), cell in found.items():
                names = (audience, group_name(localities), group_name(points), *measure)
                yield CrossRow(*names, **level(cell, settings))


def added(cells: Mapping[tuple[Place, Measure], Cell], measure: Measure, localities: Group, points: Group) -> Cell:
    return sum((cells.get((place, measure), Cell()) for place in product(localities, points)), Cell())


def publication(rows: Iterable[CrossRow], release: str, wave: str, k: int) -> Publication:
    """A table as an attacker reads it: more cells of its release."""
    cells: dict[tuple[str, str, str], list[Shown]] = {}
    for row in rows:
        group = tuple(f"{a}|{b}" for a, b in product(row.locality.split("+"), row.journey_point.split("+")))
        figures = (row.score, row.ci_low, row.ci_high, row.n, row.positive, row.positive_low, row.positive_high)
        cells.setdefault((row.audience, row.measure_kind, row.measure), []).append(
            Shown(release, CROSSED, group, *figures)
        )
    return Publication(release, wave, "analyst", k, {key: tuple(own) for key, own in cells.items()})


def safe_rows(rows: Iterable[CrossRow], release: str, wave: str, k: int, look: Look) -> tuple[CrossRow, ...]:
    """Without the measures of which the audit, with everything else in hand, finds too much told."""
    kept = tuple(rows)
    while kept:
        bad = set(look(publication(kept, release, wave, k)))
        left = tuple(row for row in kept if (row.audience, (row.measure_kind, row.measure)) not in bad)
        if len(left) == len(kept):
            return kept if not bad else ()
        kept = left
    return ()
