"""Group sessions: opening, counting who takes part on phones, ending, deleting. What a room says is in `hands_up`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, delete, exists, func, select

from app.house import House
from app.models.answering import Draft, Response
from app.models.asking import Collector
from app.models.base import db
from app.models.groups import LARGEST, GroupAnswer, GroupChannel, GroupSession
from app.models.staff import Staff
from app.services import audit
from app.services.asking import collectors
from app.services.asking.collectors import Known
from app.services.errors import N_, Conflict, Forbidden, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing

LONGEST_DAYS = 31
"""A session is a meeting: it ends by itself on its last day, which is at most so far off."""
HEARD_ELSEWHERE = select(GroupAnswer.session_code).join(GroupChannel, GroupChannel.answer_id == GroupAnswer.id)
"""Codes that only hold notes: nobody met under them."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session as staff see it. `started` and `finished` are people on phones, to the nearest 5; `owner` its maker.

    `hands` is None, "unfinished" or "finished"; `people` is the size of the group that raised hands. `empty` says that
    nobody has begun to answer in any way.
    """

    code: str
    survey_id: str
    label: str
    locality: str | None
    journey_point: str | None
    stage: str | None
    wave: str | None
    shared_device: bool
    languages: tuple[str, ...]
    size: int
    created_on: date
    last_day: date
    is_open: bool
    owner: str | None
    owner_email: str | None
    started: int
    finished: int
    hands: str | None
    people: int | None
    empty: bool


def open_session(
    house: House, survey_id: str, languages: Sequence[str], size: int, last_day: date, known: Known, actor: str
) -> str:
    """Make a session with a collector of its own, and return their code. `actor` is a staff e-mail address."""
    if not languages:
        raise Invalid(N_("Choose at least one language."))
    check_size(size)
    today = house.today()
    if not today <= last_day <= today + timedelta(days=LONGEST_DAYS):
        raise Invalid(N_("Choose a last day from today on, at most %(days)s days ahead."), days=LONGEST_DAYS)
    with writing():
        code = collectors.add(house, survey_id, known, actor)
        db.session.flush()
        db.session.add(GroupSession(code=code, languages=" ".join(languages), size=size, last_day=last_day))
        audit.record(house, actor, "group-session-opened", code, survey_id)
    return code


def check_size(size: int) -> None:
    if not 1 <= size <= LARGEST:
        raise Invalid(N_("Enter how many people are in the room, from 1 to %(most)s."), most=LARGEST)


def listed(house: House, who: SignedIn) -> list[SessionView]:
    """All sessions for an officer, their own for anybody else; open ones first, the newest of them first."""
    today = house.today()
    rows = db.session.execute(sessions_of(who)).all()
    views = [view_of(*row, today) for row in rows]
    return sorted(views, key=lambda view: (not view.is_open, -view.created_on.toordinal(), view.code))


def get(house: House, who: SignedIn, code: str) -> SessionView:
    """One session. Raises `NotFound` for a facilitator if it is somebody else's."""
    row = db.session.execute(sessions_of(who).where(GroupSession.code == code)).first()
    if row is None:
        raise NotFound(N_("There is no such group session."))
    return view_of(*row, house.today())


def own(house: House, who: SignedIn, code: str) -> SessionView:
    """One session of this very person: who counts hands sees them exactly, and nobody else does."""
    view = get(house, who, code)
    if view.owner != who.id:
        raise Forbidden(N_("Only the person who opened this session counts hands in it."))
    return view


def sessions_of(who: SignedIn) -> Select:
    codes = select(GroupSession.code)
    sent = counts_of(Response.collector_code, codes)
    drafts = counts_of(Draft.collector_code, codes)
    query = (
        select(GroupSession, Collector, Staff.email, GroupAnswer, sent.c.n, drafts.c.n)
        .join(Collector, Collector.code == GroupSession.code)
        .outerjoin(Staff, Staff.id == Collector.created_by)
        .outerjoin(GroupAnswer, GroupAnswer.session_code == GroupSession.code)
        .outerjoin(sent, sent.c.code == GroupSession.code)
        .outerjoin(drafts, drafts.c.code == GroupSession.code)
    )
    query = query.where(GroupSession.code.not_in(HEARD_ELSEWHERE))
    return query if who.may("officer") else query.where(Collector.created_by == who.id)


def counts_of(column: object, codes: Select) -> object:
    return select(column.label("code"), func.count().label("n")).where(column.in_(codes)).group_by(column).subquery()


def view_of(
    session: GroupSession,
    collector: Collector,
    email: str | None,
    answer: GroupAnswer | None,
    sent: int | None,
    drafts: int | None,
    today: date,
) -> SessionView:
    finished, started = sent or 0, (sent or 0) + (drafts or 0)
    names = ("survey_id", "label", "locality", "journey_point", "stage", "wave", "shared_device", "created_on")
    return SessionView(
        code=session.code,
        **{name: getattr(collector, name) for name in names},
        languages=tuple(session.languages.split()),
        size=session.size,
        last_day=session.last_day,
        is_open=collector.open and today <= session.last_day,
        owner=collector.created_by,
        owner_email=email,
        started=collectors.to_five(started),
        finished=collectors.to_five(finished),
        hands=None if answer is None else "unfinished" if answer.expires_on else "finished",
        people=answer.size if answer else None,
        empty=answer is None and not started,
    )


def end(house: House, who: SignedIn, code: str) -> None:
    """End a session for good: its code is closed, and what the room said can no longer be changed."""
    view = get(house, who, code)
    if view.hands == "unfinished":
        raise Conflict(N_("The count of hands is not finished. Finish it, or throw it away, then end the session."))
    with writing():
        db.session.get(Collector, code).open = False
        audit.record(house, who.email, "group-session-ended", code)


def remove(house: House, who: SignedIn, code: str) -> None:
    """Delete a session that holds nothing, with its code."""
    get(house, who, code)
    with writing():
        if any(db.session.scalar(select(found)) for found in holding(code)):
            raise Conflict(N_("People have begun to answer in this session, so it stays. You can end it."))
        db.session.execute(delete(GroupSession).where(GroupSession.code == code))
        db.session.execute(delete(Collector).where(Collector.code == code))
        audit.record(house, who.email, "group-session-deleted", code)


def holding(code: str) -> list[exists]:
    """What keeps a session from being deleted."""
    return [
        exists().where(Response.collector_code == code),
        exists().where(Draft.collector_code == code),
        exists().where(GroupAnswer.session_code == code),
    ]
