"""Closed releases: what was published, stored once, and whose answers are in it. Never changed afterwards."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, KeyedHash, one_of

TIERS = ("public", "board")


class Release(Base):
    """One closed snapshot of one wave for one tier. `content` is its `SafeTable` as JSON; `digest` is its SHA-256."""

    __tablename__ = "release"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    wave: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    tier: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    closed_on: Mapped[date]
    closed_by: Mapped[str] = mapped_column(String(254))
    baseline_wave: Mapped[str | None] = mapped_column(String(16))
    framework_version: Mapped[str] = mapped_column(String(20))
    software_version: Mapped[str] = mapped_column(String(40))
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(KeyedHash)
    synthetic: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (one_of("tier", TIERS, "tier"),)


class ReleaseMember(Base):
    """That a response was counted in a release. Read by the next release and by the disclosure audit only."""

    __tablename__ = "release_member"
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    __table_args__ = (NO_ROWID,)
