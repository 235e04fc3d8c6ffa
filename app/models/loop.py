"""Entries of "You said, we did": their versions, who agreed, how promises go on, and whether the answer was one."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, KeyedHash, RandomId, is_random_id, one_of

ENTRY_STATES = ("draft", "in-review", "signed", "approved", "published", "withdrawn")
REPLY_KINDS = ("we-did", "we-will", "we-cannot")
DECISIONS = ("agree", "change", "no")
PROGRESS = ("complete", "on-track", "behind", "not-started-behind", "not-started")
"""The five states in which the improvement plan's actions and all promises are told."""
VERDICTS = ("yes", "partly", "no")
TRANSLATED = ("in progress", "draft", "checked", "live")
"""How far a translation is: not whole; made by a machine or a non-native; read by a named role; live."""


class Entry(Base):
    """One thing that was said and answered. `version` is the latest, `public_version` the one that everyone reads."""

    __tablename__ = "entry"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    public_version: Mapped[int | None]
    published_on: Mapped[date | None]
    updated_on: Mapped[date | None]
    changed_on: Mapped[date]
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    synthetic: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        one_of("state", ENTRY_STATES, "state"),
        CheckConstraint("public_version IS NULL OR public_version <= version", name="public_version_exists"),
        Index("ix_entry_public", "public_version", "published_on"),
    )


class EntryVersion(Base):
    """What an entry said at one time, as JSON of `app.services.loop.entry_texts.EntryText`. Its words never change."""

    __tablename__ = "entry_version"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    changed_on: Mapped[date]
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    published_on: Mapped[date | None]
    __table_args__ = (NO_ROWID,)


class EntryTranslation(Base):
    """What one version of an entry says in another language: JSON of `services.loop.entry_translations.Translated`."""

    __tablename__ = "entry_translation"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="in progress")
    checked_by: Mapped[str] = mapped_column(String(120), default="")
    changed_on: Mapped[date]
    changed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    __table_args__ = (
        one_of("state", TRANSLATED, "state"),
        CheckConstraint("state NOT IN ('checked', 'live') OR checked_by <> ''", name="checked_by_somebody"),
        NO_ROWID,
    )


class ReviewLink(Base):
    """One person who signs for one side, by a link without an account. Only a keyed hash of its token is kept."""

    __tablename__ = "review_link"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(KeyedHash, unique=True)
    side: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    created_by: Mapped[str] = mapped_column(String(254))
    expires_on: Mapped[date] = mapped_column(index=True)
    revoked: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (is_random_id("id"), CheckConstraint("length(token_hash) = 64", name="token_length"))


class Signature(Base):
    """What one side said about one version. One row a side and one a person: nobody signs for two sides."""

    __tablename__ = "signature"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(String(60), primary_key=True)
    link_id: Mapped[str] = mapped_column(ForeignKey("review_link.id"))
    decision: Mapped[str] = mapped_column(String(8))
    comment: Mapped[str] = mapped_column(Text, default="")
    signed_on: Mapped[date]
    __table_args__ = (
        one_of("decision", DECISIONS, "decision"),
        UniqueConstraint("entry_id", "version", "link_id", name="uq_signature_one_side_each"),
        NO_ROWID,
    )


class PromiseNote(Base):
    """How one promise of an entry goes on, told by its owner; the latest number counts, all are kept."""

    __tablename__ = "promise_note"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    reply: Mapped[str] = mapped_column(RandomId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    noted_on: Mapped[date]
    noted_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    __table_args__ = (one_of("state", PROGRESS, "state"), NO_ROWID)


class EntryVerdict(Base):
    """How many readers of a quarter said that an entry does, partly or does not answer what they said. Counts only."""

    __tablename__ = "entry_verdict"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(8), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(8), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
    __table_args__ = (one_of("verdict", VERDICTS, "verdict"), NO_ROWID)


class EntryTold(Base):
    """How many times a quarter somebody who had spoken was shown or sent an entry. Counts only."""

    __tablename__ = "entry_told"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(8), primary_key=True)
    way: Mapped[str] = mapped_column(String(12), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
    __table_args__ = (one_of("way", ("receipt", "message"), "way"), NO_ROWID)
