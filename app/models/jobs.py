"""What the worker keeps: who holds the lease, which job ran for which slot, and the queue of tasks with their files."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, RandomId, is_random_id, one_of

OUTCOMES = ("running", "done", "failed")
STATES = ("waiting", "running", "done", "failed")


class Lease(Base):
    """The one process that may act. `seen_at` is also how `/readyz` knows that a worker was seen lately."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class JobRun(Base):
    """One run of one job for one slot; the primary key makes a second run of the same slot impossible."""

    __tablename__ = "job_run"
    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(12), default="running")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    detail: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (one_of("outcome", OUTCOMES, "outcome"),)


class Task(Base):
    """One thing that the worker was asked to do, once per kind and slot. The payload holds no personal data.

    `set_at` is when `next_try_at` was set: a task that was set in the future was set by a clock that is wrong.
    """

    __tablename__ = "task"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    slot: Mapped[str] = mapped_column(String(100))
    payload: Mapped[str] = mapped_column(Text, default="{}")
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    holder: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    set_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    detail: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        is_random_id("id"),
        one_of("state", STATES, "state"),
        UniqueConstraint("kind", "slot"),
        Index("ix_task_state_next_try_at", "state", "next_try_at"),
        NO_ROWID,
    )


class KeptFile(Base):
    """A file that goes between a page and the worker, in parts, so that both may be on different machines."""

    __tablename__ = "kept_file"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    owner: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (is_random_id("id"), NO_ROWID)


class KeptPart(Base):
    """A part of a kept file, encrypted."""

    __tablename__ = "kept_part"
    file_id: Mapped[str] = mapped_column(ForeignKey("kept_file.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (NO_ROWID,)
