"""How often something may be tried, counted in the database so that the limit holds across all web processes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.house import House
from app.models.base import db
from app.models.staff import Throttle
from app.services.errors import N_, TooMany
from app.services.transaction import writing

SLOW_DOWN = N_("That was tried too often. Wait %(minutes)s minutes, then try again.")
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
COUNTED = Throttle.__table__


def attempt(house: House, name: str, key: str, limit: int, window_seconds: int) -> None:
    """Count one try of `name` by `key`; from the one after `limit` within the window on it raises `TooMany`.

    `key` (a network address, say) is never stored: the bucket is a keyed hash that expires with its window.
    """
    bucket, window = place_of(house, name, key, window_seconds)
    row = {"bucket": bucket, "window": window, "attempts": 1}
    row["expires_at"] = house.now() + timedelta(seconds=window_seconds)
    with writing():
        insert = INSERT[db.session.get_bind().dialect.name](COUNTED).values(row)
        counted = insert.on_conflict_do_update(
            index_elements=[COUNTED.c.bucket, COUNTED.c.window], set_={"attempts": COUNTED.c.attempts + 1}
        )
        attempts = db.session.scalar(counted.returning(COUNTED.c.attempts))
    if attempts > limit:
        raise too_many(window_seconds)


def refuse_if_over(house: House, name: str, key: str, limit: int, window_seconds: int) -> None:
    """Raise `TooMany` if `limit` tries were counted in this window. Counts nothing itself."""
    bucket, window = place_of(house, name, key, window_seconds)
    counted = select(COUNTED.c.attempts).where(COUNTED.c.bucket == bucket, COUNTED.c.window == window)
    if (db.session.scalar(counted) or 0) >= limit:
        raise too_many(window_seconds)


def place_of(house: House, name: str, key: str, window_seconds: int) -> tuple[str, int]:
    window = int(house.now().timestamp()) // window_seconds
    return house.keyed_hash("throttle", f"{name}\n{key}"), window


def too_many(window_seconds: int) -> TooMany:
    return TooMany(SLOW_DOWN, minutes=-(-window_seconds // 60))
