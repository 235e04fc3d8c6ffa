"""Coded comments of those whom a release counts, as its figures need them. What may leave: `analysis.themes`.

A release of a wave takes up what was coded of that wave, and of quarters that have ended and were in no other release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select

from app.house import House
from app.models.answering import Response
from app.models.asking import Programme
from app.models.base import db
from app.models.listening import Reading
from app.models.releases import ReleaseMember
from app.models.themes import CodedWave, Coding, Heard, Theme
from app.services.asking.entrances import last_day_of
from app.services.themes import book

if TYPE_CHECKING:
    from analysis.themes import Coded, Spoken

Parts = tuple[tuple[str, str], ...]
"""(programme, wave or quarter)."""


def ready(house: House, wave: str, taken: Iterable[tuple[str, str]]) -> Parts:
    """What is coded and may be told with a release of this wave; `taken` are in releases of other waves."""
    kinds = dict(db.session.execute(select(Programme.id, Programme.kind)).all())
    found = db.session.execute(select(CodedWave.programme_id, CodedWave.wave).order_by("programme_id", "wave"))
    parts = [(programme, part) for programme, part in found if kinds[programme] == "touchpoint" or part == wave]
    over = [each for each in parts if kinds[each[0]] == "waves" or is_over(house, each[1])]
    return tuple(each for each in over if each not in set(taken))


def is_over(house: House, quarter: str) -> bool:
    day = last_day_of(quarter)
    return day is not None and day < house.today()


def cells(house: House, release_id: str, parts: Parts, before: tuple[str, Parts] | None) -> tuple[tuple[Any, ...], ...]:
    """Rows of `ThemeCell` for every tier's threshold. `before` is the baseline's release and its parts."""
    from analysis.themes import theme_cells

    if not parts:
        return ()
    now = spoken(release_id, parts)
    then = spoken(*before) if before else []
    books = {programme: coded_book(house, programme) for programme, _ in parts}
    thresholds = (house.partnership.thresholds.board, house.partnership.thresholds.public)
    return tuple(cell.row() for cell in theme_cells(now, then, books, thresholds, house.framework.settings))


def coded_book(house: House, programme_id: str) -> Sequence[Coded]:
    """The book as figures know it, outer themes first; a merged theme is the one that it went into."""
    from analysis.themes import Coded

    themes = [each for each in book.listed(house, programme_id, every=True) if each.state != "merged"]
    codes = {theme.id: theme.code for theme in themes}
    return [Coded(theme.code, theme.name, codes.get(theme.parent_id or "", "")) for theme in themes]


def spoken(release_id: str, parts: Parts) -> list[Spoken]:
    """Every comment that somebody looked at, of single people's own voice, in these parts."""
    from analysis.themes import Spoken

    themes = codes_of(parts)
    found = []
    for programme, wave in parts:
        columns = (Heard.reading_id, Heard.audience, Heard.journey_point, Heard.person, Heard.sentiment)
        own = (Heard.programme_id == programme, Heard.wave == wave, Heard.state != "new", Heard.voice == "self")
        query = select(*columns).where(*own, Heard.reading_id.in_(counted(release_id, programme, wave)))
        for reading_id, audience, point, person, sentiment in db.session.execute(query):
            carried = frozenset(themes.get(reading_id, ()))
            found.append(Spoken(programme, audience, point, person, carried, sentiment))
    return found


def counted(release_id: str, programme: str, wave: str) -> Any:
    """Comments of a wave's own members; of a quarter all that were not replaced."""
    query = select(Reading.id).join(Response, Response.id == Reading.response_id)
    kind = db.session.scalar(select(Programme.kind).where(Programme.id == programme))
    mine: ColumnElement[bool] = Response.superseded.is_(False)
    if kind == "waves":
        mine = Response.id.in_(select(ReleaseMember.response_id).where(ReleaseMember.release_id == release_id))
    return query.where(mine, Response.wave == wave)


def codes_of(parts: Parts) -> dict[str, set[str]]:
    query = select(Coding.reading_id, Theme.code).join(Theme, Theme.id == Coding.theme_id)
    found: dict[str, set[str]] = defaultdict(set)
    for reading_id, code in db.session.execute(query.where(Theme.programme_id.in_({each for each, _ in parts}))):
        found[reading_id].add(code)
    return found
