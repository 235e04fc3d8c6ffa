"""What all releases of a wave tell together of one measure: published cells, and who is in the same ones. No attack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

TOTAL = "total"


class Atom(NamedTuple):
    """People whom no published cell tells apart, and how many of them there are.

    `releases` are those that count them. `share` is how many responses each has in the wave's releases: somebody whose
    answers were replaced is in two atoms and counts as half a person in each, so that nobody counts twice.
    """

    audience: str
    locality: str
    journey_point: str
    releases: frozenset[str]
    share: int
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

    `members[c, a]` says whether the people of atom a are in cell c; `n[a]` counts their scores and `people[a]` persons.
    """

    wave: str
    audience: str
    measure: tuple[str, str]
    cells: tuple[Shown, ...]
    atoms: tuple[tuple, ...]
    members: np.ndarray
    people: np.ndarray
    n: np.ndarray = field(repr=False)

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
    cells: dict[tuple[str, str, str], list[Shown]] = {}
    for row in table.rows:
        group = tuple(row.group.split("+"))
        figures = (row.score, row.ci_low, row.ci_high, row.n, row.positive, row.positive_low, row.positive_high)
        shown = Shown(table.release, row.group_kind, group, *figures)
        cells.setdefault((row.audience, row.measure_kind, row.measure), []).append(shown)
    every = {key: tuple(own) for key, own in cells.items()}
    return Publication(table.release, table.wave, table.tier, table.k, every)


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
    """Atoms that are in the same cells are one; cells with the same members are kept once."""
    signatures: dict[tuple[bool, ...], list[Atom]] = {}
    for atom in atoms:
        inside = tuple(is_in(atom, cell) for cell in cells)
        if any(inside):
            signatures.setdefault(inside, []).append(atom)
    kept = [own[0] for own in signatures.values()]
    releases = {cell.release for cell in cells}
    names = tuple((atom.locality, atom.journey_point, *sorted(atom.releases & releases)) for atom in kept)
    people = np.array([sum(atom.n / atom.share for atom in own) for own in signatures.values()])
    n = np.array([sum(atom.n for atom in own) for own in signatures.values()])
    members = np.array(list(signatures), dtype=bool).T.reshape(len(cells), len(signatures))
    return Picture(wave, key[0], key[1:], tuple(cells), names, members, people, n)


def is_in(atom: Atom, cell: Shown) -> bool:
    if cell.release not in atom.releases:
        return False
    place = {TOTAL: None, "locality": atom.locality, "journey-point": atom.journey_point}[cell.group_kind]
    return place is None or place in cell.group


def together(every: Iterable[Picture]) -> list[list[Picture]]:
    """Pictures of one audience whose measures are shown in the same cells."""
    same: dict[tuple, list[Picture]] = {}
    for each in every:
        same.setdefault((each.audience, tuple(cell[:3] for cell in each.cells)), []).append(each)
    return list(same.values())


def fewest(same: Sequence[Picture]) -> Picture:
    """One picture that has of each atom the fewest people that any of these has of it."""
    people: dict[bytes, list[float]] = {}
    for each in same:
        for atom in range(each.people.size):
            people.setdefault(each.members[:, atom].tobytes(), []).append(float(each.people[atom]))
    least = [min(own) if len(own) == len(same) else 0.0 for own in people.values()]
    columns = [np.frombuffer(signature, dtype=bool) for signature in people]
    first = same[0]
    members = np.array(columns, dtype=bool).T.reshape(len(first.cells), len(columns))
    size = np.array(least)
    return Picture(first.wave, first.audience, first.measure, first.cells, ((),) * len(columns), members, size, size)
