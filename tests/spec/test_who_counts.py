"""The worked examples of who counts once, through the services that store answers and choose whose count."""

from __future__ import annotations

from fractions import Fraction

import pytest

from analysis.scoring import UNIT, Cell
from app.house import House
from app.models.answering import Score
from app.models.base import db
from app.services.asking.responses import NewResponse, store
from app.services.scoring.membership import candidates
from app.services.transaction import writing
from surveys.answers import Answer, Answers
from surveys.model import Survey
from tests.spec import page

WAVE = "2026-12"


def survey_of(house: House) -> Survey:
    own = (each for each in house.partnership.catalogue.surveys if each.audience == "parent-carer")
    return next(each for each in own if each.schedule == "wave")


def all_with(survey: Survey, points: int) -> Answers:
    """Every scored question answered by its option of these points."""
    scored = (question for question in survey.questions if question.indicator)
    chosen = ((question.id, [each.id for each in question.options if each.points == points]) for question in scored)
    return {question: Answer("answered", options[0]) for question, options in chosen}


def sent(house: House, text: str) -> NewResponse:
    who, points = text.split(" ")
    survey = survey_of(house)
    return NewResponse(
        survey=survey,
        answers=all_with(survey, int(points)),
        known=frozenset(),
        wave=WAVE,
        submitted_on=house.today(),
        language="en",
        voice="proxy" if who == "observed" else "self",
        person=None if who in ("unlinked", "observed") else who.ljust(32, "0"),
    )


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("answers", "by_hand", "people", "score"), page.examples()["who-counts-once"]["rows"])
def test_who_counts_once(house: House, answers: str, by_hand: str, people: str, score: str):
    for each in answers.split(", "):
        with writing():
            store(house, [sent(house, each)])
    counted = list(db.session.scalars(candidates(house, WAVE)))
    index = db.session.query(Score.units).filter(Score.response_id.in_(counted), Score.measure_kind == "index")
    cell = Cell.of(units for (units,) in index)
    assert (cell.n, cell.mean) == (int(people), Fraction(score))
    assert all(units % UNIT == 0 for (units,) in index)
