"""The migrations make exactly what the models say, up and down, on both engines, with and without data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app.models import db
from tests.engines import MIGRATIONS, Postgres, database

pytestmark = pytest.mark.whole

REVISIONS = [revision.revision for revision in ScriptDirectory(MIGRATIONS).walk_revisions()][::-1]


@pytest.fixture
def empty(request: pytest.FixtureRequest, both_engines: str, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if both_engines == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.new_database(migrated=False)


def rows(query: str) -> list[tuple]:
    return [tuple(row) for row in db.session.execute(text(query))]


def test_the_migrated_database_equals_the_models(empty: str) -> None:
    with database(empty):
        upgrade(directory=MIGRATIONS)
        with db.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


def test_up_to_each_revision_and_down_again_leaves_nothing(empty: str) -> None:
    with database(empty):
        for revision in REVISIONS:
            upgrade(directory=MIGRATIONS, revision=revision)
            downgrade(directory=MIGRATIONS, revision="base")
            assert inspect(db.engine).get_table_names() == ["alembic_version"]
            inspect(db.engine).clear_cache()
        upgrade(directory=MIGRATIONS)


def test_the_migration_of_a_database_with_data_keeps_them(empty: str) -> None:
    with database(empty):
        upgrade(directory=MIGRATIONS, revision=REVISIONS[0])
        db.session.execute(
            text("INSERT INTO wave (id, opens_on, closes_on) VALUES ('2026-06', '2026-05-11', '2026-06-30')")
        )
        db.session.execute(text("INSERT INTO setting (key, value) VALUES ('synthetic', 'yes')"))
        db.session.commit()
        upgrade(directory=MIGRATIONS)
        assert rows("SELECT id FROM wave") == [("2026-06",)]
        assert rows("SELECT value FROM setting") == [("yes",)]
        db.session.rollback()
        downgrade(directory=MIGRATIONS, revision="base")


def test_upgrading_twice_changes_nothing(empty: str) -> None:
    with database(empty):
        upgrade(directory=MIGRATIONS)
        before = rows("SELECT version_num FROM alembic_version")
        db.session.rollback()
        upgrade(directory=MIGRATIONS)
        assert rows("SELECT version_num FROM alembic_version") == before


def statements() -> set[str]:
    """Each table, index and trigger of a SQLite database; the order of lines within one does not matter."""
    found = rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'")
    db.session.rollback()
    return {"\n".join(sorted(re.sub(r"\s+", " ", line.strip(" ,\t")) for line in sql.splitlines())) for (sql,) in found}


def test_checks_triggers_and_rowids_too_equal_the_models(tmp_path: Path) -> None:
    with database(f"sqlite:///{tmp_path / 'migrated.sqlite3'}"):
        upgrade(directory=MIGRATIONS)
        migrated = statements()
    with database(f"sqlite:///{tmp_path / 'made.sqlite3'}"):
        db.create_all()
        assert statements() == migrated


@pytest.mark.postgres
def test_checks_and_triggers_equal_the_models_on_postgres(postgres: Postgres) -> None:
    queries = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version' ORDER BY 1, 2",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
    )
    with database(postgres.new_database()):
        migrated = [rows(query) for query in queries]
    with database(postgres.new_database(migrated=False)):
        db.create_all()
        assert [rows(query) for query in queries] == migrated
