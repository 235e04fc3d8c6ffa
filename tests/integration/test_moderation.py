"""People correct what the software read: words are hidden or shown, labels changed, all of it kept, counted, undone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.house import House
from app.models import db
from app.models.answering import Draft
from app.models.listening import ConcernCase, LabelCheck, Reading
from app.models.record import AuditEvent
from app.services.asking import waves
from app.services.errors import Forbidden
from app.services.moderation import accuracy, checks
from app.services.running import retention
from app.services.staff import SignedIn
from tests.conftest import AuditedClient
from tests.integration.listening import alerts_sent, cases, elsewhere, hear, left_draft
from tests.integration.respond_walker import PARENT, second
from tests.integration.staff_sign_in import signed_in, token_of

pytestmark = [pytest.mark.usefixtures("seeded"), pytest.mark.whole]
WORDS = "We wait for months. Ask zoltanka or Mrs Smith at school, she knows."
FORM = {"kind": "NAME", "typed": "", "sentiment": "negative", "concern": "none", "language": "en"}


@pytest.fixture
def seeded(house: House, context: None) -> None:
    waves.seed(house)


@pytest.fixture
def lead(app: Flask, house: House) -> AuditedClient:
    return signed_in(app, house, "safeguarding")


@pytest.fixture
def analyst(app: Flask, house: House) -> AuditedClient:
    return signed_in(app, house, "analyst")


@pytest.fixture
def path(app: Flask, house: House) -> str:
    """The page of a comment that a parent has sent."""
    left_draft(app, WORDS, PARENT).to_the_end(second).send("finish")
    hear(app, house)
    with app.app_context():
        return f"/staff/moderation/{db.session.scalar(select(Reading.id))}"


def masked(app: Flask) -> str:
    with app.app_context():
        return db.session.scalar(select(Reading.masked))


def numbers(page: str) -> dict[str, str]:
    """Each word that can be ticked, and its number."""
    found = re.findall(r'name="hide" value="(\d+)"( checked)?><span><b>([^<]*)', page)
    return {word.strip(): number for number, _, word in found}


def ticked(page: str) -> list[str]:
    return re.findall(r'name="hide" value="(\d+)" checked', page)


def keep(client: AuditedClient, path: str, hide: list[str] | None = None, **fields: str) -> int:
    page = client.get(path)
    mark = re.search(r'name="mark" value="(\w+)"', page.text)[1]
    hide = ticked(page.text) if hide is None else hide
    data = {"token": token_of(page), "mark": mark, "hide": hide} | FORM | fields
    return client.post(path, data=data).status_code


@pytest.mark.usefixtures("both_engines")
def test_the_lead_hides_a_word_and_shows_another_again(app: Flask, lead: AuditedClient, path: str) -> None:
    assert "[NAME]" in masked(app)
    assert "zoltanka" in masked(app)
    page = lead.get(path).text
    words = numbers(page)
    hide = [number for number in ticked(page) if number != words.get("Smith")] + [words["zoltanka"]]
    assert keep(lead, path, hide) == 302
    assert "zoltanka" not in masked(app)
    assert "Ask [NAME] or" in masked(app)
    with app.app_context():
        row = db.session.scalar(select(LabelCheck))
        assert (row.checked_by, row.masks_missed) == ("safeguarding@example.org", 1)
        detail = db.session.scalar(select(AuditEvent.detail).where(AuditEvent.action == "comment-checked"))
    assert "masks" in detail
    assert not [row for row in elsewhere(app) if "zoltanka" in row or "Smith" in row]


def test_an_analyst_sees_it_masked_and_can_only_hide_more(app: Flask, analyst: AuditedClient, path: str) -> None:
    page = analyst.get(path).text
    assert "Smith" not in page
    assert "[NAME]" in page
    before = masked(app)
    assert keep(analyst, path, []) == 302
    assert masked(app) == before, "what is hidden stays hidden"
    assert keep(analyst, path, [], typed="Zoltanka") == 302
    assert "zoltanka" not in masked(app)
    assert keep(analyst, path, [], typed="nobody") == 422
    assert keep(analyst, path, concern="check") == 302
    assert keep(analyst, path, concern="none") == 422
    with app.app_context():
        assert [row.kind for row in db.session.scalars(select(ConcernCase))] == ["check"]


def test_a_concern_that_a_person_sees_alerts_the_lead(
    app: Flask, house: House, analyst: AuditedClient, lead: AuditedClient, path: str
) -> None:
    assert keep(analyst, path, concern="urgent") == 302
    assert [case.kind for case in cases(app)] == ["urgent"]
    assert len(alerts_sent(app, house)) == 1


@pytest.mark.usefixtures("both_engines")
def test_undo_brings_back_what_was_before_and_the_count_too(
    app: Flask, house: House, lead: AuditedClient, analyst: AuditedClient, path: str
) -> None:
    before = masked(app)
    with app.app_context():
        found = db.session.scalar(select(Reading.sentiment))
    assert keep(analyst, path, sentiment="neutral", typed="school") == 302
    house.now.move(minutes=1)
    assert keep(lead, path, sentiment="positive") == 302
    assert measured(house, app).all_sentiment == (0 if found != "positive" else 1, 1)
    for sentiment, now in (("neutral", "school" not in masked(app)), (found, True)):
        page = lead.get(path)
        link = re.search(r'action="(/staff/moderation/undo/\w+)"', page.text)[1]
        assert lead.post(link, data={"token": token_of(page)}).status_code == 302
        with app.app_context():
            assert db.session.scalar(select(Reading.sentiment)) == sentiment
        assert now
    assert masked(app) == before
    assert measured(house, app).texts == 0


def test_a_page_that_is_older_than_the_last_correction_changes_nothing(lead: AuditedClient, path: str) -> None:
    page = lead.get(path)
    assert keep(lead, path, sentiment="neutral") == 302
    mark = re.search(r'name="mark" value="(\w+)"', page.text)[1]
    data = {"token": token_of(page), "mark": mark} | FORM
    assert lead.post(path, data=data).status_code == 422


def test_a_text_that_changes_lets_its_corrections_go(app: Flask, house: House, lead: AuditedClient) -> None:
    left_draft(app, WORDS, PARENT)
    hear(app, house)
    with app.app_context():
        path = f"/staff/moderation/{db.session.scalar(select(Reading.id))}"
    assert keep(lead, path, sentiment="neutral") == 302
    with app.app_context():
        db.session.execute(
            update(Draft).values(answers=db.session.scalar(select(Draft.answers)).replace("wait", "sit"))
        )
        db.session.commit()
    hear(app, house)
    with app.app_context():
        assert db.session.scalar(select(Reading.sentiment)) != "neutral"
        assert db.session.scalar(select(LabelCheck.reading_id)) is None
    assert measured(house, app).texts == 1, "it still tells how good the software was"


def test_analysts_see_nothing_that_was_not_sent(app: Flask, house: House, analyst: AuditedClient) -> None:
    left_draft(app, WORDS, PARENT)
    hear(app, house)
    with app.app_context():
        reading = db.session.scalar(select(Reading.id))
    assert analyst.get(f"/staff/moderation/{reading}").status_code == 404
    assert analyst.get("/staff/moderation/draw").location == "/staff/moderation"


def test_what_is_drawn_at_random_is_counted_apart(app: Flask, house: House, analyst: AuditedClient, path: str) -> None:
    address = analyst.get("/staff/moderation/draw").location
    assert address == f"{path}?drawn=yes#main"
    assert keep(analyst, address.partition("#")[0], drawn="yes") == 302
    page = analyst.get("/staff/moderation").text
    assert "1 of 1" in page
    with app.app_context():
        assert accuracy.measured(house, person("analyst"))["sampled"].texts == 1
    assert analyst.get("/staff/moderation/draw").location == "/staff/moderation", "nothing is left to check"


def test_checks_go_with_the_trail(app: Flask, house: House, lead: AuditedClient, path: str) -> None:
    keep(lead, path)
    with app.app_context():
        db.session.scalar(select(LabelCheck)).expires_on = house.today() - timedelta(days=1)
        db.session.commit()
        assert retention.delete_expired(house)["checks of readings"] == 1


def test_the_verbs_themselves_refuse_everyone_else(house: House) -> None:
    who = person("administrator", "dpo", "officer", "facilitator", "board-reader", "reviewer")
    for verb in (checks.sheet, checks.undo):
        with pytest.raises(Forbidden):
            verb(house, who, "x")
    for verb in (checks.drawn, checks.latest, accuracy.measured):
        with pytest.raises(Forbidden):
            verb(house, who)
    with pytest.raises(Forbidden):
        checks.keep(house, who, "x", "", checks.Said(frozenset(), "NAME", "", "en", "neutral", "none"))


def person(*roles: str) -> SignedIn:
    return SignedIn("x", "x@example.org", frozenset(roles), True)


class Measured:
    def __init__(self, found: accuracy.Accuracy) -> None:
        self.texts, self.all_sentiment = found.texts, (found.sentiment.right, found.sentiment.of)


def measured(house: House, app: Flask) -> Measured:
    with app.app_context():
        return Measured(accuracy.measured(house, person("analyst"))["all"])
