"""Where one text came from, for two people who agree that somebody may be in danger: asked, agreed to, seen, over.

It yields the link through which the text came, its day and the text. Contacts are kept apart from answers, and no trace
joins them: the only contact that it can yield is one that the writer put into the text itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.house import House, random_id
from app.models.answering import Draft, Response
from app.models.asking import Collector, CollectorPlan
from app.models.base import db
from app.models.groups import GroupAnswer
from app.models.listening import ConcernCase, Reading, Trace
from app.models.staff import Staff
from app.services import audit
from app.services.comments import alerts, concern_queue
from app.services.errors import N_, Conflict, Forbidden, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing

SHORTEST_REASON = 10
CONTACTS = ("PHONE", "EMAIL", "LINK", "ADDRESS", "POSTCODE")
"""Masks whose words tell how to reach somebody."""
SUBJECT = "Somebody asks you to agree to a trace"


@dataclass(frozen=True, slots=True)
class TraceView:
    """How one trace stands, without what it yields. Times are UTC.

    `state` is "asked", "open" (agreed to and not over), "over" (it was open), "lapsed" (nobody agreed in time) or
    "refused" (somebody said no, or whoever asked took it back).
    """

    id: str
    state: str
    asked_by: str
    asked_at: datetime
    reason: str
    agreed_by: str
    agreed_at: datetime | None
    closed_by: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What a trace yields. `on` is the day of sending, or of the last change of what was not sent.

    `link` is the code of a collector, empty for an open link, `shared_by` who made or shared it. `contacts` are what
    the writer put into the text.
    """

    source: str
    on: date
    survey: str
    text: str
    link: str = ""
    label: str = ""
    place: tuple[str, ...] = ()
    shared_by: str = ""
    contacts: tuple[str, ...] = ()


def refuse_others(who: SignedIn) -> None:
    if not who.may("safeguarding"):
        raise Forbidden(N_("Only people with the safeguarding role may trace where a comment came from."))


def of_case(house: House, who: SignedIn, case_id: str) -> list[TraceView]:
    """All traces of one text, the newest first."""
    refuse_others(who)
    rows = db.session.scalars(select(Trace).where(Trace.case_id == case_id).order_by(Trace.asked_at.desc(), Trace.id))
    return [view_of(house, row) for row in rows]


def waiting(house: House, who: SignedIn) -> list[tuple[str, TraceView]]:
    """(case, trace) of requests that this person may agree to."""
    refuse_others(who)
    live = (Trace.agreed_by.is_(None), Trace.closed_by.is_(None), Trace.ends_at > house.now())
    query = select(Trace).where(*live, Trace.case_id.is_not(None), Trace.asked_by != who.email)
    return [(row.case_id, view_of(house, row)) for row in db.session.scalars(query.order_by(Trace.asked_at))]


def others(who: SignedIn) -> int:
    """How many others could agree."""
    return sum(email != who.email for _id, email in alerts.people(("safeguarding",)))


def view_of(house: House, row: Trace) -> TraceView:
    return TraceView(
        id=row.id,
        state=state_of(house, row),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        reason=row.reason,
        agreed_by=row.agreed_by or "",
        agreed_at=row.agreed_at,
        closed_by=row.closed_by or "",
        ends_at=row.ends_at,
    )


def state_of(house: House, row: Trace) -> str:
    over = row.ends_at <= house.now()
    if row.agreed_by:
        return "over" if over or row.closed_by else "open"
    if row.closed_by:
        return "refused"
    return "lapsed" if over else "asked"


def ask(house: House, who: SignedIn, case_id: str, reason: str) -> str:
    """Ask for a trace of a text that this person has opened; the others of the role are told that one waits."""
    refuse_others(who)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Invalid(N_("Write why you need to know where this came from. No names, no words of the comment."))
    with writing():
        case = concern_queue.case_of(case_id)
        if not seen_by(case_id, who):
            raise Conflict(N_("Read the comment first."))
        if case.reading_id is None:
            raise Conflict(N_("Its writer took this comment back, so nothing is left to trace."))
        if any(state_of(house, row) in ("asked", "open") for row in rows_of(case_id)):
            raise Conflict(N_("There is a trace of this comment already."))
        row = Trace(id=random_id(), case_id=case_id, asked_by=who.email, asked_at=house.now(), reason=reason)
        row.ends_at = house.now() + span(house)
        row.expires_on = house.today() + timedelta(days=366 * house.partnership.retention.audit_years)
        db.session.add(row)
        audit.record(house, who.email, "trace-asked", case_id)
        tell(house, case_id, but=who.email)
    return row.id


