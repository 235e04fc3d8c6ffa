"""Storing responses: what counts when somebody answers again, and scores that can be worked out again from answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from app.house import House, random_id
from app.models import db
from app.models.answering import Answer, Comment, Response, Score
from app.services.asking import responses
from app.services.asking.imports import import_responses
from app.services.asking.responses import NewResponse
from app.services.scoring import scores
from app.services.transaction import writing
from surveys.answers import SKIPPED
from surveys.answers import Answer as Said
from tests.integration.made_up import YOUNG, csv_bytes, people, person

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.usefixtures("context")]
SOMEBODY = "5" * 32


@pytest.fixture
def one(house: House) -> NewResponse:
    answers = {"listened": Said("answered", "4"), "plan": Said("answered", "no"), "plan-true": Said("answered", "1")}
    survey = house.partnership.catalogue.latest(YOUNG)
    return NewResponse(survey, answers, frozenset(), "2026-06", date(2026, 6, 1), "en", person=SOMEBODY)


def store(house: House, *new: NewResponse) -> list[str]:
    with writing():
        return responses.store(house, new)


def counting() -> set[str]:
    return set(db.session.scalars(select(Response.id).where(Response.superseded.is_(False))))


def test_a_later_response_of_the_same_turn_supersedes_the_earlier(house: House, one: NewResponse) -> None:
    [first] = store(house, one)
    [second] = store(house, replace(one, submitted_on=date(2026, 6, 9)))
    assert counting() == {second} != {first}


def test_within_one_file_the_last_date_counts_and_then_the_last_line(house: House, one: NewResponse) -> None:
    late = replace(one, submitted_on=date(2026, 6, 20))
    ids = store(house, one, late, late, replace(one, submitted_on=date(2026, 6, 3)))
    assert counting() == {ids[2]}


def test_what_comes_in_after_a_later_one_is_itself_superseded(house: House, one: NewResponse) -> None:
    [later] = store(house, replace(one, submitted_on=date(2026, 6, 20)))
    store(house, one)
    assert counting() == {later}


def other_turns(one: NewResponse) -> Iterator[NewResponse]:
    yield replace(one, wave="2026-12")
    yield replace(one, stage="meeting")
    yield replace(one, person="6" * 32)
    yield replace(one, person=None)
    yield replace(one, person=None)


def test_other_waves_stages_and_people_supersede_nothing(house: House, one: NewResponse) -> None:
    ids = store(house, one, *other_turns(one))
    assert counting() == set(ids)
    people_there = list(db.session.scalars(select(Response.person)))
    assert len(set(people_there)) == 4, "the unlinked are each somebody of their own"


def test_what_is_off_the_path_is_dropped_and_what_was_passed_is_skipped(house: House, one: NewResponse) -> None:
    store(house, replace(one, known=frozenset({"locality"}), locality="B"))
    states = dict(db.session.execute(select(Answer.question_id, Answer.state)).all())
    assert (states["listened"], states["friends"]) == ("answered", SKIPPED.state)
    assert not {"plan-true", "locality", "own-words"} & states.keys()


def test_nothing_is_half_stored(house: House, one: NewResponse) -> None:
    with pytest.raises(IntegrityError):
        store(house, one, replace(one, wave="", collector_code="no such"))
    for model in (Response, Answer, Comment, Score):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0


def test_scores_worked_out_again_are_the_same(house: House) -> None:
    rows = [*people(40), person(41, change="Words"), person(42, belong="", friends="!not-sure")]
    import_responses(house, YOUNG, csv_bytes(rows))
    before = all_scores()
    assert scores.rebuild(house) == 0
    assert all_scores() == before
    assert db.session.scalar(select(Comment.text)) == "Words"


def test_wrong_missing_and_surplus_scores_are_mended_and_counted(house: House) -> None:
    import_responses(house, YOUNG, csv_bytes(people(10)))
    before = all_scores()
    somebody = db.session.scalars(select(Response.id)).first()
    with writing():
        mine = Score.response_id == somebody
        db.session.execute(update(Score).where(mine, Score.measure == "belief").values(units=1))
        db.session.execute(delete(Score).where(mine, Score.measure == "index"))
        db.session.execute(update(Answer).where(Answer.question_id == "trust").values(points=None))
        db.session.add(Score(response_id=somebody, measure_kind="indicator", measure="gone", units=5040))
    assert scores.rebuild(house) == 3
    assert all_scores() == before
    assert db.session.scalar(select(func.count()).where(Answer.question_id == "trust", Answer.points.is_(None))) == 0


def test_a_response_to_a_version_that_is_gone_keeps_its_scores(house: House) -> None:
    import_responses(house, YOUNG, csv_bytes(people(2)))
    before = all_scores()
    with writing():
        db.session.execute(update(Response).values(survey_version=99))
    assert scores.rebuild(house) == 0
    assert all_scores() == before


def test_ids_are_random(house: House, one: NewResponse) -> None:
    ids = store(house, *[replace(one, person=random_id()) for _ in range(20)])
    assert ids != sorted(ids)


def all_scores() -> set[tuple[object, ...]]:
    columns = (Score.response_id, Score.measure_kind, Score.measure, Score.units)
    return set(db.session.execute(select(*columns)))
