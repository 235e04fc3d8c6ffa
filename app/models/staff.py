"""Staff accounts, their sign-in links and sessions, and the throttle that holds across processes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, KeyedHash, RandomId, one_of

ROLES = (
    "administrator",
    "officer",
    "facilitator",
    "analyst",
    "board-reader",
    "reviewer",
    "safeguarding",
    "dpo",
)


class Staff(Base):
    """A person who signs in. `password_hash` is Argon2id, absent until the first sign-in link was used."""

    __tablename__ = "staff"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    roles: Mapped[list[StaffRole]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class StaffRole(Base):
    """One role of one member of staff."""

    __tablename__ = "staff_role"
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    __table_args__ = (one_of("role", ROLES, "role"),)


class SignInLink(Base):
    """A one-time link: signs in once, then sets a password. Only a keyed hash of its token is kept."""

    __tablename__ = "sign_in_link"
    token_hash: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffSession(Base):
    """One signed-in browser; removing the row signs it out at once."""

    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]


class Throttle(Base):
    """How often something was tried lately, counted across all web processes. `bucket` is a keyed hash."""

    __tablename__ = "throttle"
    bucket: Mapped[str] = mapped_column(KeyedHash, primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    attempts: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
