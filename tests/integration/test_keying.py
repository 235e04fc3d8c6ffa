"""Sheets of paper that staff type in count like answers on the screen, once each, and can be taken back and checked."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.house import House
from app.models import db
from app.models.answering import Answer as AnswerRow
from app.models.answering import Comment, Response, Score
from app.models.keying import KeyedSerial, KeyedSheet
from app.models.releases import Release, ReleaseMember
from app.services.asking import collectors, entrances, participation, waves
from app.services.running import retention
from surveys import flow
from surveys.answers import SKIPPED, Answer, Answers
from surveys.model import Question, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.base import real_options
from tests.conftest import Clock
from tests.integration.staff_sign_in import signed_in, token_of

pytestmark = pytest.mark.whole

YOUNG = "young-person.general.my-confidence"
PULSE = "parent-carer.general.pulse"
TODAY = "2026-11-16"
EVERY_KIND = (
    YOUNG,
    PULSE,
    "young-person.general.my-day",
    "young-person.inclusion.my-school",
    "young-person.transition.moving-on",
    "parent-carer.ehc.the-process",
    "professional.general.our-confidence",
)


@pytest.fixture
def officer(app: Flask, house: House) -> FlaskClient:
    with app.app_context():
        waves.seed(house)
    return signed_in(app, house, "officer")


def screen(survey_id: str = YOUNG, **given: str) -> str:
    about = {"code": "", "survey": f"{survey_id}/1", "on": TODAY, "wave": "", "lang": "en", **given}
    return f"/staff/keying/sheet?{urlencode(about)}"


def key(client: FlaskClient, address: str, **values: object) -> TestResponse:
    page = client.get(address)
    assert page.status_code == 200
    sent = {name.replace("__", "."): value for name, value in values.items()}
    return client.post(address, data={"token": token_of(page), **{n.replace("_", "-"): v for n, v in sent.items()}})


def stored(app: Flask) -> list[Response]:
    with app.app_context():
        return list(db.session.scalars(select(Response).order_by(Response.submitted_on)))


def values_of(question: Question, answer: Answer) -> dict[str, object]:
    """What a form sends for an answer, under the names of its kind."""
    if answer.state == "skipped":
        return {}
    if answer.value is None:
        return {question.id: answer.state}
    if question.kind == "ranking":
        return {f"{question.id}.{place}": name for place, name in enumerate(answer.value, 1)}
    if question.kind == "cards":
        return {f"{question.id}.{each.partition(':')[0]}": each for each in answer.value}
    return {question.id: answer.value}


def some_answer(question: Question, random: Random) -> Answer:
    """One that somebody could give; now and then none."""
    kind, options = QUESTION_TYPES[question.kind], [option.id for option in real_options(question)]
    if random.random() < 0.15:
        return SKIPPED
    if kind.free_text:
        return Answer("answered", random.choice(["Good.", "Mehr Zeit, bitte", "  two  words"]).strip())
    if question.kind == "number":
        return Answer("answered", random.randint(question.minimum or 0, question.maximum or 60))
    if question.kind == "several":
        alone = [option.id for option in question.options if option.exclusive]
        return Answer("answered", [name for name in options if name not in alone][: random.randint(1, 3)])
    if question.kind == "ranking":
        return Answer("answered", random.sample(options, len(kind.places(question))))
    if question.kind == "cards":
        return Answer("answered", [f"{name}:{random.choice(kind.piles).id}" for name in options])
    name = random.choice([option.id for option in question.options])
    missing = question.option_by_id[name].missing
    return Answer(missing) if missing else Answer("answered", kind.value(name))


def some_answers(survey: Survey, random: Random) -> Answers:
    """Answers along the path that they make."""
    answers: Answers = {}
    while (page := flow.first_unanswered(survey, answers)) is not None:
        for name in page.questions:
            question = survey.question_by_id[name]
            asks = QUESTION_TYPES[question.kind].asks
            answers[name] = some_answer(question, random) if asks else Answer("answered", "seen")
    return answers


def rows_of(response: Response) -> tuple[object, ...]:
    """Everything that was stored of a response but what tells how it came in."""
    columns = ("survey_id", "survey_version", "audience", "wave", "journey_point", "stage", "locality", "voice")
    own = [getattr(response, name) for name in (*columns, "submitted_on", "language", "framework_version")]
    answers = select(AnswerRow.question_id, AnswerRow.state, AnswerRow.value, AnswerRow.points)
    texts, scores = select(Comment.question_id, Comment.text), select(Score.measure_kind, Score.measure, Score.units)
    tables = ((answers, AnswerRow), (texts, Comment), (scores, Score))
    return own, *(set(map(tuple, db.session.execute(q.where(t.response_id == response.id)))) for q, t in tables)


@pytest.mark.parametrize("survey_id", EVERY_KIND)
def test_a_sheet_stores_the_same_as_the_screen(app: Flask, house: House, officer: FlaskClient, survey_id: str) -> None:
    survey = house.partnership.catalogue.latest(survey_id)
    random = Random(survey_id)
    for _ in range(2):
        answers = some_answers(survey, random)
        with app.app_context():
            entrance = entrances.by_survey(house, survey_id)
            wave = entrances.opening(house, entrance).wave
            ticket = participation.begin(house, entrance, wave, "en")
            participation.save(house, participation.load(house, ticket), answers, "en")
            participation.submit(house, ticket, "en")
        sent = {}
        for name, answer in answers.items():
            if QUESTION_TYPES[survey.question_by_id[name].kind].asks:
                sent |= values_of(survey.question_by_id[name], answer)
        address = screen(survey_id)
        page = officer.post(address, data={"token": token_of(officer.get(address)), **sent})
        assert page.status_code == 303, page.text
        with app.app_context():
            screened, keyed = (
                db.session.scalar(select(Response).where(Response.channel == channel)) for channel in ("web", "keyed")
            )
            assert rows_of(screened) == rows_of(keyed)
            assert keyed.presentation == ("plain" if survey.audience == "professional" else "easy-read")
            db.session.execute(Response.__table__.delete())
            db.session.commit()


def test_what_the_link_knows_is_not_asked_and_is_stored(app: Flask, house: House, officer: FlaskClient) -> None:
    with app.app_context():
        code = collectors.create(house, YOUNG, locality="C", stage=None, actor="command")
    address = screen(code=code.lower(), survey="", lang="ur")
    assert "Which part of the city" not in officer.get(address).text
    assert key(officer, address, safe="5", sheet__helper="teacher").status_code == 303
    [row] = stored(app)
    assert (row.locality, row.collector_code, row.helper, row.language) == ("C", code, "teacher", "ur")
    assert (row.channel, row.presentation, row.voice, row.wave) == ("keyed", "easy-read", "self", "2026-12")


def test_an_answer_that_should_have_been_left_out_is_flagged_and_kept_on_the_page(app: Flask, officer: FlaskClient):
    values = {"plan": "no", "plan_true": "4", "safe": "5"}
    page = key(officer, screen(), **values)
    assert page.status_code == 422
    assert "Question 16 is answered, but another answer says to leave it out." in page.text
    assert re.search(r'name="plan-true" value="4"[^>]* checked', page.text)
    assert stored(app) == []
    again = key(officer, screen(), **values, sheet__confirmed="plan-true")
    assert again.status_code == 303
    with app.app_context():
        assert db.session.scalar(select(KeyedSheet.off_path)) == 1
        assert db.session.get(AnswerRow, (db.session.scalar(select(Response.id)), "plan-true")) is None


def test_a_wrong_entry_is_said_at_its_question_and_nothing_is_stored(app: Flask, officer: FlaskClient) -> None:
    page = key(officer, screen("parent-carer.ehc.the-process"), plan_now="final", weeks="many")
    assert page.status_code == 422
    assert 'href="#weeks"' in page.text
    assert stored(app) == []


def test_a_blank_sheet_is_not_typed_in(app: Flask, officer: FlaskClient) -> None:
    page = key(officer, screen())
    assert page.status_code == 422
    assert "Nothing is ticked on this sheet" in page.text
    assert stored(app) == []


def test_one_sheet_number_is_typed_in_once(app: Flask, officer: FlaskClient) -> None:
    assert key(officer, screen(), safe="5", sheet__serial="a 7").status_code == 303
    page = key(officer, screen(), safe="4", sheet__serial="A7")
    assert page.status_code == 409
    assert "was typed in already" in page.text
    assert len(stored(app)) == 1
    with app.app_context():
        assert "A7" not in db.session.scalar(select(KeyedSerial.serial_hash))
    assert key(officer, screen(PULSE), informed="3", sheet__serial="A7").status_code == 303


def test_the_last_sheet_can_be_taken_back_until_the_day_ends(
    app: Flask, house: House, officer: FlaskClient, clock: Clock
):
    for safe in "345":
        key(officer, screen(), safe=safe, sheet__serial=f"no {safe}")
    page = officer.get(screen())
    assert "Take back sheet 3" in page.text
    assert officer.post("/staff/keying/undo", data={"token": token_of(page)}).status_code == 303
    assert len(stored(app)) == 2
    assert key(officer, screen(), safe="5", sheet__serial="no 5").status_code == 303
    clock.move(days=1)
    other_day = signed_in(app, house, "officer", email="again@example.org")
    assert other_day.post("/staff/keying/undo", data={"token": token_of(other_day.get(screen()))}).status_code == 404


def test_a_sheet_that_a_release_counts_stays(app: Flask, house: House, officer: FlaskClient) -> None:
    key(officer, screen(), safe="5")
    with app.app_context():
        row = Release(id="r", wave="2026-12", tier="board", number=1, closed_on=date(2026, 11, 16), closed_by="x")
        row.framework_version = row.software_version = "1"
        row.content, row.digest = "{}", "0" * 64
        db.session.add(row)
        db.session.flush()
        db.session.add(ReleaseMember(release_id="r", response_id=db.session.scalar(select(Response.id))))
        db.session.commit()
    page = officer.post("/staff/keying/undo", data={"token": token_of(officer.get(screen()))})
    assert page.status_code == 409
    assert len(stored(app)) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"survey": ""}, "Choose the survey"),
        ({"survey": "no.such.survey/1"}, "Not a valid choice"),
        ({"on": ""}, "Enter the day"),
        ({"on": "2026-11-17"}, "today or earlier"),
        ({"on": "2026-09-01"}, "No wave was open on that day"),
        ({"on": "2026-09-01", "wave": "2026-06"}, "not in the wave 2026-06"),
    ],
)
def test_a_pile_that_cannot_be_is_refused_with_the_reason(officer: FlaskClient, given: dict, words: str) -> None:
    page = officer.get(screen(**given).replace("/sheet?", "?"))
    assert page.status_code == 422
    assert words in page.text


def test_sheets_that_come_late_count_in_the_wave_that_is_chosen(app: Flask, officer: FlaskClient) -> None:
    address = screen(on="2026-07-10", wave="2026-06")
    assert officer.get(address.replace("/sheet?", "?")).headers["Location"] == address.replace("YYYY", "")
    assert key(officer, address, safe="5").status_code == 303
    assert [(row.wave, row.submitted_on) for row in stored(app)] == [("2026-06", date(2026, 7, 10))]


def test_a_facilitator_sees_no_sheets_of_links_that_others_made(app: Flask, house: House, officer: FlaskClient) -> None:
    with app.app_context():
        code = collectors.create(house, YOUNG, actor="officer@example.org")
    facilitator = signed_in(app, house, "facilitator")
    assert facilitator.get(screen(code=code, survey="")).status_code == 404
    assert facilitator.get(screen()).status_code == 200
    assert signed_in(app, house, "board-reader").get(screen()).status_code == 403


def ten_sheets(officer: FlaskClient) -> None:
    for number in range(1, 11):
        key(officer, screen(), safe="5", friends="4", good=f"Words {number}")


def test_every_tenth_sheet_is_typed_in_by_a_second_person(app: Flask, house: House, officer: FlaskClient) -> None:
    ten_sheets(officer)
    assert "/staff/keying/check/" not in officer.get("/staff/keying").text
    second = signed_in(app, house, "facilitator")
    address = re.search(r'href="(/staff/keying/check/\w+)"', second.get("/staff/keying").text)[1]
    page = key(second, address, safe="2", friends="4", good="words  10")
    assert page.status_code == 422
    assert "Question 3: first “Yes, very much”, now “Not really”." in page.text
    assert page.text.count("now “") == 2  # in the summary and at the question
    assert "Words 10" not in page.text
    assert key(second, address, safe="2", friends="4", good="other", sheet__decision="second").status_code == 303
    with app.app_context():
        row = db.session.scalar(select(KeyedSheet).where(KeyedSheet.number == 10))
        assert row.differences == 2
        assert db.session.get(AnswerRow, (row.response_id, "safe")).value == '"2"'
        assert db.session.scalar(select(func.count()).select_from(Response)) == 10
    assert "Of their 3 answers 2 differed" in second.get("/staff/keying").text


def test_the_first_typing_can_stay_and_a_comment_is_never_shown(app: Flask, house: House, officer: FlaskClient) -> None:
    ten_sheets(officer)
    second = signed_in(app, house, "facilitator")
    address = re.search(r'href="(/staff/keying/check/\w+)"', second.get("/staff/keying").text)[1]
    page = key(second, address, safe="5", friends="4", good="quite other words")
    assert "Question 18: the words are different." in page.text
    assert "Words 10" not in page.text
    values = {"safe": "5", "friends": "4", "good": "quite other words"}
    assert key(second, address, **values, sheet__decision="first").status_code == 303
    with app.app_context():
        assert "Words 10" in set(db.session.scalars(select(Comment.text)))
    assert second.get(address).status_code == 404


def test_after_two_weeks_nobody_can_tell_which_answers_a_sheet_became(
    app: Flask, house: House, officer: FlaskClient, clock: Clock
):
    key(officer, screen(), safe="5", sheet__serial="7")
    clock.time += timedelta(days=15)
    with app.app_context():
        retention.delete_expired(house)
        assert db.session.scalar(select(func.count()).select_from(KeyedSheet)) == 0
        assert db.session.scalar(select(func.count()).select_from(KeyedSerial)) == 1
        assert db.session.scalar(select(func.count()).select_from(Response)) == 1
        clock.time += timedelta(days=366)
        retention.delete_expired(house)
        assert db.session.scalar(select(func.count()).select_from(KeyedSerial)) == 0
