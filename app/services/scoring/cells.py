"""Additive cells of releases' members: people, sums and sums of squares, added up by the database. No rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, join, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute

from analysis.scoring import UNIT
from app.models.answering import Response, Score
from app.models.base import db
from app.models.releases import ReleaseMember

if TYPE_CHECKING:
    from pandas import DataFrame

    from analysis.audit import Atom

GROUPS: dict[str, ColumnElement[str]] = {
    "total": literal("all"),
    "locality": Response.__table__.c.locality,
    "journey-point": Response.__table__.c.journey_point,
}
"""The cuts of a table; `total` has one group, "all"."""
PLACES = ("locality", "journey-point")
PLACED = ("audience", *PLACES, "mask", "who")
AT_ONCE = 50_000
"""People whose scores are added up in one statement."""
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
SUMS = PAIR_COLUMNS[-6:]
Part = tuple[str, str]
"""Random ids from one prefix up to another."""
People = dict[tuple[str, str], dict[str, int]]
"""(audience, group kind) to distinct people by group."""


class Basis(NamedTuple):
    """What a release is computed from: fine cells, and the distinct people of each group. Sums are in `UNIT`."""

    cells: DataFrame
    people: People


class Crossed(NamedTuple):
    """People of one audience, locality and journey point who are in the same releases, counted together.

    `who` is empty but for somebody whose answers were replaced between releases, who has a row for each response.
    `measure` is (kind, id), or None where it is the people themselves that are counted; sums are in `UNIT`.
    """

    audience: str
    locality: str
    journey_point: str
    releases: frozenset[str]
    who: str
    measure: tuple[str, str] | None
    n: int
    total: int = 0
    squares: int = 0
    positive: int = 0


def crossed(release_ids: Sequence[str], positive: int) -> list[Crossed]:
    """Everybody in any of these releases of one wave, in one pass over their scores.

    `positive` is the least number of points that counts as positive. The rows stay inside: many are of a few people.
    """
    found: dict[tuple[Any, ...], list[int]] = {}
    alone = len(release_ids) == 1
    for part in parts(release_ids):
        everyone = members(release_ids, within(part, ReleaseMember.response_id if alone else Response.person))
        theirs = within(part, Score.response_id) if alone else true()  # the database sees that no other score is needed
        for row in [*people_rows(release_ids, everyone), *score_rows(release_ids, everyone, theirs, positive)]:
            sums = found.setdefault(row[:6], [0, 0, 0, 0])
            sums[:] = [known + more for known, more in zip(sums, row[6:], strict=True)]
    return [Crossed(*key, *sums) for key, sums in found.items()]


def parts(release_ids: Sequence[str]) -> Iterator[Part]:
    """Splits many people by random ids, so that no sort of the database needs much memory."""
    query = select(func.count()).where(ReleaseMember.release_id.in_(release_ids))
    few = (db.session.scalar(query) or 0) <= AT_ONCE
    return pairwise(["", "g"] if few else [*"0123456789abcdef", "g"])


def within(part: Part, ids: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return and_(ids >= part[0], ids < part[1])


def people_rows(ids: Sequence[str], everyone: Subquery) -> Iterator[Crossed]:
    keys = [everyone.c[name] for name in PLACED]
    for row in db.session.execute(select(*keys, func.count()).group_by(*keys)):
        yield row_of(ids, row[:5], None, row[5:])


def score_rows(ids: Sequence[str], everyone: Subquery, theirs: ColumnElement[bool], positive: int) -> Iterator[Crossed]:
    units = Score.units
    is_positive = case((units >= positive * UNIT, 1), else_=0)
    sums = (func.count(), func.sum(units), func.sum(units * units), func.sum(is_positive))
    keys = [*(everyone.c[name] for name in PLACED), Score.measure_kind, Score.measure]
    scored = select(*keys, *sums).join_from(everyone, Score, Score.response_id == everyone.c.id)
    for row in db.session.execute(scored.where(theirs).group_by(*keys)):
        yield row_of(ids, row[:5], (row[5], row[6]), row[7:])


def row_of(ids: Sequence[str], key: Sequence[Any], measure: tuple[str, str] | None, sums: Sequence[Any]) -> Crossed:
    """PostgreSQL sums whole numbers into decimals; they are whole all the same."""
    *place, mask, who = key
    inside = frozenset(name for bit, name in enumerate(ids) if int(mask) >> bit & 1)
    whole = [int(each) for each in sums]
    return Crossed(*place, inside, who, measure, *whole, *[0] * (4 - len(whole)))


def members(release_ids: Sequence[str], some: ColumnElement[bool]) -> Subquery:
    """The responses in any of these releases: `mask` has a bit for each, in this order; `who` is the person, if they
    have several responses among them, else empty."""
    places = {kind: GROUPS[kind] for kind in PLACES}
    columns = (Response.id, Response.person, Response.audience, *(own.label(kind) for kind, own in places.items()))
    of_these = and_(ReleaseMember.release_id.in_(release_ids), some)
    source = join(Response, ReleaseMember, ReleaseMember.response_id == Response.id)
    if len(release_ids) == 1:
        alone = (literal(1).label("mask"), literal("").label("who"))
        return select(*columns, *alone).select_from(source).where(of_these).subquery()
    bits = case({name: 1 << bit for bit, name in enumerate(release_ids)}, value=ReleaseMember.release_id)
    masked = select(*columns, func.sum(bits).label("mask")).select_from(source).where(of_these)
    every = masked.group_by(*columns).subquery()
    several = func.count().over(partition_by=(every.c.audience, every.c.person)) > 1
    who = case((several, every.c.person), else_="").label("who")
    return select(*every.c, who).subquery()


def basis(rows: Iterable[Crossed], release_id: str) -> Basis:
    """The cells of one release, by audience in total, by locality and by journey point."""
    return added_up((row, 1) for row in rows if release_id in row.releases)


def changed_basis(start: tuple[DataFrame, People], rows: Iterable[Crossed], before: str, now: str) -> Basis:
    """Exact figures that were kept, with those who are in the later release only, without those in the earlier only."""
    import pandas as pd

    signs = {(True, False): -1, (False, True): 1}
    moved = ((row, signs.get((before in row.releases, now in row.releases), 0)) for row in rows)
    cells, people = added_up(each for each in moved if each[1])
    for cut, own in start[1].items():
        mine = people.setdefault(cut, {})
        for group, n in own.items():
            group = "all" if cut[1] == "total" else group
            mine[group] = mine.get(group, 0) + n
    return Basis(pd.concat([start[0], cells], ignore_index=True), people)


def added_up(rows: Iterable[tuple[Crossed, int]]) -> Basis:
    """The cells of all of these in the three cuts, each row so many times (-1: taken away)."""
    cells: dict[tuple[str, ...], list[int]] = {}
    people: People = {}
    for row, times in rows:
        for kind, group in zip(GROUPS, ("all", row.locality, row.journey_point), strict=True):
            if row.measure is None:
                own = people.setdefault((row.audience, kind), {})
                own[group] = own.get(group, 0) + times * row.n
            else:
                cell = cells.setdefault((row.audience, kind, group, *row.measure), [0, 0, 0, 0])
                cell[:] = [known + times * more for known, more in zip(cell, row[6:], strict=True)]
    return Basis(frame([(*key, *cell) for key, cell in cells.items()], CELL_COLUMNS), people)


def basis_of(release_id: str, positive: int) -> Basis:
    """The cells of one release's members as they are now."""
    return basis(crossed([release_id], positive), release_id)


