"""A receipt that its owner asked us to remember: next time one button, the same person, and no code to type."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.house import House
from app.models import db
from app.models.answering import Draft
from app.models.reach import Contact, RememberedReceipt
from app.services.asking import entrances, programmes, receipts, waves, withdrawal
from app.services.asking.entrances import Entrance
from app.services.asking.programmes import ProgrammeView
from app.services.reach import contacts, linkage, outbox
from scripts.year.people import Person, send
from tests.integration.campaign_steps import SURVEY, turn
from tests.integration.staff_sign_in import signed_in

pytestmark = pytest.mark.whole

both = pytest.mark.usefixtures("both_engines")
PAGE = f"/stay/{SURVEY}"
BACK = re.compile(r"/back/[\w-]{22}")


@pytest.fixture(autouse=True)
def waves_are_there(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)


def answered(house: House, who: str | None = None) -> str:
    """Somebody answers today; their receipt code."""
    person = Person("")
    send(house, person, Entrance(house.partnership.catalogue.latest(SURVEY)), "", who)
    return person.receipt


def in_may(house: House) -> None:
    house.now.time = house.now.time.replace(year=2027, month=5, day=20)


@both
def test_the_message_leads_to_one_button_and_the_same_person(app: Flask, house: House) -> None:
    client = app.test_client()
    with app.app_context():
        codes = [answered(house) for _ in range(10)]
        first = receipts.find(house, codes[0]).person
    for number, code in enumerate(codes):
        fields = {"address": f"p{number}@example.org", "follow_up": "yes", "receipt": code.lower(), "whole": "yes"}
        assert client.post(PAGE, data=fields).status_code == 200
    with app.app_context():
        turn(house)
        in_may(house)
        turn(house)
        letters = {one.address: one.text for one in outbox.listed(house)}
    link = BACK.search(letters["p0@example.org"])[0]
    assert "You need no code." in letters["p0@example.org"]
    page = client.get(link)
    assert "Answer again" in page.text
    assert client.post(link, data={"whole": "yes"}).status_code == 303
    assert client.get(link[:-1] + ("A" if link[-1] != "A" else "B")).status_code == 404
    with app.app_context():
        assert list(db.session.scalars(select(Draft.person))) == [first]


@both
@pytest.mark.usefixtures("context")
def test_a_receipt_that_is_not_wanted_is_never_kept_alone(house: House) -> None:
    code = answered(house).replace("-", "")
    tokens = [contacts.leave(house, f"p{n}@example.org", SURVEY, "en", True, False, receipt=code) for n in range(10)]
    turn(house)
    assert len(db.session.scalars(select(RememberedReceipt)).all()) == 10
    contacts.remove(house, contacts.invitations.hash_of(house, "stop", tokens[0]))
    assert len(db.session.scalars(select(RememberedReceipt)).all()) == 9
    assert all(code.encode() not in row.sealed for row in db.session.scalars(select(RememberedReceipt)))


@pytest.mark.parametrize("typed", ["nonsense", "0000-0000-0", "zebra zebra zebra zebra"])
def test_a_wrong_code_is_said_at_its_box_and_nothing_is_kept(app: Flask, house: House, typed: str) -> None:
    fields = {"address": "p@example.org", "follow_up": "yes", "receipt": typed, "whole": "yes"}
    page = app.test_client().post(PAGE, data=fields)
    assert page.status_code == 422
    assert 'id="receipt-error"' in page.text
    with app.app_context():
        assert db.session.scalars(select(Contact)).all() == []


def test_answers_that_were_taken_back_lead_to_the_receipt_page(app: Flask, house: House) -> None:
    with app.app_context():
        codes = [answered(house) for _ in range(10)]
        for number, code in enumerate(codes):
            contacts.leave(house, f"p{number}@example.org", SURVEY, "en", True, False, receipt=code.replace("-", ""))
        turn(house)
        in_may(house)
        turn(house)
        link = BACK.search(next(one.text for one in outbox.listed(house) if one.address == "p3@example.org"))[0]
        withdrawal.withdraw(house, codes[3])
    assert app.test_client().get(link).headers["Location"].startswith("/r/")


@both
@pytest.mark.usefixtures("context")
def test_the_share_of_those_who_came_back_is_to_five_and_from_a_hundred(house: House) -> None:
    programme = ProgrammeView("p", "P", "waves", True, (SURVEY,), (), frozenset())
    people = [receipts.find(house, answered(house)).person for _ in range(48)]
    in_may(house)
    for who in people[:33]:
        answered(house, who)
    for _ in range(66):
        answered(house)
    wave = entrances.opening(house, Entrance(house.partnership.catalogue.latest(SURVEY))).wave
    [now, before] = linkage.of_programme(house, programme)
    assert (now.wave, now.about, now.percent, before.percent) == (wave, 100, None, None)
    answered(house)
    assert linkage.of_programme(house, programme)[0].percent == 35


def test_the_page_of_a_programme_shows_it(app: Flask, house: House) -> None:
    with app.app_context():
        programmes.create(house, "Ours", "waves", [SURVEY], [], "officer@example.org")
        answered(house)
    page = signed_in(app, house, "officer").get("/staff/programmes/ours")
    assert "Who came back" in page.text
