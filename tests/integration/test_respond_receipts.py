"""The receipt: made once, recognised however it is typed, wrong ones explained, tries limited, follow-ups linked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.factory import create_app
from app.models import db
from app.models.answering import Draft, Receipt, Response
from app.models.staff import Throttle
from app.services.asking import receipts, waves
from app.services.errors import TooMany
from app.services.running import throttle
from tests.conftest import AuditedClient
from tests.integration.respond_walker import PULSE, YOUNG, Walker, first

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.whole]


@pytest.fixture(autouse=True)
def open_wave(house, context):
    waves.seed(house)


@pytest.fixture
def sent(client):
    """The receipt of a short survey."""
    return Walker(client).start(PULSE).to_the_end(first).send("finish")


def use(client, code, language="en"):
    return Walker(client).open(f"/r/?lang={language}").send("next", code=code)


def test_only_hashes_are_stored(sent):
    code = sent.receipt_code().replace("-", "")
    row = db.session.execute(select(Receipt.__table__)).mappings().one()
    assert code not in str(row)
    assert code[:8] not in str(row)


def test_the_picture_leads_to_the_page_with_the_code_filled_in(sent, client):
    code = sent.receipt_code().replace("-", "")
    assert sent.find(".receipt-picture svg").attrs["aria-label"]
    page = Walker(client).open(f"/r/?code={code}")
    assert page.find("#code").attrs["value"] == code


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code}  "])
def test_a_code_however_it_is_typed(sent, client, change):
    found = use(client, change(sent.receipt_code()))
    assert found.page.status_code == 200
    assert "What happened with what you said" in found.heading


@pytest.mark.parametrize("language", ["en", "ar", "pl"])
def test_the_four_words_in_any_language(sent, client, language):
    words = receipts.words_of(sent.receipt_code().replace("-", ""), language)
    assert len(words) == 4
    assert use(client, " ".join(words).upper()).page.status_code == 200


def test_a_double_finish_gives_one_response(sent, client):
    again = Walker(client).open(f"{PULSE}/finish?lang=en")
    assert again.place == "receipt"
    assert db.session.scalar(select(func.count()).select_from(Response)) == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "9 letters and numbers"),
        ("ABC", "9 letters and numbers"),
        ("0000-0000-1", "One letter or number is not right"),
        ("bath nonsensewordhere bath bath", "nonsensewordhere"),
    ],
)
def test_a_wrong_code_says_what_is_wrong(client, typed, says):
    wrong = use(client, typed)
    assert wrong.page.status_code == 422
    assert says in wrong.find(".error-summary").to_text()
    assert wrong.find("#code").attrs["value"] == typed


@pytest.mark.parametrize("language", ["ar", "pl"])
def test_a_wrong_code_in_the_readers_language(client, language):
    wrong = use(client, "0000-0000-1", language)
    assert wrong.find("html").attrs["lang"] == language
    assert "One letter or number" not in wrong.page.text


def test_a_code_that_nobody_has(client):
    assert "no answers for this code" in use(client, "00000000" + receipts.with_check(0)[-1]).words()


def test_a_receipt_ends_on_its_day(sent, client, clock):
    until = db.session.scalar(select(Receipt.expires_on))
    clock.move(days=(until - clock().date()).days)
    assert use(client, sent.receipt_code()).page.status_code == 200
    clock.move(days=1)
    assert use(client, sent.receipt_code()).page.status_code == 422


def test_too_many_wrong_codes(client, sent):
    statuses = [use(client, "0000-0000-1").page.status_code for _ in range(31)]
    assert statuses == [422] * 30 + [429]
    assert use(client, sent.receipt_code()).page.status_code == 429


def test_right_codes_do_not_count(client, sent):
    assert {use(client, sent.receipt_code()).page.status_code for _ in range(35)} == {200}


def test_tries_are_counted_across_processes_and_say_nothing(house, client):
    other = create_app(house=house)
    other.test_client_class = AuditedClient
    with other.app_context():
        for _ in range(3):
            throttle.attempt(house, "receipt", "192.0.2.7", 5, 900)
        db.session.remove()
        db.engine.dispose()
    throttle.attempt(house, "receipt", "192.0.2.7", 5, 900)
    throttle.attempt(house, "receipt", "192.0.2.7", 5, 900)
    with pytest.raises(TooMany):
        throttle.attempt(house, "receipt", "192.0.2.7", 5, 900)
    with pytest.raises(TooMany):
        throttle.refuse_if_over(house, "receipt", "192.0.2.7", 5, 900)
    throttle.attempt(house, "receipt", "192.0.2.8", 5, 900)
    assert "192.0.2" not in str(db.session.execute(select(Throttle.__table__)).all())


def test_a_window_passes(house, clock):
    throttle.attempt(house, "receipt", "one", 1, 900)
    clock.move(minutes=15)
    throttle.attempt(house, "receipt", "one", 1, 900)


def test_no_follow_up_in_the_same_wave(sent, client):
    found = use(client, sent.receipt_code())
    assert "follow-up" not in found.page.text
    answer = client.post("/r/?lang=en", data={"code": sent.receipt_code(), "action": "follow-up", "whole": "yes"})
    assert answer.status_code == 409


def test_the_follow_up_is_the_same_person(client, house, clock):
    sent = Walker(client).start(YOUNG).to_the_end(first).send("finish")
    clock.move(days=197)  # into the wave 2027-06
    house_wave = waves.open_today(replace(house, now=clock))
    assert house_wave is not None
    found = use(client, sent.receipt_code(), "pl")
    found.send("follow-up")
    assert found.place == "belong"
    assert found.find("html").attrs["lang"] == "pl"
    db.session.rollback()
    assert db.session.scalar(select(Draft.person)) == db.session.scalar(select(Response.person))
    found.to_the_end(first).send("finish")
    db.session.rollback()
    rows = db.session.scalars(select(Response).order_by(Response.wave)).all()
    assert [row.wave for row in rows] == ["2026-12", house_wave.id]
    assert rows[0].person == rows[1].person
    assert not any(row.superseded for row in rows)
