"""Closed releases: what was published, stored once, and whose answers are in it. Never changed afterwards."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import NO_ROWID, Base, KeyedHash, one_of

TIERS = ("public", "board")


class Release(Base):
    """One closed snapshot of one wave for one tier. `content` is its `SafeTable` as JSON.

    `digest` is the SHA-256 of `content` and, behind it, of what stands beside it.
    """

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
    figures: Mapped[ReleaseFigures | None] = relationship(cascade="all, delete-orphan")
    __table_args__ = (one_of("tier", TIERS, "tier"),)

    @property
    def beside(self) -> str:
        return self.figures.beside if self.figures else ""

    @property
    def inside(self) -> str:
        return self.figures.inside if self.figures else ""

    @property
    def survey_versions(self) -> str:
        return self.figures.survey_versions if self.figures else "{}"


class ReleaseFigures(Base):
    """What a release has beside its main table, and what it is made of.

    `beside` are its other tables as JSON; `survey_versions` says what was asked. `inside`, the exact figures of groups
    of at least k people, never leaves: later releases start from it.
    """

    __tablename__ = "release_figures"
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    beside: Mapped[str] = mapped_column(Text)
    survey_versions: Mapped[str] = mapped_column(Text)
    inside: Mapped[str] = mapped_column(Text)


class ReleaseMember(Base):
    """That a response was counted in a release. Read by the next release and by the disclosure audit only."""

    __tablename__ = "release_member"
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), primary_key=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    __table_args__ = (NO_ROWID,)
