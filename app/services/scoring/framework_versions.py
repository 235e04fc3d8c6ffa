"""Which version of the framework a wave is scored under, and a wave scored under an earlier one too. Closes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app.house import House
from app.models.answering import Response, Score
from app.models.base import db
from app.models.releases import Release, ReleaseMember
from app.services.asking.responses import in_parts
from app.services.errors import N_, Conflict
from app.services.scoring.held import inside_of
from app.services.scoring.scores import derived, surveys_of
from surveys.model import AUDIENCES

Measure = tuple[str, str, str]
"""Audience, measure kind and measure."""
TOTAL = "total"


def house_of(house: House, wave: str, rows: Iterable[Release]) -> House:
    """The house as a wave is scored: under the version of its first release, so that its corrections never mix two.

    Raises `Conflict` where the file of that version is not kept.
    """
    first = min((row for row in rows if row.wave == wave), key=lambda row: (row.closed_on, row.number), default=None)
    if first is None:
        return house
    framework = house.framework_of(first.framework_version)
    if framework is None:
        message = N_("The wave %(wave)s was closed under version %(version)s of the framework, whose file is not kept.")
        raise Conflict(message, wave=wave, version=first.framework_version)
    return house.under(framework)


def comparable(house: House, rows: Iterable[Release]) -> set[str]:
    """The versions of these releases whose scores mean the same as the house's present ones."""
    from analysis.versions import alike

    present = house.framework
    found = {row.framework_version for row in rows}
    return {each for each in found if each == present.version or alike(house.framework_of(each), present)}


def counted(house: House, release_id: str, wave: str, rows: Sequence[Release]) -> tuple[tuple[Any, ...], ...]:
    """The release's people under each earlier version that means something else, and that version's baseline."""
    same = comparable(house, rows)
    first: dict[str, Release] = {}
    for row in sorted(rows, key=lambda row: (row.wave, row.tier != "board", -row.number)):
        if row.wave < wave and row.framework_version not in same:
            first.setdefault(row.framework_version, row)
    found: list[tuple[Any, ...]] = []
    for version, baseline in first.items():
        framework = house.framework_of(version)
        if framework is not None:
            found += under(house.under(framework), release_id, wave, baseline)
    return tuple(found)


def under(house: House, release_id: str, wave: str, baseline: Release) -> Iterator[tuple[Any, ...]]:
    """Rows of `analysis.versions.Counted`: the baseline as it was closed, then these people scored as it was."""
    before = totals_of(baseline)
    cells, pairs = scored(house, release_id, baseline.id)
    version = house.framework.version
    kinds = [measure for measure in house.framework.measures if measure[0] != "indicator"]
    places = [(audience, *measure) for audience in AUDIENCES for measure in kinds]
    for place in places:
        if place in before:
            yield version, baseline.wave, *place, before[place], None, ()
    for place in places:
        if place in cells:
            yield version, wave, *place, tuple(cells[place]), before.get(place), tuple(pairs.get(place, ()))


def totals_of(row: Release) -> dict[Measure, tuple[int, int, int, int]]:
    """The exact figures of whole audiences as a release was closed."""
    kept = (each for each in inside_of(row).cells if each[1] == TOTAL and each[3] != "indicator")
    return {(each[0], each[3], each[4]): tuple(each[5:]) for each in kept}


def scored(
    house: House, release_id: str, baseline_id: str
) -> tuple[dict[Measure, list[int]], dict[Measure, list[int]]]:
    """Sums over a release's people, scored under the house's framework from their answers, and over the linked ones."""
    from analysis.scoring import UNIT

    cells: dict[Measure, list[int]] = defaultdict(lambda: [0] * 4)
    pairs: dict[Measure, list[int]] = defaultdict(lambda: [0] * 6)
    least = house.framework.settings.positive * UNIT
    members = select(ReleaseMember.response_id).where(ReleaseMember.release_id == release_id)
    for ids in in_parts(db.session.scalars(members.order_by(ReleaseMember.response_id)).all()):
        people = people_of(ids)
        then = scores_then(baseline_id, people.values())
        for (response, kind, measure), y in scores_now(house, ids).items():
            audience, person = people[response]
            place = (audience, kind, measure)
            add(cells[place], (1, y, y * y, int(y >= least)))
            x = then.get((person, audience, kind, measure))
            if x is not None:
                add(pairs[place], (1, x, y, x * x, y * y, x * y))
    return dict(cells), dict(pairs)


def add(sums: list[int], more: Iterable[int]) -> None:
    sums[:] = [known + each for known, each in zip(sums, more, strict=True)]


def scores_now(house: House, ids: Sequence[str]) -> dict[tuple[str, str, str], int]:
    connection = db.session.connection()
    made = derived(house, connection, surveys_of(house, connection, ids)).scores
    return {key: units for key, units in made.items() if key[1] != "indicator"}


def people_of(ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    query = select(Response.id, Response.audience, Response.person).where(Response.id.in_(ids))
    return {response: (audience, person) for response, audience, person in db.session.execute(query)}


def scores_then(baseline_id: str, people: Iterable[tuple[str, str]]) -> dict[tuple[str, str, str, str], int]:
    """What the same people scored in the baseline: (person, audience, measure kind, measure) to units."""
    columns = (Response.person, Response.audience, Score.measure_kind, Score.measure, Score.units)
    query = select(*columns).join(Score, Score.response_id == Response.id)
    query = query.join(ReleaseMember, ReleaseMember.response_id == Response.id)
    persons = [person for _, person in people]
    own = (ReleaseMember.release_id == baseline_id, Response.person.in_(persons), Score.measure_kind != "indicator")
    return {tuple(key): units for *key, units in db.session.execute(query.where(*own))}
