"""Every survey, from the language to the receipt, in every language; and what is stored of it."""

from __future__ import annotations

import brotli
import pytest
from sqlalchemy import func, select

from app.models import db
from app.models.answering import Answer, Comment, Draft, Receipt, Response, Score
from app.services.asking import collectors, waves
from tests.integration.respond_walker import PARENT, PULSE, WORK, YOUNG, Walker, first, second

pytestmark = pytest.mark.whole

SAMPLE = ((YOUNG, "en"), (YOUNG, "ur"), (PARENT, "ar"), (WORK, "en-XA"), (PULSE, "pl"), (PULSE, "ar-XB"))
"""Each survey, each script and both made-up languages once. The campaign takes all surveys in all languages."""


@pytest.fixture(autouse=True)
def open_wave(house, context):
    waves.seed(house)


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(("survey", "language"), SAMPLE)
def test_from_the_language_to_the_receipt(client, survey, language):
    walker = Walker(client).open(survey)
    assert f"lang={language}" in walker.page.text
    walker.start(survey, language).to_the_end(second, "They listen. شكرا")
    walker.send("finish")
    assert walker.place == "receipt"
    assert walker.find("html").attrs["lang"] == language
    assert (count(Response), count(Receipt), count(Draft)) == (1, 1, 0)
    row = db.session.scalars(select(Response)).one()
    assert (row.language, row.survey_id, row.channel) == (language, survey[3:], "web")
    assert count(Score) > 0
    assert "They listen. شكرا" in db.session.scalars(select(Comment.text)).all()


def test_every_page_can_be_skipped(client):
    walker = Walker(client).start(PULSE)
    while walker.place != "finish":
        walker.send("skip")
    walker.send("finish")
    assert walker.place == "receipt"
    assert set(db.session.scalars(select(Answer.state))) == {"skipped"}


def test_the_language_stays_to_the_last_page(client):
    walker = Walker(client).start(YOUNG, "ar").to_the_end(first)
    walker.send("finish")
    assert all(part in walker.page.text for part in ('lang="ar"', 'dir="rtl"'))
    assert walker.find(".receipt-code bdi").attrs["dir"] == "ltr"


def test_one_question_a_page_has_it_as_heading_and_legend(client):
    walker = Walker(client).start(YOUNG)
    assert walker.find("fieldset > legend h1").to_text().strip() == walker.heading
    assert "Question 1 of" in walker.words()


def test_a_group_has_a_title_and_a_legend_for_each_question(client):
    walker = Walker(client).start(WORK)
    assert len(walker.document.query("fieldset > legend h2")) == len(walker.offered()) > 1
    assert "Questions 1 to" in walker.words()


def test_a_collector_is_not_asked_what_it_tells(client, house):
    place = house.partnership.localities[0].id
    code = collectors.create(house, YOUNG[3:], locality=place, actor="command")
    walker = Walker(client).start(f"/c/{code}").to_the_end(first)
    assert "locality" not in walker.seen
    walker.send("finish")
    row = db.session.scalars(select(Response)).one()
    assert (row.locality, row.collector_code) == (place, code)


def test_a_code_can_be_typed_in_small_letters(client, house):
    code = collectors.create(house, YOUNG[3:], actor="command")
    walker = Walker(client).open(f"/c/{code.lower()}?lang=pl")
    assert walker.path == f"/c/{code}?lang=pl"


def test_the_wave_of_the_day_and_the_quarter(client):
    Walker(client).start(YOUNG).to_the_end(first).send("finish")
    Walker(client).start(PULSE).to_the_end(first).send("finish")
    assert set(db.session.scalars(select(Response.wave))) == {"2026-12", "2026-q4"}


def test_no_time_and_no_network_address_is_kept(client):
    Walker(client).start(YOUNG).to_the_end(first)
    draft = db.session.execute(select(Draft.__table__)).mappings().one()
    assert not any(":" in str(value) and name != "answers" for name, value in draft.items())
    assert "127.0.0.1" not in str(draft)


def test_the_pages_are_small(client):
    walker = Walker(client).start(YOUNG)
    sizes = {}
    while walker.place != "finish":
        sizes[walker.place] = len(brotli.compress(walker.page.data, quality=5))
        walker.send("skip" if walker.offered() else "next")
    assert max(sizes.values()) < 5000, sizes


def test_nothing_is_cached_and_only_one_cookie(client):
    walker = Walker(client).start(YOUNG)
    assert walker.page.headers["Cache-Control"] == "no-store"
    answer = client.post(f"{YOUNG}?lang=en", data={"action": "next", "whole": "yes"})
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", f"Path={YOUNG}", "Max-Age"))
