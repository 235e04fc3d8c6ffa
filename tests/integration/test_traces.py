"""A trace takes two people, yields link, day and text, ends by itself, and is in the audit trail step by step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.house import House
from app.models import db
from app.models.listening import Trace
from app.models.record import AuditEvent
from app.services import staff
from app.services.asking import collectors, waves
from app.services.comments import concern_queue, traces
from app.services.errors import Conflict, Forbidden
from app.services.running import retention
from app.services.staff import SignedIn
from tests.conftest import AuditedClient
from tests.integration.listening import alerts_sent, cases, elsewhere, hear, left_draft
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

HURT = "My uncle Zoltan hits me every night, call me on 07700 900123"
WHY = "The child may be in danger tonight; the duty team asks for the school"


@pytest.fixture
def link(house: House, context: None) -> str:
    waves.seed(house)
    return collectors.create(
        house, "young-person.general.my-confidence", label="Youth club, Tuesdays", locality="C", actor="command"
    )


@pytest.fixture
def path(app: Flask, house: House, link: str) -> str:
    left_draft(app, HURT, f"/c/{link}")
    hear(app, house)
    [case] = cases(app)
    return f"/staff/concerns/{case.id}"


@pytest.fixture
def first(app: Flask, house: House, path: str) -> AuditedClient:
    return signed_in(app, house, "safeguarding", email="first@example.org")


@pytest.fixture
def second(app: Flask, house: House, path: str) -> AuditedClient:
    return signed_in(app, house, "safeguarding", email="second@example.org")


def asked(app: Flask, first: AuditedClient, path: str) -> str:
    assert post(first, f"{path}/trace", path, reason=WHY).status_code == 302
    with app.app_context():
        return db.session.scalar(select(Trace.id))


@pytest.mark.usefixtures("both_engines")
def test_two_people_find_link_day_and_text_and_nothing_more(
    app: Flask, house: House, link: str, path: str, first: AuditedClient, second: AuditedClient
) -> None:
    trace = f"{path}/trace/{asked(app, first, path)}"
    assert first.get(trace).status_code == 409, "not before the second person"
    assert post(first, f"{trace}/agree", path).status_code == 403, "nobody agrees with themselves"
    assert "asks for your agreement" in second.get("/staff/concerns").text
    assert post(second, f"{trace}/agree", path).status_code == 302
    third = signed_in(app, house, "safeguarding", email="third@example.org")
    assert third.get(trace).status_code == 403
    for client in (first, second):
        page = client.get(trace).text
        assert link in page
        assert "Youth club, Tuesdays" in page
        assert "Locality C" in page
        assert "16 November 2026" in page
        assert HURT in page
        assert "07700 900123" in page
    with app.app_context():
        query = select(AuditEvent.action, AuditEvent.actor).where(AuditEvent.action.startswith("trace-"))
        kept = [tuple(row) for row in db.session.execute(query.order_by(AuditEvent.at, AuditEvent.action))]
    assert sorted(kept) == [
        ("trace-agreed", "second@example.org"),
        ("trace-asked", "first@example.org"),
        ("trace-seen", "first@example.org"),
        ("trace-seen", "second@example.org"),
    ]
    assert not [row for row in elsewhere(app) if "Zoltan" in row or "07700 900123" in row]


def test_the_others_are_told_without_content(app: Flask, house: House, path: str, first: AuditedClient) -> None:
    signed_in(app, house, "safeguarding", email="second@example.org")
    before = len(alerts_sent(app, house))
    asked(app, first, path)
    [told] = alerts_sent(app, house)[before:]
    assert told["address"] == "second@example.org"
    assert WHY not in str(told)
    assert "Zoltan" not in str(told)


def test_a_request_lapses_and_an_open_trace_ends(
    app: Flask, house: House, path: str, first: AuditedClient, second: AuditedClient
) -> None:
    trace = f"{path}/trace/{asked(app, first, path)}"
    house.now.move(hours=7)
    second = signed_in(app, house, "safeguarding", email="second@example.org")
    assert post(second, f"{trace}/agree", path).status_code == 302
    house.now.move(hours=7)
    assert second_look(app, house, trace) == 200
    house.now.move(hours=18)
    assert second_look(app, house, trace) == 409
    first = signed_in(app, house, "safeguarding", email="first@example.org")
    assert "Over" in first.get(path).text
    assert post(first, f"{path}/trace", path, reason=WHY).status_code == 302, "it can be asked for again"
    house.now.move(hours=25)
    second = signed_in(app, house, "safeguarding", email="second@example.org")
    assert "Lapsed" in second.get(path).text


def second_look(app: Flask, house: House, trace: str) -> int:
    return signed_in(app, house, "safeguarding", email="second@example.org").get(trace).status_code


def test_no_without_a_reason_without_reading_or_twice(
    app: Flask, house: House, path: str, first: AuditedClient, second: AuditedClient
) -> None:
    first.get(path)
    assert post(first, f"{path}/trace", path, reason="why").status_code == 422
    asked(app, first, path)
    assert post(first, f"{path}/trace", path, reason=WHY).status_code == 422
    with app.app_context():
        who = next(person for person in staff.listed(house) if person.email == "second@example.org")
        with pytest.raises(Conflict):
            traces.ask(house, who, path.rpartition("/")[2], WHY)


@pytest.mark.parametrize("closer", ["first", "second"])
def test_either_can_say_no(app: Flask, path: str, first: AuditedClient, second: AuditedClient, closer: str) -> None:
    trace = f"{path}/trace/{asked(app, first, path)}"
    client = first if closer == "first" else second
    assert post(client, f"{trace}/close", path).status_code == 302
    assert post(second, f"{trace}/agree", path).status_code == 409
    assert first.get(trace).status_code == 409


def test_alone_nobody_can_ask(path: str, first: AuditedClient) -> None:
    assert "You are the only one with the safeguarding role" in first.get(path).text


def test_once_the_words_are_taken_back_nothing_is_found(
    app: Flask, house: House, path: str, first: AuditedClient, second: AuditedClient
) -> None:
    trace = f"{path}/trace/{asked(app, first, path)}"
    post(second, f"{trace}/agree", path)
    with app.app_context():
        db.session.execute(db.text("DELETE FROM draft"))
        db.session.commit()
    hear(app, house)
    assert first.get(trace).status_code == 404


def test_the_record_goes_when_the_trail_does(
    app: Flask, house: House, path: str, first: AuditedClient, second: AuditedClient
) -> None:
    asked(app, first, path)
    with app.app_context():
        db.session.scalar(select(Trace)).expires_on = house.today() - timedelta(days=1)
        db.session.commit()
        assert retention.delete_expired(house)["traces"] == 1


@pytest.mark.usefixtures("context")
def test_the_verbs_themselves_refuse_everyone_else(house: House) -> None:
    who = SignedIn("x", "x@example.org", frozenset({"administrator", "dpo", "analyst", "officer"}), True)
    for verb in (
        traces.of_case,
        traces.agree,
        traces.close,
        traces.look,
        concern_queue.reopen,
        concern_queue.following,
    ):
        with pytest.raises(Forbidden):
            verb(house, who, "x")
    with pytest.raises(Forbidden):
        traces.ask(house, who, "x", WHY)
    with pytest.raises(Forbidden):
        traces.waiting(house, who)
