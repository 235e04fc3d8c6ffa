"""Free text of young people is off until an alert was proven to arrive, and nobody loses what they wrote meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.house import House
from app.models import db
from app.models.answering import Answer, Comment
from app.models.reach import AlertCheck, Message
from app.services import facts, staff
from app.services.asking import waves
from app.services.comments import alerts
from app.services.reach import messages
from app.services.transaction import writing
from surveys import words
from surveys.answers import Answer as Given
from tests import applications
from tests.conftest import AuditedClient, Clock, opened, settings
from tests.integration.group_room import Room, open_session
from tests.integration.respond_walker import PARENT, YOUNG, Walker, second
from tests.integration.staff_sign_in import post, signed_in, token_of

pytestmark = [pytest.mark.usefixtures("alerts_unproven"), pytest.mark.whole]
WORDS = "More quiet rooms please"
LOST = "Young people cannot write in their own words now."


@pytest.fixture
def house(tmp_path: Path, database_url: str, clock: Clock, partnership_dir: Path) -> House:
    """A house whose mail server is set up and was never tried."""
    config = replace(settings(tmp_path, database_url, partnership_dir), smtp_host="mail.example.org")
    return replace(opened(partnership_dir), config=config, now=clock)


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    for app in applications.lent(house, AuditedClient):
        with app.app_context():
            waves.seed(house)
        yield app


@pytest.fixture
def lead(app: Flask, house: House) -> AuditedClient:
    return signed_in(app, house, "safeguarding")


def switch_on(app: Flask, house: House, lead: AuditedClient) -> None:
    """As a person does: send a test, open the link of the mail, say that it arrived."""
    assert post(lead, "/staff/alerts").status_code == 302
    with app.app_context():
        rows = db.session.scalars(select(Message).where(Message.kind == "alert"))
        text = "".join(messages.content_of(house, row)["text"] for row in rows)
    link = re.findall(r"/staff/alerts/\S+", text)[-1]
    assert post(lead, link).status_code == 302


def switch_off(app: Flask) -> None:
    """As if the mail settings were changed: no confirmation fits them any more."""
    with app.app_context(), writing():
        db.session.execute(delete(AlertCheck))


def at_box(app: Flask, box: str = "change") -> Walker:
    walker = Walker(app.test_client()).start(YOUNG)
    while box not in walker.texts():
        values = {name: second(name, options) for name, options in walker.offered().items()}
        walker.post(walker.form() | values | {"action": "next"})
    return walker


def walk(app: Flask, survey: str) -> Walker:
    return Walker(app.test_client()).start(survey).to_the_end(second)


def test_a_young_person_is_asked_for_no_words_and_staff_see_why(app: Flask, house: House) -> None:
    client = signed_in(app, house, "officer")
    assert LOST in client.get("/staff/").text
    assert LOST in client.get("/staff/waves").text
    walker = walk(app, YOUNG)
    assert not {"own-words", "good", "change", "quote"} & set(walker.seen)
    walker.send("finish")
    assert walker.place == "receipt"
    with app.app_context():
        assert not db.session.scalars(select(Answer).where(Answer.question_id.in_(("good", "change", "quote")))).all()


def test_adults_are_asked_as_ever(app: Flask) -> None:
    assert "change" in walk(app, PARENT).seen


@pytest.mark.usefixtures("both_engines")
def test_the_boxes_come_by_themselves_once_somebody_confirmed_a_test_alert(
    app: Flask, house: House, lead: AuditedClient
) -> None:
    switch_on(app, house, lead)
    assert LOST not in lead.get("/staff/").text
    assert {"own-words", "change", "quote"} <= set(walk(app, YOUNG).seen)
    with app.app_context():
        other = replace(house, config=replace(house.config, smtp_host="other.example.org"))
        assert alerts.proven(house)
        assert not alerts.proven(other), "another mail server has to be tried anew"


def test_without_a_lead_nothing_is_proven(app: Flask, house: House, lead: AuditedClient) -> None:
    switch_on(app, house, lead)
    with app.app_context():
        who = next(person for person in staff.listed(house) if "safeguarding" in person.roles)
        staff.add(house, "boss@example.org", ["administrator"])
        boss = next(person for person in staff.listed(house) if "administrator" in person.roles)
        staff.switch_off(house, who.id, boss)
        assert not alerts.proven(house)
    assert "change" not in walk(app, YOUNG).seen


def test_words_that_are_sent_after_the_switch_went_off_are_kept(app: Flask, house: House, lead: AuditedClient) -> None:
    switch_on(app, house, lead)
    walker = at_box(app)
    switch_off(app)
    walker.send("next", change=WORDS)
    assert walker.page.status_code == 200
    walker.to_the_end(second)
    assert WORDS in walker.words(), "the check page shows it, and it can be changed"
    walker.send("finish")
    assert walker.place == "receipt"
    with app.app_context():
        assert db.session.scalars(select(Comment.text)).all() == [WORDS]


def test_words_that_were_saved_before_stay_and_can_be_changed(app: Flask, house: House, lead: AuditedClient) -> None:
    switch_on(app, house, lead)
    walker = at_box(app).send("next", change=WORDS)
    switch_off(app)
    walker.to_the_end(second)
    walker.open(re.search(r'href="([^"]*/change\?[^"]*)"', walker.page.text)[1].replace("&amp;", "&"))
    assert walker.form()["change"].strip() == WORDS
    walker.send("next", change="").to_the_end(second)
    walker.send("finish")
    assert walker.place == "receipt"


def test_an_empty_box_that_was_open_leads_on(app: Flask, house: House, lead: AuditedClient) -> None:
    switch_on(app, house, lead)
    walker = at_box(app)
    address = walker.path
    switch_off(app)
    assert walker.open(address).place != "change", "the page with the box is not shown any more"
    walker.to_the_end(second).send("finish")
    assert walker.place == "receipt"


def test_boxes_that_come_back_stop_nobody_who_is_about_to_send(app: Flask, house: House, lead: AuditedClient) -> None:
    walker = walk(app, YOUNG)
    switch_on(app, house, lead)
    walker.send("finish")
    assert walker.place == "receipt"


def test_a_room_of_young_people_gets_no_box_and_loses_no_note(app: Flask, house: House, lead: AuditedClient) -> None:
    facilitator = signed_in(app, house, "facilitator")
    room = Room(facilitator, open_session(facilitator)).begin()
    assert 'name="note"' not in room.page.text
    switch_on(app, house, lead)
    room.open(room.path)
    assert 'name="note"' in room.page.text
    switch_off(app)
    first = room.path
    room.send("next", note=WORDS)
    assert WORDS in room.open(first).page.text
    room.to_the_end()
    assert "What should change?" not in room.page.text
    assert WORDS in room.page.text


def test_sheets_have_no_lines_and_typing_them_in_no_box(app: Flask, house: House, lead: AuditedClient) -> None:
    keyer = signed_in(app, house, "facilitator", email="keyer@example.org")
    pile = "/staff/keying/sheet?survey=young-person.general.my-confidence/1&on=2026-11-16&lang=en&wave=&code="
    page = keyer.get(pile)
    assert 'name="change"' not in page.text
    assert "Words of young people are not typed in" in page.text
    switch_on(app, house, lead)
    assert 'name="change"' in keyer.get(pile).text
    switch_off(app)
    sent = keyer.post(pile, data={"token": token_of(page), "change": WORDS})
    assert sent.status_code == 303, sent.text
    with app.app_context():
        assert db.session.scalars(select(Comment.text)).all() == [WORDS], "what was typed in already is not lost"


def test_made_up_data_can_be_tried_with_the_outbox(app: Flask, house: House) -> None:
    with app.app_context():
        bare = replace(house, config=replace(house.config, smtp_host=""))
        staff.add(bare, "lead@example.org", ["safeguarding"])
        [who] = staff.listed(bare)
        alerts.send_test(bare, who.id, who.email)
        row = db.session.scalar(select(Message).where(Message.kind == "alert"))
        token = re.search(r"/staff/alerts/(\S+)", messages.content_of(bare, row)["text"])[1]
        alerts.confirm(bare, token, who.id, who.email)
        assert not alerts.proven(bare)
        assert not alerts.state(bare).proven
        with writing():
            facts.mark_synthetic()
        assert alerts.proven(bare)
        assert alerts.state(bare).proven


@pytest.mark.parametrize("survey_id", ["young-person.general.my-confidence", "young-person.general.my-day"])
def test_what_is_left_of_a_survey_asks_nothing_about_words(house: House, survey_id: str) -> None:
    survey = house.partnership.catalogue.latest(survey_id)
    bare = words.without_boxes(survey)
    assert words.boxes(survey)
    assert not words.boxes(bare)
    gone = {question.id for question in survey.questions} - {question.id for question in bare.questions}
    assert not any(survey.question_by_id[name].indicator for name in gone)
    assert not gone & set().union(*(page.questions for page in bare.pages))
    some = words.without_boxes(survey, words.written(survey, {min(words.boxes(survey)): Given("answered", "x")}))
    assert words.boxes(some) == {min(words.boxes(survey))}
