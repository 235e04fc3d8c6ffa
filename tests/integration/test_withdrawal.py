"""Taking one's answers back with the receipt: asked first, then gone for good, from drafts to scores."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.house import House
from app.models.answering import Answer, Comment, Receipt, Response, Score
from app.models.base import db
from app.models.record import AuditEvent
from tests.integration.test_respond_receipts import open_wave, sent, use

pytestmark = pytest.mark.whole

__all__ = ["open_wave", "sent"]
KEPT = (Response, Answer, Comment, Score, Receipt)


def counts() -> list[int]:
    db.session.rollback()  # the page has a session of its own; this one sees what is there now
    return [db.session.scalar(select(func.count()).select_from(model)) for model in KEPT]


def ask(client: FlaskClient, code: str, action: str) -> object:
    return client.post("/r/?lang=en", data={"code": code, "action": action, "whole": "yes"})


@pytest.mark.usefixtures("open_wave")
def test_it_asks_first_and_then_nothing_is_left(sent: object, client: FlaskClient, house: House) -> None:
    code = sent.receipt_code()
    before = counts()
    assert before[0] == before[4] == 1
    asked = ask(client, code, "withdraw")
    assert "Nobody can bring them back." in asked.text
    assert counts() == before
    gone = ask(client, code, "withdraw-now")
    assert "Your answers are deleted" in gone.text
    assert counts() == [0, 0, 0, 0, 0]
    assert use(client, code).page.status_code == 422
    assert ask(client, code, "withdraw-now").status_code == 422


@pytest.mark.usefixtures("open_wave")
def test_the_record_says_that_it_happened_and_not_to_whom(sent: object, client: FlaskClient) -> None:
    response_id = db.session.scalar(select(Response.id))
    ask(client, sent.receipt_code(), "withdraw-now")
    db.session.rollback()
    event = db.session.scalar(select(AuditEvent).where(AuditEvent.action == "answers-withdrawn"))
    assert event.actor == "respondent"
    assert response_id not in f"{event.subject} {event.detail}"


@pytest.mark.usefixtures("open_wave")
def test_a_wrong_code_takes_nothing_back(sent: object, client: FlaskClient) -> None:
    before = counts()
    assert ask(client, "ABCD-EFGH-J", "withdraw-now").status_code == 422
    assert counts() == before