def atoms(rows: Iterable[Crossed]) -> Iterator[Atom]:
    """The same as the audit sees them: who is where, and how many; no score."""
    from analysis.audit import Atom

    for row in rows:
        if row.measure is not None:
            yield Atom(*row[:5], *row.measure, row.n)


def pairs_of(baseline_id: str, release_id: str) -> DataFrame:
    """Sums over the people in both releases, by the group that they were in (x) and the one they are in now (y)."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for part in parts([release_id]):
        for row in db.session.execute(pairs_query(baseline_id, release_id, within(part, Response.person))):
            audience, *places, measure_kind, measure = row[: -len(SUMS)]
            moves = (("all", "all"), *zip(places[::2], places[1::2], strict=True))
            for kind, (before, group) in zip(GROUPS, moves, strict=True):
                sums = found.setdefault((audience, kind, group, before, measure_kind, measure), [0] * len(SUMS))
                sums[:] = [known + int(more) for known, more in zip(sums, row[-len(SUMS) :], strict=True)]
    return frame([(*key, *sums) for key, sums in found.items()], PAIR_COLUMNS)


def pairs_query(baseline_id: str, release_id: str, part: ColumnElement[bool]) -> Select[Any]:
    """One pass over the scores of both: by the places then and now at once, so that every cut can be added up."""
    then, now = linked(baseline_id, part), linked(release_id, part)
    before, after = Score.__table__.alias("score_then"), Score.__table__.alias("score_now")
    same_person = and_(then.c.person == now.c.person, then.c.audience == now.c.audience)
    same_measure = and_(before.c.measure_kind == after.c.measure_kind, before.c.measure == after.c.measure)
    x, y = before.c.units, after.c.units
    sums = (func.count(), func.sum(x), func.sum(y), func.sum(x * x), func.sum(y * y), func.sum(x * y))
    places = [own.c[name] for name in ("locality", "journey_point") for own in (then, now)]
    keys = (now.c.audience, *places, after.c.measure_kind, after.c.measure)
    people = now.join(then, same_person).join(after, after.c.response_id == now.c.id)
    both = people.join(before, and_(before.c.response_id == then.c.id, same_measure))
    return select(*keys, *sums).select_from(both).group_by(*keys)


def linked(release_id: str, part: ColumnElement[bool]) -> Subquery:
    columns = (Response.id, Response.person, Response.audience, Response.locality, Response.journey_point)
    query = select(*columns).join(ReleaseMember, ReleaseMember.response_id == Response.id)
    return query.where(ReleaseMember.release_id == release_id, part).subquery()


def frame(rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> DataFrame:
    """Rows in one order on every engine, so that the same data give the same table to the last digit."""
    import pandas as pd

    return pd.DataFrame(sorted(rows), columns=list(columns))
