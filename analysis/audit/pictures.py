"""What all releases of a wave tell together of one measure: published cells, and who is in the same ones. No attack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable
    from analysis.rows import SafeRow

TOTAL = "total"
CROSSED = "crossed"
"""A cell of localities by journey points, which analysts see: its group is of places such as `A|ehc`."""


class Atom(NamedTuple):
    """People of one place who are in the same releases and have a score of the measure, and how many of them there are.

    `who` is empty but for somebody who has several responses in the wave's releases, because answers were replaced:
    each is an atom of one, and they have the same `who`, so that nobody counts twice.
    """

    audience: str
    locality: str
    journey_point: str
    releases: frozenset[str]
    who: str
    measure_kind: str
    measure: str
    n: int


class Shown(NamedTuple):
    """One figure as an attacker holds it: where it stands and, if they are known, its rounded values."""

    release: str
    group_kind: str
    group: tuple[str, ...]
    score: int | None = None
    low: int | None = None
    high: int | None = None
    n: int | None = None
    positive: int | None = None
    positive_low: int | None = None
    positive_high: int | None = None

    @property
    def name(self) -> str:
        return f"{self.group_kind} {'+'.join(self.group)} of {self.release}"


@dataclass(frozen=True)
class Picture:
    """The cells published of one measure of one audience in one wave, over all releases and tiers.

    Atoms here are all people whom no published cell tells apart: `members[c, a]` says whether those of atom a are in
    cell c, `n[a]` counts them. `persons` are the atoms that a person is in, with how many people it is true of: one
    atom, but for those whose answers were replaced.
    """

    wave: str
    audience: str
    measure: tuple[str, str]
    cells: tuple[Shown, ...]
    atoms: tuple[tuple, ...]
    members: np.ndarray
    n: np.ndarray
    persons: tuple[tuple[tuple[int, ...], float], ...] = field(repr=False)

    def people(self, atoms: Iterable[int]) -> float:
        """How many people are in any of these atoms."""
        told = set(atoms)
        return sum(count for own, count in self.persons if told.intersection(own))

    @property
    def sizes(self) -> np.ndarray:
        """How many scores are in each cell."""
        return self.members @ self.n

    def words(self, atom: int) -> str:
        """Who the people of an atom are, as far as anybody outside could know."""
        locality, journey_point, *_ = self.atoms[atom]
        return f"locality {locality} and journey point {journey_point}"


class Publication(NamedTuple):
    """One closed release as everybody may hold it: which groups it shows of each measure, and its figures."""

    release: str
    wave: str
    tier: str
    k: int
    cells: Mapping[tuple[str, str, str], tuple[Shown, ...]]
    """(audience, measure_kind, measure) to the figures shown of it."""


def publication(table: SafeTable) -> Publication:
    """A stored table as an attacker reads it."""
    return Publication(table.release, table.wave, table.tier, table.k, cells_of(table.release, table.rows))


def told_again(table: SafeTable, baseline: Publication) -> Publication:
    """What a follow-up shows of its baseline beyond what the baseline's own release does: more cells of that release,
    of the same people. Mostly there are none; but a later release may show it in groups that were joined since, or show
    a measure that the baseline's release left out."""
    every = cells_of(baseline.release, table.baseline_rows)
    new = {key: tuple(cell for cell in own if cell not in baseline.cells.get(key, ())) for key, own in every.items()}
    return baseline._replace(cells={key: own for key, own in new.items() if own})


def cells_of(release: str, rows: Iterable[SafeRow]) -> dict[tuple[str, str, str], tuple[Shown, ...]]:
    cells: dict[tuple[str, str, str], list[Shown]] = {}
    for row in rows:
        group = tuple(row.group.split("+"))
        figures = (row.score, row.ci_low, row.ci_high, row.n, row.positive, row.positive_low, row.positive_high)
        shown = Shown(release, row.group_kind, group, *figures)
        cells.setdefault((row.audience, row.measure_kind, row.measure), []).append(shown)
    return {key: tuple(own) for key, own in cells.items()}


