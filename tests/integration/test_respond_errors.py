"""What goes wrong while somebody answers: each has a clear page, the right status, and loses nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.models import db
from app.models.answering import Draft
from app.models.asking import Wave
from app.services.asking import collectors, entrances, waves
from tests.integration.respond_walker import YOUNG, Walker, first


@pytest.fixture(autouse=True)
def open_wave(house, context):
    waves.seed(house)


@pytest.fixture
def walker(client):
    return Walker(client).start(YOUNG)


def stored():
    db.session.rollback()
    return db.session.scalar(select(Draft.answers))


def at(walker, page_id):
    """The walker on this page, everything before it skipped."""
    while walker.place != page_id:
        walker.send("skip" if walker.offered() else "next")
    return walker


@pytest.mark.parametrize("sent", ["9", "'; DROP TABLE draft; --", ["1", "2"]])
def test_an_unknown_option(walker, sent):
    walker.send("next", belong=sent)
    assert walker.page.status_code == 422
    assert walker.find(".error-summary a").attrs["href"] == "#belong"
    assert walker.find("#belong") is not None
    assert stored() == "{}"


@pytest.mark.parametrize("language", ["en", "ar", "pl"])
def test_a_megabyte_of_text(client, language):
    walker = at(Walker(client).start(YOUNG, language), "change")
    before = stored()
    long = "ش" * 1_000_000 if language == "ar" else "x" * 1_000_000
    walker.send("next", change=long)
    assert walker.page.status_code == (413 if language == "ar" else 422)
    assert walker.find("html").attrs["lang"] == language
    assert "1000" in walker.words()
    assert stored() == before


def test_a_text_that_is_too_long_comes_back(walker):
    at(walker, "change").send("next", change="word " * 300)
    assert walker.page.status_code == 422
    assert walker.form()["change"].startswith("word word")
    assert "1000" in walker.find(".error-summary").to_text()


def test_a_number_out_of_range_is_kept_for_mending(westmere):
    house = westmere.application.extensions["house"]
    with westmere.application.app_context():
        waves.seed(house)
    survey, question = next(
        (survey, question)
        for survey in house.partnership.catalogue.surveys
        for question in survey.questions
        if question.kind == "number"
    )
    walker = Walker(westmere).start(f"/s/{survey.id}")
    while question.id not in walker.form():
        walker.send("next", **{name: options[0] for name, options in walker.offered().items()})
    walker.send("next", **{question.id: "9999999"})
    assert walker.page.status_code == 422
    assert walker.form()[question.id] == "9999999"
    assert walker.find(".error-summary a").attrs["href"] == f"#{question.id}"


def test_a_page_whose_turn_it_is_not(walker, client):
    for response in (client.get(f"{YOUNG}/trust?lang=en"), client.post(f"{YOUNG}/trust?lang=en", data=walker.form())):
        assert response.status_code == 409
        assert "This page is not open yet" in response.text
        assert f"{YOUNG}/belong?lang=en" in response.text
    assert stored() == "{}"


def test_sending_before_the_end(walker, client):
    response = client.post(f"{YOUNG}/finish?lang=en", data=walker.form() | {"action": "finish"})
    assert response.status_code == 409
    assert stored() == "{}"


def test_a_page_that_does_not_exist(walker, client):
    assert client.get(f"{YOUNG}/no-such-page?lang=en").status_code == 404
    assert client.get("/s/no.such.survey?lang=en").status_code == 404
    assert client.get("/c/ZZZZZZ?lang=pl").status_code == 404


def test_a_form_without_its_last_field(walker):
    form = walker.form() | {"belong": "4", "action": "next"}
    del form["whole"]
    walker.post(form)
    assert walker.page.status_code == 400
    assert "did not arrive whole" in walker.words()
    assert stored() == "{}"


def test_a_body_that_was_cut_off(walker, client):
    body = "&".join(f"{name}={value}" for name, value in (walker.form() | {"belong": "4"}).items())
    response = client.post(
        walker.path,
        data=body[: len(body) // 2],
        content_type="application/x-www-form-urlencoded",
        headers={"Content-Length": str(len(body))},
    )
    assert response.status_code == 400
    assert "did not arrive whole" in response.text
    assert stored() == "{}"


def test_a_form_of_another_visit(walker, client):
    old = walker.form() | {"belong": "4", "action": "next"}
    Walker(client).start(YOUNG)
    assert client.post(walker.path, data=old).status_code == 409
    assert stored() == "{}"


def test_a_form_from_another_site(walker, client):
    response = client.post(walker.path, data=walker.form(), headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 400
    assert stored() == "{}"


def test_a_shared_link_to_a_page_says_where_to_start(client):
    response = client.get(f"{YOUNG}/trust?lang=ar")
    assert response.status_code == 410
    assert f"{YOUNG}?lang=ar" in response.text


def test_a_draft_past_its_date(walker, client, clock):
    clock.move(days=31)
    assert client.get(walker.path).status_code == 410
    assert client.post(walker.path, data=walker.form()).status_code == 410


@pytest.mark.parametrize(
    ("now", "says"),
    [(datetime(2026, 10, 1, 12), "opens on"), (datetime(2030, 1, 1, 12), "was open until")],
)
def test_a_closed_survey_says_when(client, clock, now, says):
    clock.time = now
    for response in (client.get(YOUNG), client.post(f"{YOUNG}?lang=en", data={"whole": "yes", "action": "next"})):
        assert response.status_code == 410
        assert says in response.text


def test_who_started_in_time_may_finish(client, house, clock):
    today = house.today()
    wave = db.session.scalar(select(Wave).where(Wave.opens_on <= today, Wave.closes_on >= today))
    clock.move(days=(wave.closes_on - today).days)
    walker = Walker(client).start(YOUNG).send("next", belong="4")
    clock.move(days=1)
    assert client.get("/s/professional.general.our-confidence?lang=en").status_code == 410
    assert walker.send("next", friends="4").to_the_end(first).send("finish").place == "receipt"


def test_a_closed_link(client, house):
    code = collectors.create(house, YOUNG[3:], actor="command")
    collectors.set_open(house, code, False, actor="command")
    response = client.get(f"/c/{code}?lang=en")
    assert response.status_code == 410
    assert "has closed it" in response.text


@pytest.mark.parametrize(
    ("day", "quarter", "last"),
    [
        (date(2026, 1, 1), "2026-q1", date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-q2", date(2026, 6, 30)),
        (date(2026, 9, 1), "2026-q3", date(2026, 9, 30)),
        (date(2026, 12, 31), "2026-q4", date(2026, 12, 31)),
    ],
)
def test_quarters(day, quarter, last):
    assert entrances.quarter_of(day) == quarter
    assert entrances.last_day_of(quarter) == last
    assert last + timedelta(days=1) > day
