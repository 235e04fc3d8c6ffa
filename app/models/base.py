"""The database handle and the column types that all models share. No queries."""

from __future__ import annotations

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CheckConstraint, MetaData, String
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

RandomId = String(32)
"""32 hex digits, 128 bits from the system's random source: betrays no order."""
KeyedHash = String(64)
"""64 hex digits: HMAC-SHA256 under a key that is not in the database."""
NO_ROWID = {"sqlite_with_rowid": False}
"""SQLite numbers the rows of a table in the order they came; tables of answers must not."""


def one_of(column: str, values: tuple[str, ...], name: str) -> CheckConstraint:
    """A check that a column holds one of the given words (NULL passes)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


def is_random_id(column: str) -> CheckConstraint:
    """A check that refuses a blank or short id: a blank token must never become a person."""
    return CheckConstraint(f"length({column}) = 32", name=f"{column}_length")
