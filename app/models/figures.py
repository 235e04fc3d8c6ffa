"""What the board's pages keep beside releases: figures from elsewhere, and what readers think of pictures."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, RandomId, is_random_id, one_of
from app.models.loop import VERDICTS

RHYTHMS = ("monthly", "reference")
UNITS = ("percent", "count", "weeks", "days", "people", "score")
BETTER = ("higher", "lower")


class Figure(Base):
    """One thing that others count: what it is, from where, and who answers for it. Its values are `FigureValue`."""

    __tablename__ = "figure"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(200))
    rhythm: Mapped[str] = mapped_column(String(12))
    unit: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(200))
    better: Mapped[str | None] = mapped_column(String(8))
    target: Mapped[str | None] = mapped_column(String(20))
    priority_area: Mapped[str] = mapped_column(String(20), default="")
    journey_point: Mapped[str] = mapped_column(String(40), default="")
    criteria: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        one_of("rhythm", RHYTHMS, "rhythm"),
        one_of("unit", UNITS, "unit"),
        one_of("better", BETTER, "better"),
        CheckConstraint("length(source) > 0 AND length(owner) > 0", name="source_and_owner"),
        NO_ROWID,
    )


class FigureValue(Base):
    """What it was in one month (or year): the number as its owner wrote it, and the day on which it was true."""

    __tablename__ = "figure_value"
    figure_id: Mapped[str] = mapped_column(ForeignKey("figure.id", ondelete="CASCADE"), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[date]
    brought_on: Mapped[date]
    __table_args__ = (NO_ROWID,)


class PictureVerdict(Base):
    """How many readers of a quarter said that a picture does, partly or does not tell what they need. Counts only."""

    __tablename__ = "picture_verdict"
    picture: Mapped[str] = mapped_column(String(100), primary_key=True)
    quarter: Mapped[str] = mapped_column(String(8), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(8), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
    __table_args__ = (one_of("verdict", VERDICTS, "verdict"), NO_ROWID)


class PictureWords(Base):
    """What a reader wrote about a picture, with the month and without a name."""

    __tablename__ = "picture_words"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    picture: Mapped[str] = mapped_column(String(100))
    month: Mapped[date] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(Text)
    __table_args__ = (is_random_id("id"), NO_ROWID)