def tell(house: House, case_id: str, but: str) -> None:
    """In the caller's transaction. The message says nothing of the text and not who may have written it."""
    text = (
        "A colleague asks for your agreement to find out through which link a comment came.\n\n"
        f"{house.config.public_url}/staff/concerns/{case_id}\n\n"
        f"It takes two people. The request lapses after {house.partnership.safeguarding.trace_hours} hours.\n"
    )
    alerts.alert(house, f"{house.partnership.title}: {SUBJECT}", text, but=but)


def rows_of(case_id: str) -> list[Trace]:
    return list(db.session.scalars(select(Trace).where(Trace.case_id == case_id)))


def seen_by(case_id: str, who: SignedIn) -> bool:
    return any(event.action == "concern-opened" and event.actor == who.email for event in concern_queue.events(case_id))


def span(house: House) -> timedelta:
    return timedelta(hours=house.partnership.safeguarding.trace_hours)


def agree(house: House, who: SignedIn, trace_id: str) -> None:
    """The second person agrees. From now on both, and nobody else, may look for some hours."""
    refuse_others(who)
    with writing():
        row = known(trace_id)
        if row.asked_by == who.email:
            raise Forbidden(N_("You asked for this trace. Somebody else has to agree to it."))
        if state_of(house, row) != "asked":
            raise Conflict(N_("This trace does not wait for an agreement any more. Load the page again."))
        row.agreed_by, row.agreed_at, row.ends_at = who.email, house.now(), house.now() + span(house)
        audit.record(house, who.email, "trace-agreed", row.case_id or row.id)


def close(house: House, who: SignedIn, trace_id: str) -> None:
    """Say no, take one's own request back, or end an open trace before its time."""
    refuse_others(who)
    with writing():
        row = known(trace_id)
        state = state_of(house, row)
        if state not in ("asked", "open"):
            raise Conflict(N_("This trace is over already."))
        row.closed_by = who.email
        audit.record(house, who.email, "trace-refused" if state == "asked" else "trace-closed", row.case_id or row.id)


def look(house: House, who: SignedIn, trace_id: str) -> Found:
    """What the trace yields, for its two people while it is open. Each look is in the audit trail."""
    refuse_others(who)
    with writing():
        row = known(trace_id)
        if state_of(house, row) != "open":
            raise Conflict(N_("This trace is not open: two people must agree, and then there is a time limit."))
        if who.email not in (row.asked_by, row.agreed_by):
            raise Forbidden(N_("Only the two people who agreed may see what this trace found."))
        case = db.session.get(ConcernCase, row.case_id) if row.case_id else None
        reading = db.session.get(Reading, case.reading_id) if case and case.reading_id else None
        found = found_by(house, reading) if reading else None
        if found is None:
            raise NotFound(N_("Its writer took this comment back, so nothing is left to trace."))
        audit.record(house, who.email, "trace-seen", row.case_id)
        return found


def known(trace_id: str) -> Trace:
    row = db.session.get(Trace, trace_id, with_for_update=True)
    if row is None:
        raise NotFound(N_("There is no such trace."))
    return row


def found_by(house: House, reading: Reading) -> Found | None:
    source, text, survey_id, version = concern_queue.text_of(reading)
    if text is None:
        return None
    on, code = day_and_link(house, reading)
    survey = house.partnership.catalogue.get(survey_id, version)
    link = db.session.get(Collector, code) if code else None
    return Found(
        source=source,
        on=on,
        survey=survey.title if survey else survey_id,
        text=text,
        link=code or "",
        label=link.label if link else "",
        place=tuple(
            getattr(link, name) for name in ("journey_point", "stage", "locality") if link and getattr(link, name)
        ),
        shared_by=shared_by(link) if link else "",
        contacts=contacts_in(text, reading),
    )


def shared_by(link: Collector) -> str:
    """Who made a link, and who shares it."""
    plan, maker = db.session.get(CollectorPlan, link.code), db.session.get(Staff, link.created_by or "")
    return ", ".join(name for name in (plan and plan.shared_by, maker and maker.email) if name)


def day_and_link(house: House, reading: Reading) -> tuple[date, str | None]:
    """The day that is stored with the text (a draft's is its last change), and the code of its link if it has one."""
    if reading.draft_id:
        draft = db.session.get_one(Draft, reading.draft_id)
        return draft.expires_on - timedelta(days=house.partnership.retention.draft_days), draft.collector_code
    if reading.response_id:
        response = db.session.get_one(Response, reading.response_id)
        return response.submitted_on, response.collector_code
    group = db.session.get_one(GroupAnswer, reading.group_id)
    return group.held_on, group.session_code


def contacts_in(text: str, reading: Reading) -> tuple[str, ...]:
    """What the writer put into the text to be reached by."""
    masks = json.loads(reading.places.spans if reading.places else "[]")
    return tuple(text[start:end] for start, end, kind in masks if kind in CONTACTS)
