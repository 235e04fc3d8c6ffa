"""The queue as the safeguarding role works through it: what waits and how long, one text opened, one decision.

Each text that is shown, and each decision, is in the audit trail before it is returned.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, case, func, select

from app.house import House
from app.models.answering import Comment, Draft, Response
from app.models.base import db
from app.models.groups import GroupAnswer, GroupNote
from app.models.listening import DECISIONS, KINDS, ConcernCase, Reading
from app.models.record import AuditEvent
from app.services import audit
from app.services.asking import notes
from app.services.comments.concerns import ENGLISH
from app.services.errors import N_, Conflict, Forbidden, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One text of the queue, without a word of it. Times are UTC; `due_at` is when it must have been decided.

    `left` is the time until then, negative once it is over.
    """

    id: str
    kind: str
    audience: str
    queued_at: datetime
    due_at: datetime
    opened_by: str
    decision: str
    hours: int
    late: bool
    left: timedelta
    taken_back: bool
    foreign: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one kind wait, and how many of them nobody has read; how many hours the oldest has waited, how many
    wait longer than agreed.
    """

    kind: str
    count: int
    unread: int
    oldest_hours: int
    late: int


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what with one text; `at` is UTC."""

    at: datetime
    actor: str
    action: str
    detail: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One text as it was written, with what was read from it. `text` is None once its writer took it back.

    `source` is "draft", "response" or "group"; survey and question are in English.
    """

    about: Waiting
    reading_id: str
    text: str | None
    source: str
    language: str
    survey: str
    question: str
    concern: str
    category: str
    why: str
    note: str
    events: tuple[Event, ...]


def refuse_others(who: SignedIn) -> None:
    if not who.may("safeguarding"):
        raise Forbidden(N_("Only the safeguarding lead may read comments as they were written."))


def due_at(house: House, row: ConcernCase) -> datetime:
    rules = house.partnership.safeguarding
    span = timedelta(hours=rules.urgent_hours) if row.kind == "urgent" else timedelta(days=rules.read_days)
    return row.queued_at + span


def waiting_of(house: House, row: ConcernCase) -> Waiting:
    due, now = due_at(house, row), house.now()
    return Waiting(
        id=row.id,
        kind=row.kind,
        audience=row.audience,
        queued_at=row.queued_at,
        due_at=due,
        opened_by=row.opened_by or "",
        decision=row.decision or "",
        hours=hours_since(house, row.queued_at),
        late=row.decision is None and due < now,
        left=due - now,
        taken_back=row.reading_id is None,
        foreign=row.kind == "foreign" or is_foreign(row),
    )


def is_foreign(row: ConcernCase) -> bool:
    """Whether an urgent text is in another language too: then nobody should wait for a translation to look at it."""
    query = select(Reading.language).where(Reading.id == row.reading_id)
    return row.kind == "urgent" and db.session.scalar(query) not in (*ENGLISH, None)


def hours_since(house: House, moment: datetime) -> int:
    return int((house.now() - moment) / timedelta(hours=1))


def listed(house: House, who: SignedIn, kind: str = "") -> list[Waiting]:
    """What waits, in the order in which it is to be read; of one kind only if one is named."""
    refuse_others(who)
    rows: list[ConcernCase] = []
    for each in (kind,) if kind in KINDS else KINDS:
        rows += db.session.scalars(in_turn(each).limit(MOST_SHOWN - len(rows)))
    return [waiting_of(house, row) for row in rows]


def in_turn(kind: str) -> Select[tuple[ConcernCase]]:
    """What waits of one kind, the longest waiting first; along an index, however many there are."""
    waits = select(ConcernCase).where(ConcernCase.decision.is_(None), ConcernCase.kind == kind)
    return waits.order_by(ConcernCase.queued_at, ConcernCase.id)


def decided(house: House, who: SignedIn) -> list[Waiting]:
    """What was decided, the latest first."""
    refuse_others(who)
    made = select(ConcernCase).where(ConcernCase.expires_on.is_not(None))
    rows = db.session.scalars(made.order_by(ConcernCase.expires_on.desc(), ConcernCase.id).limit(MOST_SHOWN))
    return [waiting_of(house, row) for row in rows]


def following(house: House, who: SignedIn, but: str = "") -> str | None:
    """The one to read next: nobody has opened it, it comes first in the order, and it is not the one named."""
    refuse_others(who)
    for kind in KINDS:
        unread = in_turn(kind).where(ConcernCase.opened_at.is_(None), ConcernCase.id != but)
        if found := db.session.scalar(unread.limit(1)):
            return found.id
    return None


def tallies(house: House, who: SignedIn) -> list[Tally]:
    """Each kind, whether or not anything of it waits; all from one pass over an index."""
    refuse_others(who)
    rules, now = house.partnership.safeguarding, house.now()
    soon, later = now - timedelta(hours=rules.urgent_hours), now - timedelta(days=rules.read_days)
    agreed = case((ConcernCase.kind == "urgent", soon), else_=later)
    counted = select(
        ConcernCase.kind,
        func.count().label("count"),
        func.min(ConcernCase.queued_at).label("oldest"),
        func.sum(case((ConcernCase.opened_at.is_(None), 1), else_=0)).label("unread"),
        func.sum(case((ConcernCase.queued_at < agreed, 1), else_=0)).label("late"),
    )
    rows = db.session.execute(counted.where(ConcernCase.decision.is_(None)).group_by(ConcernCase.kind))
    found = {row.kind: Tally(row.kind, row.count, row.unread, hours_since(house, row.oldest), row.late) for row in rows}
    return [found.get(kind, Tally(kind, 0, 0, 0, 0)) for kind in KINDS]


def open_case(house: House, who: SignedIn, case_id: str) -> Opened:
    """The text as it was written. The first who opens it stops the alerts; everybody who does is in the trail."""
    refuse_others(who)
    with writing():
        row = case_of(case_id)
        if row.opened_at is None:
            row.opened_at, row.opened_by, row.alerted_at = house.now(), who.email, None
        audit.record(house, who.email, "concern-opened", row.id)
        return opened_of(house, row)


def decide(house: House, who: SignedIn, case_id: str, decision: str, note: str) -> None:
    """Say what became of it, once. Only who has opened it can know."""
    refuse_others(who)
    if decision not in DECISIONS:
        raise Invalid(N_("Choose what you decided."))
    if decision != "none" and not note.strip():
        raise Invalid(N_("Write in a few words what was done, or who has it now. No names."))
    with writing():
        row = case_of(case_id)
        if row.decision is not None:
            raise Conflict(N_("Somebody has decided this meanwhile. Load the page again."))
        if row.opened_at is None:
            raise Conflict(N_("This comment was changed since you read it. Read it again, then decide."))
        row.decision, row.note, row.decided_by = decision, note.strip(), who.email
        row.expires_on = house.today() + timedelta(days=366 * house.partnership.retention.audit_years)
        audit.record(house, who.email, "concern-decided", row.id, decision)


def reopen(house: House, who: SignedIn, case_id: str) -> None:
    """Undo a decision: the text waits again, as read. The trail keeps both."""
    refuse_others(who)
    with writing():
        row = case_of(case_id)
        if row.decision is None:
            raise Conflict(N_("This is not decided."))
        row.decision = row.decided_by = row.expires_on = None
        audit.record(house, who.email, "concern-reopened", row.id)


def case_of(case_id: str) -> ConcernCase:
    row = db.session.get(ConcernCase, case_id, with_for_update=True)
    if row is None:
        raise NotFound(N_("This is not in the queue. Its writer may have taken it back."))
    return row


def opened_of(house: House, row: ConcernCase) -> Opened:
    reading = db.session.get(Reading, row.reading_id) if row.reading_id else None
    source, text, survey_id, version = text_of(reading) if reading else ("", None, "", 0)
    survey = house.partnership.catalogue.get(survey_id, version)
    question = survey.question_by_id.get(reading.question_id) if survey else None
    way = notes.way_of(reading.group_id) if reading else ""
    return Opened(
        about=waiting_of(house, row),
        reading_id=row.reading_id or "",
        text=text,
        source=source,
        language=reading.language if reading else "",
        survey=notes.OUTSIDE if way else survey.title if survey else survey_id,
        question=question.text if question else way,
        concern=reading.concern if reading else "",
        category=reading.category if reading else "",
        why=json.loads(reading.why)["concern"] if reading else "",
        note=row.note,
        events=tuple(events(row.id)),
    )


def text_of(reading: Reading) -> tuple[str, str | None, str, int]:
    """Where the text stands, the text itself, and the survey that asked for it."""
    name = reading.question_id
    if reading.draft_id:
        draft = db.session.get_one(Draft, reading.draft_id)
        state, value = json.loads(draft.answers).get(name, ("", None))
        return "draft", value if state == "answered" else None, draft.survey_id, draft.survey_version
    if reading.response_id:
        response = db.session.get_one(Response, reading.response_id)
        comment = db.session.get_one(Comment, (reading.response_id, name))
        return "response", comment.text, response.survey_id, response.survey_version
    group = db.session.get_one(GroupAnswer, reading.group_id)
    note = db.session.get(GroupNote, (reading.group_id, name))
    return "group", note.text if note else None, group.survey_id, group.survey_version


def audience_of(house: House, reading: Reading) -> str:
    """Whose survey asked for the text."""
    if reading.draft_id:
        draft = db.session.get_one(Draft, reading.draft_id)
        survey = house.partnership.catalogue.get(draft.survey_id, draft.survey_version)
        return survey.audience if survey else ""
    source = (Response, reading.response_id) if reading.response_id else (GroupAnswer, reading.group_id)
    return db.session.get_one(*source).audience


def events(case_id: str) -> list[Event]:
    """What happened to one text, the oldest first."""
    query = select(AuditEvent).where(AuditEvent.subject == case_id).order_by(AuditEvent.at, AuditEvent.id)
    return [Event(row.at, row.actor, row.action, row.detail) for row in db.session.scalars(query)]
