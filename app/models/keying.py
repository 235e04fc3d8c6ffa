"""Sheets of paper that staff typed in: for a while which answers they became, and which numbers were typed before."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, KeyedHash, RandomId, is_random_id


class KeyedSheet(Base):
    """One sheet, while it can be taken back or checked. `number` counts a person's sheets of a day.

    `off_path` is how many answers on it stood at questions that should have been left out.
    """

    __tablename__ = "keyed_sheet"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), unique=True)
    keyed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    keyed_on: Mapped[date]
    number: Mapped[int]
    off_path: Mapped[int] = mapped_column(default=0)
    serial_hash: Mapped[str | None] = mapped_column(ForeignKey("keyed_serial.serial_hash"))
    answers: Mapped[int]
    checked_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    checked_on: Mapped[date | None]
    differences: Mapped[int | None]
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (is_random_id("id"), CheckConstraint("number >= 1", name="number_from_1"), NO_ROWID)


class KeyedSerial(Base):
    """That a sheet with this number was typed in. Holds a keyed hash of survey, wave and number only."""

    __tablename__ = "keyed_serial"
    serial_hash: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    expires_on: Mapped[date] = mapped_column(index=True)
    __table_args__ = (CheckConstraint("length(serial_hash) = 64", name="hash_length"), NO_ROWID)
