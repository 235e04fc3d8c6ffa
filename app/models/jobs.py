"""What the worker keeps: who holds the lease, which job ran for which slot, and that it is alive."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of

OUTCOMES = ("running", "done", "failed")


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
