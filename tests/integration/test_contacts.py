"""People leave an address after a survey: it is pooled, written in batches, used for what they asked, and deleted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.reach import Contact, Pool
from app.services.asking import waves
from app.services.comments import alerts
from app.services.errors import Conflict, NotFound
from app.services.loop.entry_texts import EntryText, ReplyText
from app.services.reach import contacts, outbox
from app.services.running import retention
from tests.integration.campaign_steps import SURVEY, turn
from tests.integration.entry_steps import made_public
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

both = pytest.mark.usefixtures("both_engines", "context")
PAGE = f"/stay/{SURVEY}"


@pytest.fixture(autouse=True)
def waves_are_there(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)


def leave(house: House, count: int, **wants: bool) -> list[str]:
    wants = {"follow_up": True, "news": True, **wants}
    return [contacts.leave(house, f"p{number}@example.org", SURVEY, "en", **wants) for number in range(count)]


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(Contact))


@both
def test_nobody_is_written_alone(house: House) -> None:
    leave(house, 9)
    turn(house)
    assert kept() == 0
    contacts.leave(house, "07700 900123", SURVEY, "ar", follow_up=False, news=True)
    turn(house)
    assert kept() == 10
    assert {row.expires_on for row in db.session.scalars(select(Contact))} == {date(2028, 7, 31)}


@both
def test_the_pool_tells_no_number(house: House) -> None:
    leave(house, 1)
    one = len(db.session.get_one(Pool, contacts.POOL).sealed)
    leave(house, 5)
    db.session.expire_all()
    assert len(db.session.get_one(Pool, contacts.POOL).sealed) == one


@both
def test_a_small_batch_is_written_when_it_is_far_from_any_answer(house: House) -> None:
    leave(house, 3)
    house.now.move(days=61)
    turn(house)
    assert kept() == 3


@both
def test_the_next_survey_is_told_once_in_a_later_wave_and_news_once_ever(house: House) -> None:
    leave(house, 10)
    leave(house, 10, news=False)
    turn(house)
    assert outbox.count(house) == 0
    house.now.time = house.now.time.replace(year=2027, month=5, day=20)
    for _ in range(2):
        turn(house)
    assert outbox.count(house) == 10
    publish(house)
    for _ in range(2):
        turn(house)
    assert outbox.count(house) == 10
    assert {row.subject.split(": ")[1] for row in outbox.listed(house)} == {"how is it now?"}


@both
def test_news_goes_to_those_who_asked_for_it(house: House) -> None:
    leave(house, 10, follow_up=False)
    turn(house)
    publish(house)
    for _ in range(2):
        turn(house)
    assert [row.subject.split(": ")[1] for row in outbox.listed(house)] == ["you said, we did"] * 10


def publish(house: House) -> None:
    said = "We ring back within two days."
    reply = ReplyText("we-did", said, "scc", house.today(), text_easy=said)
    made_public(
        house, EntryText("Nobody rings back", "Nobody rings back", "phone", audience="parent-carer", replies=(reply,))
    )


@both
def test_an_address_goes_on_its_date(house: House) -> None:
    leave(house, 10)
    turn(house)
    house.now.time = house.now.time.replace(year=2028, month=8, day=1)
    assert retention.delete_expired(house)["contacts"] == 10


def test_somebody_leaves_an_address_and_takes_it_back(app: Flask, house: House) -> None:
    client = app.test_client()
    assert "Are you under 13" not in client.get(PAGE).text
    wrong = client.post(PAGE, data={"address": "nobody@nowhere", "news": "yes", "whole": "yes"})
    assert wrong.status_code == 422
    assert "name@example.org" in wrong.text
    assert client.post(PAGE, data={"address": "a@example.org", "whole": "yes"}).status_code == 422
    page = client.post(PAGE, data={"address": "a@example.org", "news": "yes", "whole": "yes"})
    assert "We will write to you" in page.text
    assert "ticket" not in str(client._cookies)
    with app.app_context():
        assert len(contacts.pool(house)) == 1
    client.post(re.search(r'href="(/stop/[^"]+)"', page.text)[1])
    with app.app_context():
        assert contacts.pool(house) == []


@pytest.mark.parametrize("lang", ["ar", "ur", "pl"])
def test_the_pages_speak_other_languages(app: Flask, lang: str) -> None:
    client = app.test_client()
    data = {"address": "a@example.org", "news": "yes", "whole": "yes"}
    for page in (client.get(f"{PAGE}?lang={lang}"), client.post(f"{PAGE}?lang={lang}", data=data)):
        assert f'lang="{lang}"' in page.text


# Alerts


def with_mail(house: House) -> House:
    return replace(house, config=replace(house.config, smtp_host="mail.example.org", smtp_port=25))


@pytest.mark.usefixtures("context", "alerts_unproven")
def test_an_alert_channel_is_proven_by_a_person_and_for_its_settings_only(house: House) -> None:
    house = with_mail(house)
    assert not alerts.proven(house)
    from app.services import staff

    staff.add(house, "lead@example.org", ["safeguarding"])
    [(staff_id, email)] = alerts.people(("safeguarding",))
    alerts.send_test(house, staff_id, email)
    token = token_in_queue(house)
    with pytest.raises(NotFound):
        alerts.confirm(house, token, "0" * 32, "other@example.org")
    other = replace(house, config=replace(house.config, smtp_host="other.example.org"))
    with pytest.raises(Conflict):
        alerts.confirm(other, token, staff_id, email)
    alerts.confirm(house, token, staff_id, email)
    assert alerts.proven(house)
    assert not alerts.proven(other)
    with pytest.raises(NotFound):
        alerts.confirm(house, token, staff_id, email)


def token_in_queue(house: House) -> str:
    from app.models.reach import Message
    from app.services.reach import messages

    row = db.session.scalars(select(Message)).one()
    return messages.content_of(house, row)["text"].split("/staff/alerts/")[1].split()[0]


@pytest.mark.usefixtures("alerts_unproven")
def test_the_outbox_never_counts_as_proven(app: Flask, house: House) -> None:
    lead = signed_in(app, house, "safeguarding")
    assert "No alert leaves this system" in lead.get("/staff/alerts").text
    post(lead, "/staff/alerts")
    with app.app_context():
        token = token_in_queue(house)
    page = f"/staff/alerts/{token}"
    assert "Yes, it arrived" in lead.get(page).text
    post(lead, page)
    with app.app_context():
        assert not alerts.proven(house)
    house.now.move(seconds=1)


def test_a_test_alert_goes_stale(app: Flask, house: House) -> None:
    lead = signed_in(app, house, "safeguarding")
    post(lead, "/staff/alerts")
    with app.app_context():
        token = token_in_queue(house)
        house.now.move(hours=1)
        house.now.time += timedelta(days=alerts.CHECK_DAYS)
        [(staff_id, email)] = alerts.people(("safeguarding",))
        with pytest.raises(NotFound):
            alerts.confirm(house, token, staff_id, email)
