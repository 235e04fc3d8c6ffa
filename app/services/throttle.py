"""How often something may be tried, counted in the database so that the limit holds across all web processes."""

from __future__ import annotations

from datetime import timedelta

from app.house import House
from app.models.base import db
from app.models.staff import Throttle
from app.services.errors import N_, TooMany
from app.services.transaction import writing

SLOW_DOWN = N_("That was tried too often. Wait %(minutes)s minutes, then try again.")


def refuse_if_over(house: House, name: str, key: str, limit: int, window_seconds: int) -> None:
    """Raise `TooMany` if `limit` tries were counted in this window. Counts nothing itself."""
    bucket, window = house.keyed_hash("throttle", f"{name}\n{key}"), int(house.now().timestamp()) // window_seconds
    row = db.session.get(Throttle, (bucket, window))
    if row is not None and row.attempts >= limit:
        raise TooMany(SLOW_DOWN, minutes=-(-window_seconds // 60))


def attempt(house: House, name: str, key: str, limit: int, window_seconds: int) -> None:
    """Count one try of `name` by `key`; from the one after `limit` within the window on it raises `TooMany`."""
    now = house.now()
    window = int(now.timestamp()) // window_seconds
    bucket = house.keyed_hash("throttle", f"{name}\n{key}")
    with writing():
        row = db.session.get(Throttle, (bucket, window))
        if row is None:
            row = Throttle(bucket=bucket, window=window, attempts=0, expires_at=now + timedelta(seconds=window_seconds))
            db.session.add(row)
        row.attempts += 1
        attempts = row.attempts
    if attempts > limit:
        raise TooMany(SLOW_DOWN, minutes=-(-window_seconds // 60))
