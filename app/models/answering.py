"""Drafts, responses, answers, comments, scores and receipts.

Privacy is in the constraints: no contact data and no network address anywhere here; a submitted response has a date and
no time; ids are random; SQLite keeps no row number.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, KeyedHash, RandomId, is_random_id, one_of
from surveys.answers import STATES
from surveys.model import AUDIENCES

PRESENTATIONS = ("plain", "easy-read", "pictures", "cards")
CHANNELS = ("web", "group", "paper", "keyed", "import")
HELPERS = ("none", "parent", "teacher", "other")
VOICES = ("self", "proxy", "group")
MEASURE_KINDS = ("index", "domain", "indicator")


class Draft(Base):
    """One participation that is not finished: what one device has said so far. `id` is a keyed hash of its ticket."""

    __tablename__ = "draft"
    id: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    survey_id: Mapped[str] = mapped_column(String(100))
    survey_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(20))
    presentation: Mapped[str] = mapped_column(String(12), default="plain")
    helper: Mapped[str] = mapped_column(String(12), default="none")
    read_aloud: Mapped[bool] = mapped_column(default=False)
    collector_code: Mapped[str | None] = mapped_column(ForeignKey("collector.code"))
    wave: Mapped[str] = mapped_column(String(16))
    shared_device: Mapped[bool] = mapped_column(default=False)
    person: Mapped[str | None] = mapped_column(RandomId)
    answers: Mapped[str] = mapped_column(Text, default="{}")
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (
        CheckConstraint("length(id) = 64", name="id_length"),
        one_of("presentation", PRESENTATIONS, "presentation"),
        one_of("helper", HELPERS, "helper"),
        NO_ROWID,
    )


class Response(Base):
    """One submitted participation, stamped with what it was asked and how. Dates only, never a time."""

    __tablename__ = "response"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    survey_id: Mapped[str] = mapped_column(String(100))
    survey_version: Mapped[int]
    framework_version: Mapped[str] = mapped_column(String(20))
    audience: Mapped[str] = mapped_column(String(20))
    wave: Mapped[str] = mapped_column(String(16))
    journey_point: Mapped[str] = mapped_column(String(60))
    stage: Mapped[str] = mapped_column(String(60), default="")
    locality: Mapped[str] = mapped_column(String(60), default="not-stated")
    submitted_on: Mapped[date]
    language: Mapped[str] = mapped_column(String(20))
    presentation: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(12))
    helper: Mapped[str] = mapped_column(String(12))
    voice: Mapped[str] = mapped_column(String(12))
    read_aloud: Mapped[bool] = mapped_column(default=False)
    collector_code: Mapped[str | None] = mapped_column(ForeignKey("collector.code"))
    person: Mapped[str] = mapped_column(RandomId)
    superseded: Mapped[bool] = mapped_column(default=False)
    synthetic: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        is_random_id("id"),
        is_random_id("person"),
        one_of("audience", AUDIENCES, "audience"),
        one_of("presentation", PRESENTATIONS, "presentation"),
        one_of("channel", CHANNELS, "channel"),
        one_of("helper", HELPERS, "helper"),
        one_of("voice", VOICES, "voice"),
        Index("ix_response_wave_audience", "wave", "audience"),
        Index("ix_response_person", "person"),
        NO_ROWID,
    )


class Answer(Base):
    """One answer of one response. Free text is not here but in `Comment`, which fewer people may read."""

    __tablename__ = "answer"
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    value: Mapped[str | None] = mapped_column(Text)
    points: Mapped[int | None]
    __table_args__ = (
        one_of("state", STATES, "state"),
        CheckConstraint("points IS NULL OR (points >= 0 AND points <= 100)", name="points_range"),
        CheckConstraint("state = 'answered' OR (value IS NULL AND points IS NULL)", name="missing_has_no_value"),
        NO_ROWID,
    )


class Comment(Base):
    """One free text of one response, in its own language. Only the safeguarding role may read it as written."""

    __tablename__ = "comment"
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    language: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    __table_args__ = (CheckConstraint("length(text) > 0", name="not_blank"), NO_ROWID)


class Score(Base):
    """One derived score of one response, in units of 1/5040 point so that sums are exact on every engine.

    Absent when it does not exist (too few answered). Rebuilt from the answers at any time with the same result.
    """

    __tablename__ = "score"
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    measure_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    measure: Mapped[str] = mapped_column(String(60), primary_key=True)
    units: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (
        one_of("measure_kind", MEASURE_KINDS, "measure_kind"),
        CheckConstraint("units >= 0 AND units <= 504000", name="units_range"),
        NO_ROWID,
    )


class Receipt(Base):
    """The keyed hash of a receipt code, and which response it stands for, until the promised date."""

    __tablename__ = "receipt"
    code_hash: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), unique=True)
    ticket_hash: Mapped[str | None] = mapped_column(KeyedHash, unique=True)
    draw: Mapped[int] = mapped_column(default=0)
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (CheckConstraint("length(code_hash) = 64", name="hash_length"), NO_ROWID)


class ImportedRow(Base):
    """That a row of a file was imported: makes `scripts/import_responses` idempotent. Holds a keyed hash only."""

    __tablename__ = "imported_row"
    row_hash: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    __table_args__ = (NO_ROWID,)