def pictures(wave: str, publications: Iterable[Publication], atoms: Iterable[Atom]) -> Iterator[Picture]:
    """One picture for each measure of each audience that any release of the wave shows."""
    together: dict[tuple[str, str, str], list[Shown]] = {}
    for each in publications:
        if each.wave == wave:
            for key, cells in each.cells.items():
                together.setdefault(key, []).extend(cells)
    own: dict[tuple[str, str, str], list[Atom]] = {}
    for atom in atoms:
        own.setdefault((atom.audience, atom.measure_kind, atom.measure), []).append(atom)
    for key, cells in sorted(together.items()):
        yield picture(wave, key, cells, own.get(key, []))


def picture(wave: str, key: tuple[str, str, str], cells: Sequence[Shown], atoms: Iterable[Atom]) -> Picture:
    """Atoms that are in the same cells are one."""
    signatures: dict[tuple[bool, ...], list[Atom]] = {}
    for atom in atoms:
        inside = tuple(is_in(atom, cell) for cell in cells)
        if any(inside):
            signatures.setdefault(inside, []).append(atom)
    releases = {cell.release for cell in cells}
    kept = [own[0] for own in signatures.values()]
    names = tuple((atom.locality, atom.journey_point, *sorted(atom.releases & releases)) for atom in kept)
    n = np.array([sum(atom.n for atom in own) for own in signatures.values()])
    members = np.array(list(signatures), dtype=bool).T.reshape(len(cells), len(signatures))
    return Picture(wave, key[0], key[1:], tuple(cells), names, members, n, persons_of(list(signatures.values())))


def persons_of(atoms: Sequence[Sequence[Atom]]) -> tuple[tuple[tuple[int, ...], float], ...]:
    """Which of these merged atoms a person is in, and of how many people that is true."""
    several: dict[str, set[int]] = {}
    counts: Counter[tuple[int, ...]] = Counter()
    for place, own in enumerate(atoms):
        for atom in own:
            if atom.who:
                several.setdefault(atom.who, set()).add(place)
            else:
                counts[(place,)] += atom.n
    counts.update(tuple(sorted(places)) for places in several.values())
    return tuple(sorted(counts.items()))


def is_in(atom: Atom, cell: Shown) -> bool:
    if cell.release not in atom.releases:
        return False
    crossed = f"{atom.locality}|{atom.journey_point}"
    places = {TOTAL: None, "locality": atom.locality, "journey-point": atom.journey_point, CROSSED: crossed}
    place = places[cell.group_kind]
    return place is None or place in cell.group


def together(every: Iterable[Picture]) -> list[list[Picture]]:
    """Pictures of one audience whose measures are shown in the same cells."""
    same: dict[tuple, list[Picture]] = {}
    for each in every:
        same.setdefault((each.audience, tuple(cell[:3] for cell in each.cells)), []).append(each)
    return list(same.values())


def fewest(same: Sequence[Picture]) -> Picture:
    """One picture that has of each kind of person the fewest that any of these has: what is safe in it is so in all."""
    places: dict[bytes, int] = {}
    counted: dict[tuple[int, ...], list[float]] = {}
    for each in same:
        own = [places.setdefault(column.tobytes(), len(places)) for column in each.members.T]
        for atoms, count in each.persons:
            counted.setdefault(tuple(sorted(own[atom] for atom in atoms)), []).append(count)
    least = {atoms: min(counts) if len(counts) == len(same) else 0.0 for atoms, counts in counted.items()}
    members = np.array([np.frombuffer(column, dtype=bool) for column in places]).T
    n = np.zeros(len(places))
    for atoms, count in least.items():
        n[list(atoms)] += count
    first = same[0]
    return replace(first, atoms=((),) * len(places), members=members, n=n, persons=tuple(sorted(least.items())))
