"""When and through which door people are asked: programmes, waves and collectors. Nothing about answers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of

PROGRAMME_KINDS = ("waves", "touchpoint")
SHARER_KINDS = ("forum", "youth-group", "school", "health", "council", "event", "online", "other")


class Wave(Base):
    """A survey wave: `2026-06`, named by its month, with an opening and a closing date (both days included)."""

    __tablename__ = "wave"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="dates_in_order"),)


class Programme(Base):
    """A set of surveys that are asked together: in waves, or at touchpoints all the time."""

    __tablename__ = "programme"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    open: Mapped[bool] = mapped_column(default=True)
    made_on: Mapped[date]
    __table_args__ = (one_of("kind", PROGRAMME_KINDS, "kind"),)


class ProgrammeSurvey(Base):
    """That a survey belongs to a programme; to one at most."""

    __tablename__ = "programme_survey"
    survey_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"))


class ProgrammeWave(Base):
    """That a programme is asked in a wave. All programmes share the calendar of waves."""

    __tablename__ = "programme_wave"
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)


class Collector(Base):
    """A link or QR code through which answers arrive: who shared it, where, and what it already knows."""

    __tablename__ = "collector"
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    survey_id: Mapped[str] = mapped_column(String(100))
    label: Mapped[str] = mapped_column(String(200), default="")
    locality: Mapped[str | None] = mapped_column(String(60))
    journey_point: Mapped[str | None] = mapped_column(String(60))
    stage: Mapped[str | None] = mapped_column(String(60))
    wave: Mapped[str | None] = mapped_column(ForeignKey("wave.id"))
    shared_device: Mapped[bool] = mapped_column(default=False)
    open: Mapped[bool] = mapped_column(default=True)
    created_on: Mapped[date]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))


class CollectorPlan(Base):
    """What is planned for a collector: how many answers, when, and who shares it."""

    __tablename__ = "collector_plan"
    code: Mapped[str] = mapped_column(ForeignKey("collector.code", ondelete="CASCADE"), primary_key=True)
    target: Mapped[int | None]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    shared_by: Mapped[str] = mapped_column(String(200), default="")
    sharer_kind: Mapped[str] = mapped_column(String(20), default="")
    __table_args__ = (
        CheckConstraint("target IS NULL OR target > 0", name="target_positive"),
        CheckConstraint("closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name="dates_in_order"),
    )


class CollectorLanguage(Base):
    """The language in which a collector's door opens, where its poster or message is in that one."""

    __tablename__ = "collector_language"
    code: Mapped[str] = mapped_column(ForeignKey("collector.code", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20))


class CollectorCount(Base):
    """How often something happened at a collector: `opened`, `started`, `left:<page>`. Never who, never when."""

    __tablename__ = "collector_count"
    code: Mapped[str] = mapped_column(ForeignKey("collector.code", ondelete="CASCADE"), primary_key=True)
    what: Mapped[str] = mapped_column(String(80), primary_key=True)
    n: Mapped[int] = mapped_column(default=0)
