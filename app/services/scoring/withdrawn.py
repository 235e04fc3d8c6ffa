"""People whom releases count and who have withdrawn since: how many and where, by exact counts that stay inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from app.services.scoring.cells import Crossed, atoms

if TYPE_CHECKING:
    from analysis.audit import Atom

Place = tuple[str, str, str, str, str]
"""Audience, locality, journey point, measure kind and measure."""


def counts(rows: Iterable[Crossed], release_id: str) -> Counter[Place]:
    """How many people with a score of each measure a release counts in each place, of those who are still here."""
    found: Counter[Place] = Counter()
    for row in rows:
        if row.measure is not None and release_id in row.releases:
            found[*row[:3], *row.measure] += row.n
    return found


def missing(kept: Mapping[str, Counter[Place]], rows: Iterable[Crossed]) -> dict[str, Counter[Place]]:
    """By release, the people whom it counted when it was closed and who are not here any more."""
    every = list(rows)
    return {release: own - counts(every, release) for release, own in kept.items()}


def all_atoms(rows: Iterable[Crossed], gone: Mapping[str, Counter[Place]]) -> list[Atom]:
    """Everybody whom the releases of a wave count, those who have withdrawn too.

    Later releases of a wave keep on counting who has withdrawn, so of two releases one misses everybody whom the other
    misses: that says who is in which of them.
    """
    return [*atoms(rows), *withdrawn_atoms(gone)]


def withdrawn_atoms(gone: Mapping[str, Counter[Place]]) -> Iterator[Atom]:
    from analysis.audit import Atom

    for place in sorted({place for own in gone.values() for place in own}):
        before = 0
        for level in sorted({own[place] for own in gone.values() if own[place]}):
            releases = frozenset(release for release, own in gone.items() if own[place] >= level)
            yield Atom(*place[:3], releases, "", *place[3:], level - before)
            before = level
