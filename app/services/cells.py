"""Additive cells of a release's members: people, sums and sums of squares, added up by the database. No rounding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, select

from analysis.scoring import UNIT
from app.models.answering import Response, Score
from app.models.base import db
from app.models.releases import ReleaseMember

if TYPE_CHECKING:
    from pandas import DataFrame

GROUPS: dict[str, ColumnElement[str]] = {
    "total": literal("all"),
    "locality": Response.__table__.c.locality,
    "journey-point": Response.__table__.c.journey_point,
}
"""The cuts of a table; `total` has one group, "all"."""
CELL_COLUMNS = ("audience", "group_kind", "group", "measure_kind", "measure", "n", "total", "squares", "positive")
PAIR_COLUMNS = (
    "audience",
    "group_kind",
    "group",
    "baseline_group",
    "measure_kind",
    "measure",
    "n",
    "sx",
    "sy",
    "sxx",
    "syy",
    "sxy",
)

People = dict[tuple[str, str], dict[str, int]]
"""(audience, group kind) to distinct people by group."""


class Basis(NamedTuple):
    """What a release is computed from: fine cells, and the distinct people of each group. Sums are in `UNIT`."""

    cells: DataFrame
    people: People


def basis(release_id: str, positive: int) -> Basis:
    """The cells of the members of one release. `positive` is the least number of points that counts as positive."""
    return Basis(cells_of(release_id, positive), people_of(release_id))


def cells_of(release_id: str, positive: int) -> DataFrame:
    scored = members(release_id, scores=True)
    units = scored.c.units
    is_positive = case((units >= positive * UNIT, 1), else_=0)
    sums = (func.count(), func.sum(units), func.sum(units * units), func.sum(is_positive))
    rows: list[tuple[Any, ...]] = []
    for kind in GROUPS:
        keys = (scored.c.audience, scored.c[kind], scored.c.measure_kind, scored.c.measure)
        for audience, group, *cell in db.session.execute(select(*keys, *sums).group_by(*keys)):
            rows.append((audience, kind, group, *whole(cell)))
    return frame(rows, CELL_COLUMNS)


def people_of(release_id: str) -> People:
    everyone = members(release_id)
    people: People = {}
    for kind in GROUPS:
        keys = (everyone.c.audience, everyone.c[kind])
        query = select(*keys, func.count(everyone.c.person.distinct())).group_by(*keys)
        for audience, group, n in db.session.execute(query):
            people.setdefault((audience, kind), {})[group] = n
    return people


def pairs_of(baseline_id: str, release_id: str) -> DataFrame:
    """Sums over the people in both releases, by the group that they were in (x) and the one they are in now (y)."""
    then, now = members(baseline_id, scores=True), members(release_id, scores=True)
    same = and_(*(then.c[key] == now.c[key] for key in ("person", "audience", "measure_kind", "measure")))
    x, y = then.c.units, now.c.units
    sums = (func.count(), func.sum(x), func.sum(y), func.sum(x * x), func.sum(y * y), func.sum(x * y))
    rows: list[tuple[Any, ...]] = []
    for kind in GROUPS:
        keys = (now.c.audience, now.c[kind], then.c[kind], now.c.measure_kind, now.c.measure)
        query = select(*keys, *sums).select_from(now.join(then, same)).group_by(*keys)
        for audience, group, before, *cell in db.session.execute(query):
            rows.append((audience, kind, group, before, *whole(cell)))
    return frame(rows, PAIR_COLUMNS)


def members(release_id: str, scores: bool = False) -> Subquery:
    """Person, audience and groups of every member of a release; with `scores`, a row for each of their scores."""
    groups = (group.label(kind) for kind, group in GROUPS.items())
    measures = (Score.measure_kind, Score.measure, Score.units) if scores else ()
    query = select(Response.person, Response.audience, *groups, *measures).select_from(Response)
    query = query.join(ReleaseMember, ReleaseMember.response_id == Response.id)
    if scores:
        query = query.join(Score, Score.response_id == Response.id)
    return query.where(ReleaseMember.release_id == release_id).subquery()


def whole(cell: list[Any]) -> Iterator[Any]:
    """PostgreSQL sums whole numbers into decimals; they are whole all the same."""
    return (each if isinstance(each, str) else int(each) for each in cell)


def frame(rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> DataFrame:
    """Rows in one order on every engine, so that the same data give the same table to the last digit."""
    import pandas as pd

    return pd.DataFrame(sorted(rows), columns=list(columns))
