"""Applications for tests: one per process and partnership, given each test's own house and database in turn.

An application takes long to put together and keeps nothing of a request. What a test puts into its settings or
extensions goes with the test.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event, make_url

from app.factory import create_app
from app.house import House
from app.models import db


class CompiledOnce(BytecodeCache):
    """Templates compiled by one application serve the next one's."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledOnce()


def unchanged(_app: Flask) -> None:
    """The application as it is."""


def fresh(house: House, client_class: type[FlaskClient], prepare: Callable[[Flask], None] = unchanged) -> Flask:
    """An application of this house alone."""
    app = create_app(house=house)
    app.config.update(TESTING=True)
    app.test_client_class = client_class
    app.jinja_env.bytecode_cache = COMPILED
    prepare(app)
    return app


class Shared:
    """One application on SQLite that serves one test after the other."""

    def __init__(self, app: Flask) -> None:
        self.app, self.busy = app, False
        self.settings, self.extensions = dict(self.app.config), dict(self.app.extensions)
        with self.app.app_context():
            self.engine = db.engine
        event.listen(self.engine, "do_connect", self.point)

    def point(self, _dialect: object, _record: object, place: list[object], _options: object) -> None:
        """Each new connection opens the database of the test that is running."""
        place[0] = self.engine.url.database

    def serve(self, house: House) -> Iterator[Flask]:
        assert not self.busy, "two applications of one house in one test: take `fresh` for the second"
        self.busy = True
        self.engine.url = make_url(house.config.database_url)
        self.app.config["SQLALCHEMY_DATABASE_URI"] = house.config.database_url
        self.app.extensions["house"] = house
        self.app.instance_path = str(house.config.data_dir)
        try:
            yield from closing(self.app)
        finally:
            self.clear()

    def clear(self) -> None:
        self.busy = False
        for kept, first in ((self.app.config, self.settings), (self.app.extensions, self.extensions)):
            kept.clear()
            kept.update(first)


SHARED: dict[Hashable, Shared] = {}


def unplaced(house: House) -> Hashable:
    """What an application is made of, apart from where one test keeps its data and its clock."""
    config = replace(house.config, data_dir=Path(), database_url="")
    return config, id(house.partnership), id(house.framework)


def lent(
    house: House, client_class: type[FlaskClient], prepare: Callable[[Flask], None] = unchanged
) -> Iterator[Flask]:
    """An application for one test with that test's house and database; `prepare` adds views to one, once."""
    if not house.config.database_url.startswith("sqlite"):
        yield from closing(fresh(house, client_class, prepare))
        return
    key = unplaced(house), client_class, prepare
    if key not in SHARED:
        SHARED[key] = Shared(fresh(house, client_class, prepare))
    yield from SHARED[key].serve(house)


def closing(app: Flask) -> Iterator[Flask]:
    """The application, whose connections are closed afterwards."""
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
