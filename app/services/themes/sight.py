"""What a reader may know of who wrote a comment: the audience and one thing more, if enough people share both.

The language that a comment is written in is seen by everybody who sees the comment. So where it is not the usual one,
those who share it are counted too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.house import House
from app.models.base import db
from app.models.groups import GroupAnswer, GroupChannel
from app.models.themes import Heard
from app.services.asking.collectors import to_five
from app.services.errors import N_, Invalid

ATTRIBUTES = ("journey_point", "locality", "wave", "language")
"""Of which a reader sees one at a time."""
USUAL = ("en", "und")
"""Languages that say nothing of a writer."""


@dataclass(frozen=True, slots=True)
class Writer:
    """What is shown of who wrote a comment; empty where too few people share it."""

    audience: str = ""
    attribute: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """That several people said it at once: about how many, to the nearest 5, and how it came (blank: hands up)."""

    people: int
    way: str


def least(house: House) -> int:
    """How many people must share what a reader sees beside a comment."""
    return house.partnership.thresholds.board


def tongue() -> ColumnElement[str]:
    """The language of a comment as it counts here: empty for the usual one."""
    return case((Heard.language.in_(USUAL), ""), else_=Heard.language)


def writer_of(house: House, row: Heard, attribute: str) -> Writer:
    """What a reader sees beside one comment who chose this attribute."""
    if attribute not in ATTRIBUTES:
        raise Invalid(N_("There is no such thing to show beside a comment."))
    k, value = least(house), getattr(row, attribute)
    together = (Heard.programme_id == row.programme_id, Heard.audience == row.audience, same_tongue(row.language))
    if enough((*together, getattr(Heard, attribute) == value), k):
        return Writer(row.audience, attribute, value)
    return Writer(row.audience) if enough(together, k) else Writer()


def same_tongue(language: str) -> ColumnElement[bool]:
    return Heard.language.in_(USUAL) if language in USUAL else Heard.language == language


def enough(conditions: Iterable[ColumnElement[bool]], k: int) -> bool:
    """Whether at least k people fit, looking at no more than it takes to know."""
    some = select(Heard.person).where(*conditions).distinct().limit(k).subquery()
    return (db.session.scalar(select(func.count()).select_from(some)) or 0) >= k


def together(house: House, rows: Sequence[Heard]) -> dict[str, Together]:
    """Which comments a group said, by comment; nothing of a group of too few people, and nothing of a single letter."""
    ids = {row.person for row in rows if row.voice == "group"}
    if not ids:
        return {}
    large = (GroupAnswer.id.in_(ids), GroupAnswer.size >= least(house))
    query = select(GroupAnswer.id, GroupAnswer.size, GroupChannel.channel).where(*large)
    channel = GroupChannel.answer_id == GroupAnswer.id
    found = db.session.execute(query.outerjoin(GroupChannel, channel)).all()
    groups = {group_id: Together(to_five(size), way or "") for group_id, size, way in found}
    return {row.reading_id: groups[row.person] for row in rows if row.person in groups}


def narrowed(house: House, programme_id: str, audience: str, given: dict[str, str]) -> list[ColumnElement[bool]]:
    """The conditions of a list narrowed to an audience and one attribute: only comments of large enough groups.

    Raises `Invalid` for more than one attribute, or where nobody's group is.
    """
    if len(given) > 1:
        raise Invalid(N_("Narrow by one thing beside the audience at a time: together they could point to one person."))
    wanted = [Heard.programme_id == programme_id]
    wanted += [Heard.audience == audience] if audience else []
    for name, value in given.items():
        wanted.append(getattr(Heard, name) == value)
    if len(wanted) == 1:
        return wanted
    people = func.count(Heard.person.distinct())
    groups = select(Heard.audience, tongue()).where(*wanted).group_by(Heard.audience, tongue())
    allowed = db.session.execute(groups.having(people >= least(house))).all()
    if not allowed:
        raise Invalid(N_("Fewer than %(k)s people share this, so their comments are not listed apart."), k=least(house))
    return [*wanted, or_(*(and_(Heard.audience == one, tongue() == language) for one, language in allowed))]
