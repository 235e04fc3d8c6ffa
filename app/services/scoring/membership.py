"""Whose answers a release counts: one response a person, and late answers only where nobody could be picked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, except_, func, insert, literal, select

from app.house import House
from app.models.answering import Response, Score
from app.models.base import db
from app.models.releases import ReleaseMember
from app.services.asking.responses import in_parts

Key = tuple[str, str]
"""Audience and person: who is counted once."""
CellName = tuple[str, str, str, str]
"""Audience, group kind, shown group and measure."""


class Member(NamedTuple):
    """The one response that counts for a person, and the groups that it is in."""

    response_id: str
    locality: str
    journey_point: str


Members = dict[Key, Member]
Measures = Mapping[str, set[str]]
"""Response to the measures that it has a score of, and "" for the person."""
Grouping = Mapping[tuple[str, str], Iterable[Iterable[str]]]
"""(audience, group kind) to the shown groups, each the categories that were merged into it."""


class Changes(NamedTuple):
    """The responses that a correction no longer counts, and those that it counts instead or besides."""

    gone: tuple[str, ...]
    come: tuple[str, ...]


def candidates(house: House, wave: str) -> Select[Any]:
    """The ids of responses that count now: own answers to wave surveys, the last of each person in each audience."""
    surveys = house.partnership.catalogue.surveys
    headline = [survey.id for survey in surveys if survey.schedule == house.framework.settings.headline_schedule]
    # On the same day the order is one that does not depend on random ids, if it can.
    latest = (Response.submitted_on.desc(), Response.survey_id.desc(), Response.stage.desc(), Response.id.desc())
    turn = func.row_number().over(partition_by=(Response.audience, Response.person), order_by=latest)
    every = select(Response.id, turn.label("turn")).where(
        Response.wave == wave,
        Response.voice == "self",
        Response.superseded.is_(False),
        Response.survey_id.in_(headline),
    )
    ranked = every.subquery()
    return select(ranked.c.id).where(ranked.c.turn == 1)


def counted_by(release_id: str) -> Select[Any]:
    return select(ReleaseMember.response_id).where(ReleaseMember.release_id == release_id)


def how_many(ids: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def same_members(one: str, other: str) -> bool:
    """Whether two releases count the same responses, of those that are still here."""
    ways = ((one, other), (other, one))
    return not any(how_many(except_(counted_by(a), counted_by(b)).subquery().select()) for a, b in ways)


def enrol(release_id: str, ids: Select[Any], changes: Changes | None = None) -> None:
    """Write down whom a release counts: these responses, but for the changes. The database copies, not this program."""
    table, source = ReleaseMember.__table__, ids.subquery()
    connection = db.session.connection()
    every = select(literal(release_id), next(iter(source.c)))
    connection.execute(insert(table).from_select(["release_id", "response_id"], every))
    for some in in_parts(changes.gone if changes else ()):
        own = (table.c.release_id == release_id, table.c.response_id.in_(some))
        connection.execute(delete(table).where(*own))
    rows = [{"release_id": release_id, "response_id": each} for each in (changes.come if changes else ())]
    if rows:
        connection.execute(insert(table), rows)


def changes_since(base_id: str, house: House, wave: str, grouping: Grouping, k: int) -> Changes:
    """What a correction of a release may take up now, so that nobody can be picked out by comparing the two."""
    now = candidates(house, wave)
    gone = members_where(except_(counted_by(base_id), now))
    come = members_where(except_(now, counted_by(base_id)))
    members = (*gone.values(), *come.values())
    changed = with_late(gone, come, grouping, k, measures_of(member.response_id for member in members))
    ways = (tuple(sorted(part[key].response_id for key in changed if key in part)) for part in (gone, come))
    return Changes(*ways)


def members_where(ids: Any) -> Members:
    columns = (Response.audience, Response.person, Response.id, Response.locality, Response.journey_point)
    query = select(*columns).where(Response.id.in_(ids))
    return {(audience, person): Member(*groups) for audience, person, *groups in db.session.execute(query)}


def with_late(before: Members, now: Members, grouping: Grouping, k: int, measures: Measures) -> set[Key]:
    """Of the people whose response came, was replaced or no longer counts, those where every shown cell that they touch
    changes by at least `k` people. The others wait, and for them the earlier response still counts."""
    changed = set(before) | set(now)
    touches = cells_touched(before, now, grouping, measures)
    while waiting := too_few(changed, touches, k):
        changed = changed - waiting
    return changed


def cells_touched(before: Members, now: Members, grouping: Grouping, measures: Measures) -> dict[Key, set[CellName]]:
    """Which shown cells each changed person's responses are counted in. A category that no earlier release had, and a
    measure that none showed, are cells of their own: rather too careful than too fine."""
    merged = {(*cut, one): "+".join(group) for cut, groups in grouping.items() for group in groups for one in group}
    touches: dict[Key, set[CellName]] = defaultdict(set)
    for key, member in (*before.items(), *now.items()):
        cuts = (("total", "all"), ("locality", member.locality), ("journey-point", member.journey_point))
        for kind, each in cuts:
            group = merged.get((key[0], kind, each), each)
            touches[key] |= {(key[0], kind, group, measure) for measure in measures[member.response_id]}
    return touches


def measures_of(response_ids: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(lambda: {""})
    columns = (Score.response_id, Score.measure_kind, Score.measure)
    for ids in in_parts(response_ids):
        for response_id, kind, measure in db.session.execute(select(*columns).where(Score.response_id.in_(ids))):
            found[response_id].add(f"{kind} {measure}")
    return found


def too_few(changed: set[Key], touches: Mapping[Key, set[CellName]], k: int) -> set[Key]:
    """Those of the changed people who are in a shown cell with fewer than `k` of them."""
    people: dict[CellName, set[Key]] = defaultdict(set)
    for key in changed:
        for cell in touches[key]:
            people[cell].add(key)
    return {key for together in people.values() if len(together) < k for key in together}
