"""Reads the audit trail and the jobs' runs for the people who watch over them. Writing is `app.services.audit`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from app.house import LONDON, House
from app.models.base import db
from app.models.jobs import JobRun
from app.models.record import AuditEvent

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class TrailEvent:
    """One event; `at` is the time in London."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some events, the newest first, and whether older ones follow."""

    events: tuple[TrailEvent, ...]
    more: bool


def read(house: House, action: str = "", actor: str = "", until: date | None = None, page: int = 1) -> TrailPage:
    """One page of the trail, narrowed by action, by part of the actor's name, and to days up to `until`."""
    query = select(AuditEvent).order_by(AuditEvent.at.desc(), AuditEvent.id)
    if action:
        query = query.where(AuditEvent.action == action)
    if actor:
        query = query.where(AuditEvent.actor.icontains(actor, autoescape=True))
    if until:
        query = query.where(AuditEvent.at < utc_midnight(until + timedelta(days=1)))
    rows = db.session.scalars(query.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)).all()
    return TrailPage(tuple(event_of(row) for row in rows[:PAGE_SIZE]), len(rows) > PAGE_SIZE)


def actions(house: House) -> list[str]:
    """The kinds of event that have happened here."""
    return list(db.session.scalars(select(AuditEvent.action).distinct().order_by(AuditEvent.action)))


@dataclass(frozen=True, slots=True)
class RunView:
    """One run of one job; `started_at` is London's time, `detail` is what it reported."""

    job: str
    outcome: str
    started_at: datetime
    detail: str


def last_runs(house: House, limit: int = 20) -> list[RunView]:
    """What the jobs did last, the newest first."""
    rows = db.session.scalars(select(JobRun).order_by(JobRun.started_at.desc(), JobRun.job).limit(limit))
    return [RunView(row.job, row.outcome, in_london(row.started_at), row.detail) for row in rows]


def in_london(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(LONDON)


def event_of(row: AuditEvent) -> TrailEvent:
    return TrailEvent(in_london(row.at), row.actor, row.action, row.subject, row.detail)


def utc_midnight(day: date) -> datetime:
    """The moment at which a London day begins, as the database keeps time."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC).replace(tzinfo=None)
