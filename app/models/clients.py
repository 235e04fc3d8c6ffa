"""Programs of others that read the feed with a key. Only a keyed hash of a key is kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import NO_ROWID, Base, KeyedHash, RandomId, is_random_id


class ApiKey(Base):
    """One client's key to the board tier of the feed. With `ended_on` it opens nothing any more."""

    __tablename__ = "api_key"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    key_hash: Mapped[str] = mapped_column(KeyedHash, unique=True)
    client: Mapped[str] = mapped_column(String(80))
    made_by: Mapped[str] = mapped_column(String(254))
    made_on: Mapped[date]
    ended_on: Mapped[date | None]
    __table_args__ = (is_random_id("id"), NO_ROWID)
