"""When and through which door people are asked: waves and collectors. Nothing about answers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Wave(Base):
    """A survey wave: `2026-06`, named by its month, with an opening and a closing date (both days included)."""

    __tablename__ = "wave"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="dates_in_order"),)


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
