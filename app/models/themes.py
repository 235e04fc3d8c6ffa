"""Code books, which comment carries which theme, and what people who read the public pages are shown of it. No verbs.

A comment is here by its reading, which goes with its text: whoever takes their answers back takes all of this along.
The words of comments are not copied, but for quotes that a person prepared and translations that a person wrote.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.answering import VOICES
from app.models.base import NO_ROWID, Base, RandomId, is_random_id, one_of
from app.models.listening import SENTIMENTS
from surveys.model import AUDIENCES

THEME_STATES = ("open", "merged", "closed")
BOOK_STEPS = ("added", "changed", "moved", "merged", "split", "closed", "opened")
CODED_STATES = ("new", "coded", "none")
"""Not looked at; with one theme at least; looked at, and no theme fits."""
QUOTE_STATES = ("proposed", "approved", "refused")
TOLD_STATES = ("draft", "proposed", "approved")


class Theme(Base):
    """What several comments have in common. `code` stays the same in every file; `name` and `about` may be changed."""

    __tablename__ = "theme"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text, default="")
    easy: Mapped[str] = mapped_column(String(200), default="")
    picture: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(8), default="open")
    position: Mapped[int] = mapped_column(default=0)
    __table_args__ = (
        is_random_id("id"),
        one_of("state", THEME_STATES, "state"),
        CheckConstraint("length(name) > 0", name="name_not_blank"),
        UniqueConstraint("programme_id", "code"),
    )


class ThemeWords(Base):
    """A theme's plain sentence in another language, as a person wrote it."""

    __tablename__ = "theme_words"
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    easy: Mapped[str] = mapped_column(String(200))
    __table_args__ = (NO_ROWID,)


class BookVersion(Base):
    """One change of a code book, and the whole book after it as JSON. `detail` says in JSON which themes took part."""

    __tablename__ = "book_version"
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(12))
    detail: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    changed_on: Mapped[date]
    changed_by: Mapped[str] = mapped_column(String(254))
    __table_args__ = (one_of("step", BOOK_STEPS, "step"), NO_ROWID)


class Pile(Base):
    """Comments of one language that share words, put together by the software as a first help. Replaced each time."""

    __tablename__ = "pile"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    made_on: Mapped[date]
    __table_args__ = (is_random_id("id"),)


class Heard(Base):
    """One comment as the workbench finds it: what it may be narrowed by, and how far it is. Its words: the reading.

    `person` is the response's, or the group's own id for what a room said together.
    """

    __tablename__ = "heard"
    reading_id: Mapped[str] = mapped_column(ForeignKey("reading.id", ondelete="CASCADE"), primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(RandomId)
    audience: Mapped[str] = mapped_column(String(20))
    journey_point: Mapped[str] = mapped_column(String(60))
    locality: Mapped[str] = mapped_column(String(60))
    wave: Mapped[str] = mapped_column(String(16))
    voice: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(20))
    sentiment: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(8), default="new")
    pile_id: Mapped[str | None] = mapped_column(ForeignKey("pile.id", ondelete="SET NULL"), index=True)
    __table_args__ = (
        one_of("audience", AUDIENCES, "audience"),
        one_of("voice", VOICES, "voice"),
        one_of("sentiment", SENTIMENTS, "sentiment"),
        one_of("state", CODED_STATES, "state"),
        Index("ix_heard_found", "programme_id", "reading_id", "state", "audience", "sentiment", "pile_id"),
        Index("ix_heard_counted", "programme_id", "state", "audience", "sentiment"),
        Index("ix_heard_journey_point", "programme_id", "audience", "journey_point", "language", "person"),
        Index("ix_heard_locality", "programme_id", "audience", "locality", "language", "person"),
        Index("ix_heard_wave", "programme_id", "audience", "wave", "language", "person"),
        Index("ix_heard_language", "programme_id", "audience", "language", "person"),
        NO_ROWID,
    )


