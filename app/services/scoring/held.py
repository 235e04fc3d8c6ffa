"""What anybody may hold of a wave, as an attacker reads it, and whom its releases count. Makes no release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.house import House
from app.models.releases import Release
from app.services.scoring.cells import Crossed, crossed
from app.services.scoring.withdrawn import all_atoms, missing

if TYPE_CHECKING:
    from analysis.audit import Atom, Publication
    from analysis.crossing import CrossRow
    from analysis.disclosure import SafeTable
    from analysis.inside import Inside

MARGINS = ("locality", "journey-point")


def counted_of(row: Release) -> Counter:
    """How many people a release counts in each place, as it was closed."""
    return Counter({tuple(place): n for *place, n in inside_of(row).counted})


def published_of(wave: str, rows: Sequence[Release]) -> list[Publication]:
    """What anybody may hold of a wave: its releases, and what follow-ups tell of it as their baseline."""
    from analysis.audit import publication

    own = [publication(table_of(row)) for row in rows if row.wave == wave]
    own += [crossed_of(row) for row in rows if row.wave == wave]
    later = [row for row in rows if row.baseline_wave == wave]
    return [*own, *(told_of(table_of(row), baseline_of(row, rows)) for row in later)]


def crossed_of(row: Release) -> Publication:
    """The analysts' table of a release as an attacker reads it; it has no cells if there is none."""
    from analysis.crossing import publication, read

    return publication(read(inside_of(row).crossed), row.id, row.wave, table_of(row).k)


def cross_rows(house: House, rows: Sequence[Crossed], table: SafeTable) -> Iterator[CrossRow]:
    """Localities by journey points of each audience that has both margins, before the audit."""
    from analysis.crossing import crossed_rows

    for audience in sorted({row.audience for row in table.rows}):
        own = [row for row in rows if row.audience == audience and table.release in row.releases]
        counted = [((row.locality, row.journey_point), row.measure, row[6:]) for row in own]
        margins = [table.select(audience=audience, group_kind=kind) for kind in MARGINS]
        both = [tuple(sorted({tuple(row.group.split("+")) for row in shown})) for shown in margins]
        yield from crossed_rows(audience, both, counted, table.k, house.framework.settings)


def told_of(table: SafeTable, baseline: Release) -> Publication:
    from analysis.audit import publication, told_again

    return told_again(table, publication(table_of(baseline)))


def baseline_of(row: Release, rows: Sequence[Release]) -> Release:
    """The release that a follow-up is compared with: the one it names, else the latest that there was."""
    own = [each for each in rows if (each.wave, each.tier) == (row.baseline_wave, row.tier)]
    named = [each for each in own if each.id == inside_of(row).baseline]
    before = [each for each in own if each.closed_on <= row.closed_on]
    return max(named or before, key=lambda each: each.number)


def atoms_of_wave(house: House, rows: Sequence[Release]) -> list[Atom]:
    """Everybody whom these releases of one wave count, those who have withdrawn too."""
    everybody = crossed([row.id for row in rows], house.framework.settings.positive)
    return all_atoms(everybody, missing({row.id: counted_of(row) for row in rows}, everybody))


def inside_of(row: Release) -> Inside:
    from analysis.inside import Inside

    return Inside.from_json(row.inside)


def table_of(row: Release) -> SafeTable:
    from analysis.disclosure import SafeTable

    return SafeTable.from_json(row.content)
