"""Entries of "You said, we did": what was said, and what was answered by whom."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, RandomId, one_of

ENTRY_STATES = ("draft", "published", "withdrawn")
REPLY_KINDS = ("we-did", "we-will", "we-cannot")


class Entry(Base):
    """One thing that was said, in plain words and in easy read, with its replies."""

    __tablename__ = "entry"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    language: Mapped[str] = mapped_column(String(20), default="en")
    you_said: Mapped[str] = mapped_column(Text)
    you_said_easy: Mapped[str] = mapped_column(Text, default="")
    picture: Mapped[str] = mapped_column(String(60), default="")
    audience: Mapped[str] = mapped_column(String(20), default="")
    journey_point: Mapped[str] = mapped_column(String(60), default="general")
    published_on: Mapped[date | None]
    changed_on: Mapped[date]
    written_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)
    synthetic: Mapped[bool] = mapped_column(default=False)
    replies: Mapped[list[Reply]] = relationship(
        cascade="all, delete-orphan", order_by="Reply.position", lazy="selectin"
    )
    __table_args__ = (one_of("state", ENTRY_STATES, "state"),)


class Reply(Base):
    """One answer to an entry: done, promised with a due date, or not possible with the reason and what is offered."""

    __tablename__ = "reply"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    text_easy: Mapped[str] = mapped_column(Text, default="")
    instead: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[str] = mapped_column(String(60))
    date: Mapped[date]
    __table_args__ = (one_of("kind", REPLY_KINDS, "kind"),)
