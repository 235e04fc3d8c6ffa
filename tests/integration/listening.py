"""What the tests of the safeguarding queue share: somebody writes, the worker hears it, and what stands where."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select, text

from app.comments.hearing import listen
from app.house import House
from app.models import db
from app.models.listening import ConcernCase
from app.models.reach import Message
from app.services.comments.readings import Ear
from app.services.reach import messages
from app.services.running import lease
from tests.integration.respond_walker import YOUNG, Walker, second

HOLDER = "test"
BY_RIGHT = {"draft", "comment", "group_note", "reading"}
"""Tables that hold texts."""


def hear(app: Flask, house: House, ear: Ear | None = None) -> int:
    with app.app_context():
        assert lease.beat(house, HOLDER)
        return listen(house, HOLDER, ear or Ear())


def left_draft(app: Flask, words: str, survey: str = YOUNG, box: str = "change") -> Walker:
    """Somebody answers up to the box for free text, writes, and goes no further than saving it."""
    walker = Walker(app.test_client()).start(survey)
    while box not in walker.texts():
        values = {name: second(name, options) for name, options in walker.offered().items()}
        walker.post(walker.form() | values | {"action": "next"})
    return walker.send("next", **{box: words})


def cases(app: Flask) -> list[ConcernCase]:
    with app.app_context():
        return list(db.session.scalars(select(ConcernCase).order_by(ConcernCase.id)))


def alerts_sent(app: Flask, house: House) -> list[dict[str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(Message).where(Message.kind == "alert").order_by(Message.set_at))
        return [messages.content_of(house, row) for row in rows]


def elsewhere(app: Flask) -> Iterator[str]:
    """Every word of the database outside the tables that hold texts by right."""
    with app.app_context():
        for name in [name for name in db.metadata.tables if name not in BY_RIGHT]:
            yield from (str(tuple(row)) for row in db.session.execute(text(f"SELECT * FROM {name}")))
