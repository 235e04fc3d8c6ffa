"""How completely a release's people answered, how a domain's items hang together, who came back. Nothing rounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from app.house import House
from app.models.answering import Answer, Response, Score
from app.models.base import db
from app.models.releases import Release, ReleaseMember
from app.services.scoring.held import inside_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from analysis.dropout import DropOut
    from app.services.scoring.cells import Basis

KINDS = ("skipped", "not-sure", "prefer-not")
"""The kinds of missing; what does not apply was not asked."""
ENOUGH = 50_000
"""People from whom reliability is worked out: enough for the third place, of a figure shown to the nearest .05."""
EVERYBODY = "all"
"""All audiences together."""


def gather(
    house: House, release_id: str, now: Basis, linked: DataFrame | None, before: Basis | None
) -> tuple[tuple[Any, ...], ...]:
    """Rows of `analysis.quality.Part` for the release's people; `now` are its figures, the rest is of its baseline."""
    from analysis.quality import people_with_index

    people = {audience: sum(own.values()) for (audience, kind), own in sorted(now.people.items()) if kind == "total"}
    scored = people_with_index(now.cells)
    found: list[tuple[Any, ...]] = []
    for audience, n in people.items():
        states = answered(house, release_id, audience)
        asked = sum(states.values())
        found.append((audience, "answered", "", states["answered"], asked, n))
        found += [(audience, "missing", kind, states[kind], asked, n) for kind in KINDS]
        found.append((audience, "scored", "", scored.get(audience, 0), n, n))
        found += reliability(house, release_id, audience, sum(people.values()))
    return (*found, *came_back(sum(people.values()), linked, before))


def answered(house: House, release_id: str, audience: str) -> dict[str, int]:
    """How many of the scored questions that were asked and apply were answered, and how many not, by kind."""
    anchors = {each.id for each in house.framework.anchors}
    headline = house.framework.settings.headline_schedule
    surveys = [each for each in house.partnership.catalogue.surveys if each.audience == audience]
    wanted = {
        one.id
        for each in surveys
        if each.schedule == headline and each.voice == "self"
        for one in each.questions
        if one.indicator in anchors
    }
    states = ("answered", *KINDS)
    sums = (func.coalesce(func.sum(case((Answer.state == state, 1), else_=0)), 0) for state in states)
    query = select(*sums).join_from(ReleaseMember, Response, ReleaseMember.response_id == Response.id)
    query = query.join(Answer, Answer.response_id == Response.id)
    own = (ReleaseMember.release_id == release_id, Response.audience == audience, Answer.question_id.in_(wanted))
    return dict(zip(states, map(int, db.session.execute(query.where(*own)).one()), strict=True))


def reliability(house: House, release_id: str, audience: str, people: int) -> Iterator[tuple[Any, ...]]:
    """Cronbach's alpha of each domain over those who answered all of its items, in millionths.

    `people` are in the whole release; of very many a part is read, chosen by their random ids.
    """
    from analysis.quality import WHOLE
    from analysis.reliability import LEAST, alpha_of

    anchors = [each.id for each in house.framework.anchors]
    items = {
        domain.id: [each.id for each in house.framework.anchors if each.domain == domain.id]
        for domain in house.framework.domains
    }
    sums = {domain: Summed([anchors.index(each) for each in own]) for domain, own in items.items()}
    for rows in rows_of(release_id, audience, anchors, people):
        for each in sums.values():
            each.add(rows)
    for domain, own in sums.items():
        value = alpha_of(own.n, own.sums, own.products) if own.n >= LEAST else None
        if value is not None:
            yield audience, "reliability", domain, round(value * WHOLE), WHOLE, own.n


class Summed:
    """People with all of these items, the sum of each, and the sums of their products: whole numbers, exactly."""

    def __init__(self, columns: list[int]) -> None:
        self.columns, self.n = columns, 0
        self.sums = [0] * len(columns)
        self.products = [[0] * len(columns) for _ in columns]

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        import numpy as np

        every = ([row[each] for each in self.columns] for row in rows)
        whole = np.array([own for own in every if None not in own], dtype=np.int64).reshape(-1, len(self.columns))
        self.n += len(whole)
        self.sums = [known + int(more) for known, more in zip(self.sums, whole.sum(axis=0), strict=True)]
        crossed = (whole.T @ whole).tolist()
        self.products = [
            [a + b for a, b in zip(*both, strict=True)] for both in zip(self.products, crossed, strict=True)
        ]


def rows_of(release_id: str, audience: str, anchors: Iterable[str], people: int) -> Iterator[list[tuple[Any, ...]]]:
    """The units of each person, a column for each anchor, None where there is no score; in parts of little memory."""
    pivot = [func.max(case((Score.measure == each, Score.units))) for each in anchors]
    query = select(*pivot).join_from(ReleaseMember, Response, ReleaseMember.response_id == Response.id)
    query = query.join(Score, Score.response_id == Response.id).group_by(Response.id)
    own = [ReleaseMember.release_id == release_id, Response.audience == audience, Score.measure_kind == "indicator"]
    if people > ENOUGH:
        own.append(ReleaseMember.response_id < f"{16**8 * ENOUGH // people:08x}")
    yield [tuple(row) for row in db.session.execute(query.where(*own))]


def came_back(people: int, linked: DataFrame | None, before: Basis | None) -> Iterator[tuple[Any, ...]]:
    """Of the baseline's people those who answered again, and of this wave's those who had; all audiences together."""
    from analysis.quality import linked_people

    if linked is None or before is None:
        return
    both = sum(linked_people(linked).values())
    then = sum(sum(own.values()) for (_, kind), own in before.people.items() if kind == "total")
    fewest = min(people, then)
    yield EVERYBODY, "again", "", both, then, fewest
    yield EVERYBODY, "linked", "", both, people, fewest


def drop_out(now: Basis, before: Basis | None, linked: DataFrame | None) -> tuple[tuple[Any, ...], ...]:
    """Rows of `analysis.quality.drop_outs`: whether those who left the index of each audience differ."""
    from analysis.quality import drop_outs

    return tuple(drop_outs(before.cells, now.cells, linked)) if before is not None and linked is not None else ()


def kept_drop_outs(release_id: str) -> list[tuple[str, DropOut]]:
    """The same as a release keeps them, by audience, for analysts only."""
    from analysis.quality import read

    return [read(row) for row in inside_of(db.session.get_one(Release, release_id)).beside.dropout]
