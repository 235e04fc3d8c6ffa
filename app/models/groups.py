"""Group sessions, and what a room said together by a show of hands: apart from responses, never in a score.

A group answer has a date and no time, a size and no names. What one person of the room answered is not kept anywhere.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, RandomId, is_random_id, one_of
from surveys.model import AUDIENCES

LARGEST = 500
"""People in one room."""
HEARD_BY = ("focus-group", "event", "letter", "call")
ASKED_STATES = ("counted", "noted", "skipped")


class GroupSession(Base):
    """One meeting with a group: it owns the collector through which its phones answer. The last day is included."""

    __tablename__ = "group_session"
    code: Mapped[str] = mapped_column(ForeignKey("collector.code"), primary_key=True)
    languages: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    last_day: Mapped[date]
    __table_args__ = (CheckConstraint(f"size >= 1 AND size <= {LARGEST}", name="size_range"),)


class GroupAnswer(Base):
    """What one room said together. `expires_on` is the last day of an unfinished one; a finished one has none."""

    __tablename__ = "group_answer"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    session_code: Mapped[str] = mapped_column(ForeignKey("group_session.code"), unique=True)
    survey_id: Mapped[str] = mapped_column(String(100))
    survey_version: Mapped[int]
    audience: Mapped[str] = mapped_column(String(20))
    wave: Mapped[str] = mapped_column(String(16))
    journey_point: Mapped[str] = mapped_column(String(60))
    stage: Mapped[str] = mapped_column(String(60), default="")
    locality: Mapped[str] = mapped_column(String(60), default="not-stated")
    language: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    held_on: Mapped[date]
    left_out: Mapped[str] = mapped_column(Text, default="")
    expires_on: Mapped[date | None] = mapped_column(index=True)
    synthetic: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        is_random_id("id"),
        one_of("audience", AUDIENCES, "audience"),
        CheckConstraint(f"size >= 1 AND size <= {LARGEST}", name="size_range"),
        Index("ix_group_answer_wave_audience", "wave", "audience"),
        NO_ROWID,
    )


class GroupChannel(Base):
    """How words of a group came that no session of ours heard: a focus group, a letter, a call, an event."""

    __tablename__ = "group_channel"
    answer_id: Mapped[str] = mapped_column(ForeignKey("group_answer.id", ondelete="CASCADE"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(12))
    __table_args__ = (one_of("channel", HEARD_BY, "channel"), NO_ROWID)


class GroupAsked(Base):
    """How one question ended in the room: hands were counted, or only words noted, or it was skipped."""

    __tablename__ = "group_asked"
    answer_id: Mapped[str] = mapped_column(ForeignKey("group_answer.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    __table_args__ = (one_of("state", ASKED_STATES, "state"), NO_ROWID)


class GroupCount(Base):
    """How many hands one option got. `option_id` of a sorted card is "<card>:<pile>"."""

    __tablename__ = "group_count"
    answer_id: Mapped[str] = mapped_column(ForeignKey("group_answer.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    option_id: Mapped[str] = mapped_column(String(130), primary_key=True)
    hands: Mapped[int]
    __table_args__ = (CheckConstraint(f"hands >= 0 AND hands <= {LARGEST}", name="hands_range"), NO_ROWID)


class GroupNote(Base):
    """What a room said in words, as its facilitator wrote it down; a comment with the voice of a group."""

    __tablename__ = "group_note"
    answer_id: Mapped[str] = mapped_column(ForeignKey("group_answer.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("length(text) > 0", name="not_blank"), NO_ROWID)
