"""Case studies and co-production events, in versions, and how many comments were left out of the report, and why."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, RandomId, is_random_id, one_of

STORY_KINDS = ("case-study", "event")
STORY_STATES = ("draft", "published", "withdrawn")
EXEMPTIONS = ("vexatious", "one-person", "names-somebody", "not-local-offer")
"""Why a comment may be left out of the yearly report (SEND Regulations 2014, regulation 56)."""


class Story(Base):
    """One case study or event. A case study is never public without the day on which its consent was given."""

    __tablename__ = "story"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    public_version: Mapped[int | None]
    consent_on: Mapped[date | None]
    published_on: Mapped[date | None]
    updated_on: Mapped[date | None]
    changed_on: Mapped[date]
    __table_args__ = (
        is_random_id("id"),
        one_of("kind", STORY_KINDS, "kind"),
        one_of("state", STORY_STATES, "state"),
        CheckConstraint("public_version IS NULL OR public_version <= version", name="public_version_exists"),
        CheckConstraint(
            "public_version IS NULL OR kind = 'event' OR consent_on IS NOT NULL", name="nothing_without_consent"
        ),
        NO_ROWID,
    )


class StoryVersion(Base):
    """What a story said at one time, as JSON of `app.services.stories.texts.StoryText`."""

    __tablename__ = "story_version"
    story_id: Mapped[str] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    changed_on: Mapped[date]
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    __table_args__ = (NO_ROWID,)


class LeftOut(Base):
    """So many comments on one limb of regulation 56 that the yearly report leaves out, and why. Never their words."""

    __tablename__ = "left_out"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    noted_on: Mapped[date]
    limb: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    comments: Mapped[int]
    noted_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    __table_args__ = (
        is_random_id("id"),
        one_of("reason", EXEMPTIONS, "reason"),
        one_of("limb", ("content", "accessibility", "development"), "limb"),
        CheckConstraint("comments > 0", name="some"),
        NO_ROWID,
    )
