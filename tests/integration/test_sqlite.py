"""SQLite as it must be set: nothing acknowledged is lost, nobody sees "locked", no row number tells an order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite3  # the same library: two in one process do not see each other's locks
from sqlalchemy import text

from app.config import ROOT
from app.models import db
from app.services.transaction import writing
from tests import engines

WITHOUT_ROWID = ("draft", "response", "answer", "comment", "score", "receipt", "imported_row", "release_member")
WRITER = """
import sys
from sqlalchemy import text
from app.models import db
from app.services.transaction import writing
from tests.engines import database

url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with database(url):
    for number in range(count):
        with writing():
            seen = db.session.execute(text("SELECT count(*) FROM setting")).scalar()
            row = {"key": f"{name}-{number}", "value": str(seen)}
            db.session.execute(text("INSERT INTO setting (key, value) VALUES (:key, :value)"), row)
        print(f"{name}-{number}", flush=True)
"""


def writer(url: str, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, url, name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_is_durable_and_checked(context: None) -> None:
    asked = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in asked} == asked
    version = db.session.execute(text("SELECT sqlite_version()")).scalar()
    assert tuple(map(int, version.split("."))) >= (3, 51, 3), "older ones can corrupt a database when its WAL is reset"


@pytest.mark.parametrize("table", WITHOUT_ROWID)
def test_tables_of_answers_have_no_row_number(database_url: str, table: str) -> None:
    connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
        connection.execute(f"SELECT rowid FROM {table}")
    connection.close()


def test_a_write_takes_the_lock_before_it_reads(context: None, database_url: str) -> None:
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=0)
    with writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_reading_never_waits_for_a_writer(context: None, database_url: str) -> None:
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=0)
    with writing():
        db.session.execute(text("INSERT INTO setting (key, value) VALUES ('a', 'b')"))
        assert other.execute("SELECT count(*) FROM setting").fetchone() == (0,)
    other.close()


@pytest.mark.whole
def test_eight_processes_write_at_once_and_none_finds_it_locked(database_url: str) -> None:
    writers = [writer(database_url, f"writer-{number}", 40) for number in range(8)]
    ends = [process.communicate(timeout=120) for process in writers]
    assert [process.returncode for process in writers] == [0] * 8, [error for _, error in ends]
    with engines.database(database_url):
        rows = db.session.execute(text("SELECT value FROM setting")).scalars().all()
    assert sorted(map(int, rows)) == list(range(320)), "two transactions saw the same state"


@pytest.mark.fault
def test_a_killed_writer_loses_nothing_that_it_acknowledged(database_url: str) -> None:
    acknowledged: set[str] = set()
    for turn in range(5):
        process = writer(database_url, f"turn-{turn}", 100_000)
        acknowledged.add(process.stdout.readline().strip())
        time.sleep(0.15)
        os.kill(process.pid, signal.SIGKILL)
        rest, _ = process.communicate()
        acknowledged |= set(rest.splitlines()[:-1]) | {line for line in rest.splitlines()[-1:] if rest.endswith("\n")}
    with engines.database(database_url):
        kept = set(db.session.execute(text("SELECT key FROM setting")).scalars())
        assert db.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert len(acknowledged) > 5
    assert acknowledged <= kept


def test_a_copy_for_a_test_is_a_whole_database(template_file: Path) -> None:
    connection = sqlite3.connect(template_file)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    connection.close()
