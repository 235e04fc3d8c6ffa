"""One write is one transaction that is whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from app.models.base import db


@contextmanager
def writing() -> Iterator[None]:
    """Everything inside is committed together, or nothing is. Takes SQLite's write lock at once (BEGIN IMMEDIATE).

    A service function that only takes part in its caller's transaction does not use this and says so.
    """
    db.session.rollback()
    db.session.connection(execution_options={"sqlite_immediate": True})
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def reading_widely() -> None:
    """For the transaction that follows many rows by their keys: PostgreSQL's defaults are those of turning disks and of
    little memory, by which it would read a whole table for each part of it."""
    if db.session.get_bind().dialect.name == "postgresql":
        for setting in ("random_page_cost = 1.1", "work_mem = '32MB'"):
            db.session.execute(text(f"SET LOCAL {setting}"))
