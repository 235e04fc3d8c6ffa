"""What was read from each free text, and the queue of those that a person must read. The texts are elsewhere.

A reading goes with its text. The queue knows the hour in which a text joined it, because somebody must be on time; it
holds no text, and no answer.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    places: Mapped[MaskPlaces | None] = relationship(cascade="all, delete-orphan", passive_deletes=True)
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


class MaskPlaces(Base):
    """Where in a text something is masked, as JSON [[start, end, kind], ...]; absent in readings of an old version."""

    __tablename__ = "mask_places"
    reading_id: Mapped[str] = mapped_column(ForeignKey("reading.id", ondelete="CASCADE"), primary_key=True)
    spans: Mapped[str] = mapped_column(Text)
    __table_args__ = (NO_ROWID,)


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
        Index("ix_concern_case_decision_kind_queued_at", "decision", "kind", "queued_at"),
        Index("ix_concern_case_decision_kind_opened_at_queued_at", "decision", "kind", "opened_at", "queued_at"),
        NO_ROWID,
    )


class Trace(Base):
    """One search for where a text came from: asked for by one person, agreed to by another, open for some hours.

    `ends_at` is when the request lapses, or, once it is agreed to, when nobody may look any more. It holds no text and
    nothing of what was found.
    """

    __tablename__ = "trace"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("concern_case.id", ondelete="SET NULL"), index=True)
    asked_by: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    agreed_by: Mapped[str | None] = mapped_column(String(254))
    agreed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(254))
    ends_at: Mapped[datetime]
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (
        is_random_id("id"),
        CheckConstraint("agreed_by IS NULL OR agreed_by <> asked_by", name="two_people"),
        CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_whole"),
        CheckConstraint("length(reason) > 0", name="has_reason"),
        NO_ROWID,
    )


class LabelCheck(Base):
    """What one person said of one reading: right, or corrected. Labels and places of masks, never a word of the text.

    `found_*` is what the software had read, `said_*` what the person said; `before` and `after` are all labels as JSON,
    for undo. `sampled`: the text was drawn at random. `replaced`: a later check of the same text counts instead.
    `reading_id` is empty once the text is gone or another one.
    """

    __tablename__ = "label_check"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    reading_id: Mapped[str | None] = mapped_column(ForeignKey("reading.id", ondelete="SET NULL"), index=True)
    checked_by: Mapped[str] = mapped_column(String(254))
    checked_at: Mapped[datetime] = mapped_column(index=True)
    sampled: Mapped[bool] = mapped_column(default=False)
    whole: Mapped[bool] = mapped_column(default=False)
    """Whether the person saw the text as written, and so could see masks that are too many."""
    found_language: Mapped[str] = mapped_column(String(20))
    said_language: Mapped[str] = mapped_column(String(20))
    found_sentiment: Mapped[str] = mapped_column(String(12))
    said_sentiment: Mapped[str] = mapped_column(String(12))
    found_concern: Mapped[str] = mapped_column(String(8))
    said_concern: Mapped[str] = mapped_column(String(8))
    found_masks: Mapped[str] = mapped_column(Text)
    masks_right: Mapped[int]
    masks_wrong: Mapped[int]
    masks_missed: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    replaced: Mapped[bool] = mapped_column(default=False)
    undone_by: Mapped[str | None] = mapped_column(String(254))
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (
        is_random_id("id"),
        one_of("said_sentiment", SENTIMENTS, "said_sentiment"),
        one_of("said_concern", CONCERNS, "said_concern"),
        NO_ROWID,
    )
