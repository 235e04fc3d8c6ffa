"""Notes of a focus group, letters and calls: entered by form, read like every comment, counted apart from answers."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.answering import Comment, Response, Score
from app.models.groups import GroupAnswer, GroupChannel, GroupNote
from app.models.listening import ConcernCase, Reading
from app.models.record import AuditEvent
from app.models.themes import Heard
from app.services.asking import group_results, programmes, waves
from app.services.comments import alerts
from app.services.themes import take_up
from tests.integration.listening import hear
from tests.integration.staff_sign_in import post, signed_in, token_of

pytestmark = pytest.mark.whole

LIST, NEW = "/staff/notes", "/staff/notes/new"
WORDS = "We waited nine months for a plan. Ring 07700 900123.\n\nThe new support worker listens to us."
GIVEN = {"way": "focus-group", "people": "12", "audience": "parent-carer", "held_on": "2026-11-10", "language": "en"}


@pytest.fixture(autouse=True)
def seeded(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)
        programmes.seed(house)


def enter(client: object, **changes: str) -> object:
    page = client.get(NEW)
    key = page.document.query_one("input[name=key]").attrs["value"]
    given = {"key": key, "token": token_of(page), "text": WORDS, **GIVEN, **changes}
    return client.post(NEW, data=given)


def count(app: Flask, *models: type) -> tuple[int, ...]:
    with app.app_context():
        return tuple(db.session.scalar(select(func.count()).select_from(model)) for model in models)


def read_and_taken_up(app: Flask, house: House) -> None:
    hear(app, house)
    with app.app_context():
        take_up.take_up(house)


def test_a_note_becomes_comments_that_are_masked_and_coded_but_never_an_answer(app: Flask, house: House) -> None:
    facilitator = signed_in(app, house, "facilitator")
    assert enter(facilitator, moment="ehc/request", locality="B").status_code == 302
    read_and_taken_up(app, house)
    with app.app_context():
        heard = db.session.scalars(select(Heard).order_by(Heard.sentiment)).all()
        about = {(row.audience, row.journey_point, row.locality, row.wave, row.voice) for row in heard}
        assert about == {("parent-carer", "ehc", "B", "2026-q4", "group")}
        assert {row.programme_id for row in heard} == {"touchpoints"}
        masked = " ".join(db.session.scalars(select(Reading.masked)))
    assert len(heard) == 2
    assert "[PHONE]" in masked
    assert "07700" not in masked
    assert count(app, Response, Comment, Score) == (0, 0, 0)


def test_who_codes_it_sees_that_many_said_it_together_but_not_of_a_letter(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    enter(officer, people="23", moment="ehc/request")
    enter(officer, way="letter", people="1", moment="ehc/request", text="One letter.")
    read_and_taken_up(app, house)
    page = signed_in(app, house, "analyst").get("/staff/themes/touchpoints")
    assert page.status_code == 200
    assert page.text.count("about 25 people together (focus group)") == 2
    assert "One letter." in page.text
    assert "together (letter" not in page.text


def test_the_words_are_not_on_the_pages_of_those_who_enter_them(app: Flask, house: House) -> None:
    facilitator = signed_in(app, house, "facilitator")
    enter(facilitator)
    page = facilitator.get(LIST)
    assert "waited" not in page.text
    assert "Focus group" in page.text
    assert "about 10" in page.text
    other = signed_in(app, house, "facilitator", email="other@example.org")
    assert 'Focus group</td>\n<td class="number">12<' not in other.get(LIST).text
    assert "12" in signed_in(app, house, "officer").get(LIST).text


def test_signs_that_no_keyboard_writes_are_left_out(app: Flask, house: House) -> None:
    assert enter(signed_in(app, house, "officer"), text="A\x01 plan.\r\n\r\n\x07Two.").status_code == 302
    with app.app_context():
        assert set(db.session.scalars(select(GroupNote.text))) == {"A plan.", "Two."}


def test_a_general_note_goes_to_the_wave_of_its_day(app: Flask, house: House) -> None:
    enter(signed_in(app, house, "officer"), way="letter", people="1")
    with app.app_context():
        row = db.session.scalar(select(GroupAnswer))
        assert (row.journey_point, row.locality, row.size) == ("general", "not-stated", 1)
        assert programmes.of_survey(row.survey_id) == "confidence"
        assert row.wave in {wave.id for wave in waves.listed(house) if wave.opens_on <= row.held_on}
        assert db.session.scalar(select(GroupChannel.channel)) == "letter"


def test_no_group_session_and_no_link_comes_from_a_note(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    enter(officer)
    with app.app_context():
        code = db.session.scalar(select(GroupAnswer.session_code))
        assert group_results.group_answers(house) == []
    assert code not in officer.get("/staff/groups").text
    assert officer.get(f"/staff/groups/{code}").status_code == 404
    assert code not in officer.get("/staff/collectors").text
    assert "<form" not in app.test_client().get(f"/c/{code}?lang=en").document.query_one("main").to_html()


def test_sent_twice_it_is_stored_once(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    page = officer.get(NEW)
    key = page.document.query_one("input[name=key]").attrs["value"]
    given = {"key": key, "token": token_of(page), "text": WORDS, **GIVEN}
    assert {officer.post(NEW, data=given).status_code for _ in range(2)} == {302}
    assert count(app, GroupAnswer, GroupNote) == (1, 2)


def test_an_urgent_note_waits_in_the_queue_and_says_how_it_came(app: Flask, house: House) -> None:
    enter(signed_in(app, house, "officer"), way="call", people="1", text="I want to kill myself tonight.")
    hear(app, house)
    with app.app_context():
        case = db.session.scalar(select(ConcernCase))
        assert case.kind == "urgent"
    lead = signed_in(app, house, "safeguarding")
    assert "A call · outside a survey" in lead.get(f"/staff/concerns/{case.id}").text
    assert "A call · outside a survey" in lead.get("/staff/comments").text


def test_young_people_are_written_down_only_once_alerts_are_proven(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = signed_in(app, house, "officer")
    monkeypatch.setattr(alerts, "proven", lambda _house: False)
    refused = enter(officer, audience="young-person")
    assert refused.status_code == 422
    assert "once an alert about them is proven" in refused.text
    assert "We waited nine months" in refused.text
    assert count(app, GroupAnswer) == (0,)


WRONG = (
    ("Choose how it came", {"way": ""}),
    ("Choose who said it", {"audience": ""}),
    ("from 1 to 500", {"people": ""}),
    ("from 1 to 500", {"people": "0"}),
    ("from 1 to 500", {"people": "twelve"}),
    ("not in the future", {"held_on": "2027-01-01"}),
    ("at most two years ago", {"held_on": "2020-01-01"}),
    ("Write down what was said", {"text": "  \n \n "}),
    ("at most 40 points", {"text": "a\n\n" * 41}),
    ("2000 characters", {"text": "x" * 2001}),
    ("Load the page again", {"key": "1"}),
    ("Not a valid choice", {"way": "telepathy"}),
    ("Not a valid choice", {"locality": "Z"}),
)


def test_what_cannot_be_kept_is_said_beside_the_form(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    for says, changes in WRONG:
        page = enter(officer, **changes)
        assert page.status_code == 422
        assert says in page.text
    assert count(app, GroupAnswer) == (0,)


def test_a_deleted_note_takes_everything_along_that_was_read_from_it(app: Flask, house: House) -> None:
    mine, other = (signed_in(app, house, "facilitator", email=f"{name}@example.org") for name in ("a", "b"))
    enter(mine)
    read_and_taken_up(app, house)
    with app.app_context():
        path = f"{LIST}/{db.session.scalar(select(GroupAnswer.id))}/remove"
    assert post(other, path, form_page=NEW).status_code == 404
    assert post(mine, path, form_page=NEW).status_code == 302
    assert count(app, GroupAnswer, GroupNote, Reading, Heard, GroupChannel) == (0, 0, 0, 0, 0)
    with app.app_context():
        assert {"note-entered", "note-deleted"} <= set(db.session.scalars(select(AuditEvent.action)))


def test_a_report_counts_the_people_behind_notes_apart_from_answers(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    enter(officer, people="23")
    enter(officer, way="letter", people="1")
    page = officer.get("/staff/reports/engagement/2026-q4").text
    assert "Notes and groups, counted apart from answers" in page
    assert "Focus group and Letter or e-mail" in page
    assert "about 25" in page
    assert "Answers that came in: fewer than 20" in page
