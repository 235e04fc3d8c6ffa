"""Whose answers a release counts: one response a person, and late answers only where nobody could be picked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from app.house import House
from app.models.answering import Response, Score
from app.models.base import db
from app.models.releases import ReleaseMember
from app.services.responses import in_parts

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
Grouping = Mapping[tuple[str, str], Iterable[Iterable[str]]]
"""(audience, group kind) to the shown groups, each the categories that were merged into it."""


def candidates(house: House, wave: str) -> Members:
    """Everybody whose own answer to a wave survey counts now: the last response of each person in each audience."""
    surveys = house.partnership.catalogue.surveys
    headline = [survey.id for survey in surveys if survey.schedule == house.framework.settings.headline_schedule]
    return members_where(
        Response.wave == wave,
        Response.voice == "self",
        Response.superseded.is_(False),
        Response.survey_id.in_(headline),
    )


def members_of(release_id: str) -> Members:
    counted = select(ReleaseMember.response_id).where(ReleaseMember.release_id == release_id)
    return members_where(Response.id.in_(counted))


def members_where(*conditions: ColumnElement[bool]) -> Members:
    columns = (Response.audience, Response.person, Response.id, Response.locality, Response.journey_point)
    # The last one of a person stays; on the same day the order is one that does not depend on random ids, if it can.
    in_turn = (Response.submitted_on, Response.survey_id, Response.stage, Response.id)
    query = select(*columns).where(*conditions).order_by(*in_turn)
    return {(audience, person): Member(*groups) for audience, person, *groups in db.session.execute(query)}


def with_late(before: Members, now: Members, grouping: Grouping, k: int) -> Members:
    """The members of a correction: those before, and what came or was replaced since where every shown cell that it
    touches changes by at least `k` people. The others wait, and for them the earlier response still counts."""
    changed = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    touches = cells_touched(changed, before, now, grouping)
    while waiting := too_few(changed, touches, k):
        changed -= waiting
    kept = {key: member for key, member in before.items() if key not in changed}
    return kept | {key: now[key] for key in changed if key in now}


def cells_touched(changed: set[Key], before: Members, now: Members, grouping: Grouping) -> dict[Key, set[CellName]]:
    """Which shown cells each changed person's responses are counted in. A category that no earlier release had, and a
    measure that none showed, are cells of their own: rather too careful than too fine."""
    merged = {(*cut, one): "+".join(group) for cut, groups in grouping.items() for group in groups for one in group}
    pairs = [(key, member) for key in changed for member in (before.get(key), now.get(key)) if member]
    measures = measures_of(member.response_id for _, member in pairs)
    touches: dict[Key, set[CellName]] = defaultdict(set)
    for key, member in pairs:
        cuts = (("total", "all"), ("locality", member.locality), ("journey-point", member.journey_point))
        for kind, each in cuts:
            group = merged.get((key[0], kind, each), each)
            touches[key] |= {(key[0], kind, group, measure) for measure in measures[member.response_id]}
    return touches


def measures_of(response_ids: Iterable[str]) -> dict[str, set[str]]:
    """The measures that each response has a score of, and "" for the person."""
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