class Coding(Base):
    """That a comment carries a theme, and who said so."""

    __tablename__ = "coding"
    reading_id: Mapped[str] = mapped_column(ForeignKey("heard.reading_id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    coded_by: Mapped[str] = mapped_column(String(254))
    coded_on: Mapped[date]
    __table_args__ = (Index("ix_coding_theme", "theme_id", "reading_id"), NO_ROWID)


class Suggestion(Base):
    """That a comment might carry a theme, because it shares these words with comments that do. A person decides."""

    __tablename__ = "suggestion"
    reading_id: Mapped[str] = mapped_column(ForeignKey("heard.reading_id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    likeness: Mapped[int]
    words: Mapped[str] = mapped_column(String(200))
    __table_args__ = (
        CheckConstraint("likeness >= 0 AND likeness <= 100", name="likeness_range"),
        Index("ix_suggestion_theme_likeness", "theme_id", "likeness"),
        NO_ROWID,
    )


class CodingStep(Base):
    """What one step of one person in the workbench changed, so that it can be taken back: ids, no words."""

    __tablename__ = "coding_step"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"))
    coder: Mapped[str] = mapped_column(String(254))
    number: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    made_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (is_random_id("id"), UniqueConstraint("programme_id", "coder", "number"))


class DoubleSet(Base):
    """Comments that two people code without seeing each other's themes, to learn how far they agree."""

    __tablename__ = "double_set"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    book_version: Mapped[int]
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(254))
    settled_on: Mapped[date | None]
    __table_args__ = (is_random_id("id"),)


class DoubleComment(Base):
    """That a comment belongs to such a set."""

    __tablename__ = "double_comment"
    set_id: Mapped[str] = mapped_column(ForeignKey("double_set.id", ondelete="CASCADE"), primary_key=True)
    reading_id: Mapped[str] = mapped_column(ForeignKey("heard.reading_id", ondelete="CASCADE"), primary_key=True)
    __table_args__ = (Index("ix_double_comment_reading", "reading_id"), NO_ROWID)


class DoubleCoding(Base):
    """What one coder said of one comment of the set: ids of themes in order, joined by blanks; none: no theme fits."""

    __tablename__ = "double_coding"
    set_id: Mapped[str] = mapped_column(ForeignKey("double_set.id", ondelete="CASCADE"), primary_key=True)
    coder: Mapped[str] = mapped_column(String(254), primary_key=True)
    reading_id: Mapped[str] = mapped_column(ForeignKey("heard.reading_id", ondelete="CASCADE"), primary_key=True)
    themes: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (Index("ix_double_coding_reading", "reading_id"), NO_ROWID)


class CommentTranslation(Base):
    """A comment's masked words in the staff's language, as a person translated them."""

    __tablename__ = "comment_translation"
    reading_id: Mapped[str] = mapped_column(ForeignKey("heard.reading_id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    translated_by: Mapped[str] = mapped_column(String(254))
    translated_on: Mapped[date]
    __table_args__ = (NO_ROWID,)


class Quote(Base):
    """Words that their writer allowed to be shown, masked and perhaps cut by a person, and who approved them."""

    __tablename__ = "quote"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    reading_id: Mapped[str] = mapped_column(ForeignKey("heard.reading_id", ondelete="CASCADE"), unique=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(20))
    audience: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default="proposed")
    proposed_by: Mapped[str] = mapped_column(String(254))
    decided_by: Mapped[str | None] = mapped_column(String(254))
    decided_on: Mapped[date | None]
    __table_args__ = (
        is_random_id("id"),
        one_of("audience", AUDIENCES, "audience"),
        one_of("state", QUOTE_STATES, "state"),
        CheckConstraint("length(text) > 0", name="not_blank"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided_by_somebody"),
    )


class ToldPage(Base):
    """One version of the page "what people told us" of a journey point: JSON of `services.themes.told.Told`.

    The latest approved one is public. Quotes are named by their ids, so a quote that is taken back is gone from it.
    """

    __tablename__ = "told_page"
    journey_point: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(254))
    approved_on: Mapped[date | None]
    approved_by: Mapped[str | None] = mapped_column(String(254))
    withdrawn_on: Mapped[date | None]
    synthetic: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        one_of("state", TOLD_STATES, "state"),
        CheckConstraint("(state = 'approved') = (approved_by IS NOT NULL)", name="approved_by_somebody"),
        CheckConstraint("approved_by IS NULL OR approved_by <> made_by", name="two_people"),
        NO_ROWID,
    )


class CodedWave(Base):
    """That a programme's comments of a wave are coded as far as they will be: its next release may tell of themes."""

    __tablename__ = "coded_wave"
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True)
    wave: Mapped[str] = mapped_column(String(16), primary_key=True)
    book_version: Mapped[int]
    finished_on: Mapped[date]
    finished_by: Mapped[str] = mapped_column(String(254))
    __table_args__ = (NO_ROWID,)
