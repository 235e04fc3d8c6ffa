"""`/healthz` says that it lives; `/readyz` says what is not ready yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.house import House
from app.models import db
from app.services.running import lease
from app.services.transaction import writing

READY = {"ready": True, "database": "ok", "migrations": "ok", "worker": "ok"}


def execute(statement: str) -> None:
    with writing():
        db.session.execute(text(statement))


def test_it_lives(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


@pytest.mark.usefixtures("both_engines")
def test_ready_when_the_worker_was_seen_lately(app: Flask, client: FlaskClient, house: House) -> None:
    with app.app_context():
        lease.beat(house, "worker")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, READY)
    house.now.move(minutes=3)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, READY | {"ready": False, "worker": "not seen for 180 seconds"})


def test_not_ready_before_the_first_heartbeat(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["worker"]) == (503, "never seen")


@pytest.mark.usefixtures("both_engines")
def test_not_ready_on_a_database_of_another_version(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        execute("UPDATE alembic_version SET version_num = '0000'")
    assert client.get("/readyz").json["migrations"].startswith("at 0000, not ")
    with app.app_context():
        execute("DROP TABLE alembic_version")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["migrations"].startswith("at nothing, not ")


def test_not_ready_without_a_database(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    with app.app_context():
        db.engine.dispose()
    (tmp_path / "said-and-done.sqlite3").write_bytes(b"this is no database" * 100)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["ready"]) == (503, False)
    assert answer.json["database"] == "does not answer (DatabaseError)"
