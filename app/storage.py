"""The engine: SQLite so that what was acknowledged is durable, or PostgreSQL, with the same code above it."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, event

CONNECTIONS = 16
"""Kept open per process: one for each thread of the web server, so that no thread waits for another's."""


def engine_options(database_url: str) -> dict[str, Any]:
    """Options for `create_engine`. SQLite uses the bundled pysqlite3, whose WAL has no reset bug."""
    if not database_url.startswith("sqlite"):
        return {"pool_pre_ping": True, "pool_size": CONNECTIONS}
    import pysqlite3.dbapi2

    arguments = {"timeout": 30, "check_same_thread": False}
    return {"module": pysqlite3.dbapi2, "connect_args": arguments, "pool_size": CONNECTIONS}


def prepare_sqlite(engine: Engine) -> None:
    """WAL and FULL (an acknowledged commit survives a power cut), foreign keys on, transactions begun by us."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", begin)


def set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("sqlite_immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
