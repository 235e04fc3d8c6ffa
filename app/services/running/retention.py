"""Deletes each kind of data on the date that was promised. What is not named here is kept.

| kind | kept until |
|---|---|
| draft | its `expires_on`: the partnership's `draft_days` after its last change |
| which answers a sheet of paper became | two weeks after it was typed in |
| number of a sheet of paper, hashed | a year after it was typed in |
| unfinished count of a group | its `expires_on`: `draft_days` after its last change |
| note of a focus group, a letter or a call | somebody deletes it |
| reading of a free text | its text is |
| step of somebody who codes comments, to take back | a week |
| code, quote or translation of a comment | the comment is |
| case of the safeguarding queue | its `expires_on`: the partnership's `audit_years` after it was decided |
| trace of a text | its `expires_on`: `audit_years` after it was asked for; nothing of what was found is kept |
| check of a reading | its `expires_on`: `audit_years` after it was made; it holds no text |
| receipt | its `expires_on`: `receipt_months` after its wave closed; then answers belong to nobody |
| sign-in link | used, or out of date |
| sign-in | out of date |
| link of a reviewer | its `expires_on`, unless it signed something |
| throttle count | its window is over |
| job run | a year; of jobs that run many times a day, a week |
| task | done: 30 days; failed: a year |
| contact | its `expires_on`: the end of the month, 20 months after it was left |
| address list | its `expires_on`: two years after it came |
| campaign with its invitations | its `expires_on`: three months after its last message was due |
| message | two years after its last change; it names nobody |
| outbox | 30 days |
| alert check | its link is over, unless it was confirmed |
| kept file | its `expires_on`, a week after it was made |
| words about a picture | two years after the month in which they came |
| audit event | the partnership's `audit_years`, and never less than the six years that the database insists on |
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select

from app.house import House
from app.models.answering import Draft, Receipt
from app.models.base import Base, db
from app.models.figures import PictureWords
from app.models.groups import GroupAnswer
from app.models.jobs import JobRun, KeptFile, Task
from app.models.keying import KeyedSerial, KeyedSheet
from app.models.listening import ConcernCase, LabelCheck, Trace
from app.models.loop import ReviewLink, Signature
from app.models.reach import AddressList, AlertCheck, Campaign, Contact, Message, OutboxMessage
from app.models.record import KEPT_YEARS, AuditEvent
from app.models.staff import SignInLink, StaffSession, Throttle
from app.models.themes import CodingStep
from app.services import audit
from app.services.asking import collector_counts
from app.services.reach.outbox import KEPT_DAYS as OUTBOX_DAYS
from app.services.themes import coding
from app.services.transaction import writing

JOB_RUNS_KEPT = timedelta(days=365)
OFTEN_KEPT = timedelta(days=7)
TASKS_KEPT = timedelta(days=30)
MESSAGES_KEPT = timedelta(days=730)
PICTURE_YEARS = 2


def delete_expired(house: House) -> dict[str, int]:
    """Delete everything whose date has passed, in one transaction; how many rows of which kind."""
    with writing():
        collector_counts.count_left(house, collector_counts.expired_drafts(house))
        deleted = {kind: remove(model, condition) for kind, (model, condition) in expired(house).items()}
        listed = summary(deleted)
        if listed:
            audit.record(house, "system", "retention", detail=listed)
    return deleted


def expired(house: House) -> dict[str, tuple[type[Base], ColumnElement[bool]]]:
    """What is due today: kind of data, its table, and which rows. `expires_on` is the last day of a row."""
    now, today = house.now(), house.today()
    return {
        "drafts": (Draft, Draft.expires_on < today),
        "keyed sheets": (KeyedSheet, KeyedSheet.expires_on < today),
        "sheet numbers": (KeyedSerial, KeyedSerial.expires_on < today),
        "unfinished group counts": (GroupAnswer, GroupAnswer.expires_on < today),
        "coding steps": (CodingStep, coding.old_steps(house)),
        "decided cases": (ConcernCase, ConcernCase.expires_on < today),
        "traces": (Trace, Trace.expires_on < today),
        "checks of readings": (LabelCheck, LabelCheck.expires_on < today),
        "receipts": (Receipt, Receipt.expires_on < today),
        "sign-in links": (SignInLink, or_(SignInLink.used_at.is_not(None), SignInLink.expires_at <= now)),
        "sign-ins": (StaffSession, StaffSession.expires_at <= now),
        "reviewers' links": (
            ReviewLink,
            and_(ReviewLink.expires_on < today, ReviewLink.id.not_in(select(Signature.link_id))),
        ),
        "throttle counts": (Throttle, Throttle.expires_at <= now),
        "job runs": (JobRun, or_(JobRun.started_at <= now - JOB_RUNS_KEPT, old_often(now))),
        "tasks": (Task, or_(Task.finished_at <= now - JOB_RUNS_KEPT, done_tasks(now))),
        "contacts": (Contact, Contact.expires_on < today),
        "address lists": (AddressList, AddressList.expires_on < today),
        "campaigns": (Campaign, Campaign.expires_on < today),
        "messages": (Message, Message.set_at <= now - MESSAGES_KEPT),
        "outbox messages": (OutboxMessage, OutboxMessage.made_at <= now - timedelta(days=OUTBOX_DAYS)),
        "alert checks": (AlertCheck, and_(AlertCheck.expires_at <= now, AlertCheck.confirmed_on.is_(None))),
        "kept files": (KeptFile, KeptFile.expires_on < today),
        "words about pictures": (PictureWords, PictureWords.month < years_before(now, PICTURE_YEARS).date()),
        "audit events": (AuditEvent, AuditEvent.at <= years_before(now, audit_years(house))),
    }


def old_often(now: datetime) -> ColumnElement[bool]:
    """Runs of jobs whose slot is a time of day."""
    return and_(JobRun.started_at <= now - OFTEN_KEPT, JobRun.slot.contains("T"), JobRun.outcome == "done")


def done_tasks(now: datetime) -> ColumnElement[bool]:
    return and_(Task.state == "done", Task.finished_at <= now - TASKS_KEPT)


def remove(model: type[Base], condition: ColumnElement[bool]) -> int:
    return db.session.execute(delete(model).where(condition)).rowcount


def audit_years(house: House) -> int:
    return max(KEPT_YEARS, house.partnership.retention.audit_years)


def years_before(moment: datetime, years: int) -> datetime:
    """The same day of an earlier year; 29 February becomes 28."""
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - years, day=day)


def summary(deleted: dict[str, int]) -> str:
    """What was deleted, in words; empty if nothing was."""
    return ", ".join(f"{count} {kind}" for kind, count in deleted.items() if count)
