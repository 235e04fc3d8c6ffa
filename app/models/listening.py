"""What was read from each free text, and the queue of those that a person must read. The texts are elsewhere.

A reading goes with its text. The queue knows the hour in which a text joined it, because somebody must be on time; it
holds no text, and no answer.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, KeyedHash, RandomId, is_random_id, one_of
from surveys.model import AUDIENCES

SENTIMENTS = ("positive", "negative", "mixed", "neutral", "unscored")
CONCERNS = ("none", "check", "urgent")
KINDS = ("urgent", "foreign", "check", "rest")
"""Of cases, in the order in which they are read."""
DECISIONS = ("none", "acted", "passed-on")


class Reading(Base):
    """What was read from one text of a draft, a response or a group. `text_hash` is empty if the text changed since.

    A reading of a draft becomes that of the response when the draft is sent: in between it has no source.
    """

    __tablename__ = "reading"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    response_id: Mapped[str | None] = mapped_column(RandomId)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("group_answer.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(60))
    text_hash: Mapped[str] = mapped_column(KeyedHash)
    language: Mapped[str] = mapped_column(String(20))
    sentiment: Mapped[str] = mapped_column(String(12))
    concern: Mapped[str] = mapped_column(String(8))
    category: Mapped[str] = mapped_column(String(40))
    masked: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(20))
    read_on: Mapped[date]
    __table_args__ = (
        is_random_id("id"),
        one_of("sentiment", SENTIMENTS, "sentiment"),
        one_of("concern", CONCERNS, "concern"),
        ForeignKeyConstraint(
            ["response_id", "question_id"], ["comment.response_id", "comment.question_id"], ondelete="CASCADE"
        ),
        UniqueConstraint("draft_id", "question_id"),
        UniqueConstraint("response_id", "question_id"),
        UniqueConstraint("group_id", "question_id"),
        NO_ROWID,
    )


class ConcernCase(Base):
    """One text that a person must read. `reading_id` is empty once its writer took the text back.

    `queued_at` is a full hour. `alerted_at` is kept only until somebody has opened the case.
    """

    __tablename__ = "concern_case"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    reading_id: Mapped[str | None] = mapped_column(ForeignKey("reading.id", ondelete="SET NULL"), unique=True)
    audience: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(8))
    queued_at: Mapped[datetime]
    alerts: Mapped[int] = mapped_column(default=0)
    alerted_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[str | None] = mapped_column(String(254))
    decision: Mapped[str | None] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str | None] = mapped_column(String(254))
    expires_on: Mapped[date | None] = mapped_column(index=True)
    __table_args__ = (
        is_random_id("id"),
        one_of("audience", AUDIENCES, "audience"),
        one_of("kind", KINDS, "kind"),
        one_of("decision", DECISIONS, "decision"),
        CheckConstraint("(decision IS NULL) = (expires_on IS NULL)", name="decided_ends"),
        Index("ix_concern_case_decision_queued_at", "decision", "queued_at"),
        NO_ROWID,
    )
