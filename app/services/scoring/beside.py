"""Exact figures of what stands beside the headline: ratings, surveys of one moment, observed answers. No rounding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, case, func, select

from analysis.scoring import UNIT
from app.house import House
from app.models.answering import Answer, Response, Score
from app.models.base import db
from app.models.releases import ReleaseMember
from app.services.asking.entrances import last_day_of
from app.services.asking.group_results import group_answers
from surveys.model import Question, Survey

if TYPE_CHECKING:
    from analysis.beside import Beside

Rows = tuple[tuple[Any, ...], ...]


def gather(house: House, release_id: str, wave: str, counted: frozenset[str]) -> Beside:
    """What the first release of a wave finds; later ones of the wave keep it, so that nothing can be subtracted.

    `counted` are the quarters that releases of other waves have taken up already.
    """
    from analysis.beside import Beside

    quarters = tuple(each for each in ended_quarters(house) if each not in counted)
    return Beside(
        ratings=tuple(ratings(house, release_id)),
        journey=of_quarters(house, quarters),
        observed=of_proxies(house, wave),
        quarters=quarters,
        together=tuple(together(house, wave)),
    )


def together(house: House, wave: str) -> Iterator[tuple[Any, ...]]:
    """(audience, survey, question, option, hands, people, people of the largest room) of what groups said by hands."""
    rooms: dict[tuple[str, ...], list[int]] = {}
    hands: dict[tuple[str, ...], int] = {}
    for answer in group_answers(house, wave):
        for asked in answer.questions:
            if asked.state == "counted":
                key = (answer.audience, answer.survey_id, asked.question_id)
                rooms.setdefault(key, []).append(answer.size)
                for option, raised in asked.hands:
                    hands[*key, option] = hands.get((*key, option), 0) + raised
    for (*key, option), raised in sorted(hands.items()):
        sizes = rooms[tuple(key)]
        yield *key, option, raised, sum(sizes), max(sizes)


def ended_quarters(house: House) -> list[str]:
    """The quarters in which anybody answered a survey about one moment, and which are over."""
    touchpoints = of_schedule(house, "touchpoint")
    query = select(Response.wave).where(Response.survey_id.in_(touchpoints)).distinct()
    ended = ((wave, last_day_of(wave)) for wave in db.session.scalars(query))
    return sorted(wave for wave, day in ended if day is not None and day < house.today())


def of_schedule(house: House, schedule: str) -> list[str]:
    headline = house.framework.settings.headline_schedule
    surveys = house.partnership.catalogue.surveys
    return sorted({each.id for each in surveys if (each.schedule == headline) == (schedule == "wave")})


# Ratings


def rated(survey: Survey) -> list[Question]:
    """The questions of a survey that ask for a choice without points and are not about the person."""
    return [
        question
        for question in survey.questions
        if question.kind == "single" and not (question.indicator or question.attribute or question.about)
    ]


def ratings(house: House, release_id: str) -> Iterator[tuple[Any, ...]]:
    """(audience, survey, question, option, chose it, answered), options in the order in which they are offered."""
    for survey in house.partnership.catalogue.surveys:
        asked = rated(survey) if survey.id in of_schedule(house, "wave") and survey.voice == "self" else []
        found = chosen(release_id, survey.id, [question.id for question in asked])
        for question in asked:
            own = {option: n for (name, option), n in found.items() if name == question.id}
            answered = sum(own.values())
            for option in question.options:
                if answered and not option.missing:
                    yield survey.audience, survey.id, question.id, option.id, own.get(option.id, 0), answered


def chosen(release_id: str, survey_id: str, questions: list[str]) -> dict[tuple[str, str], int]:
    if not questions:
        return {}
    query = select(Answer.question_id, Answer.value, func.count()).join(Response, Response.id == Answer.response_id)
    query = query.join(ReleaseMember, ReleaseMember.response_id == Response.id)
    of_these = (ReleaseMember.release_id == release_id, Response.survey_id == survey_id, Answer.state == "answered")
    query = query.where(*of_these, Answer.question_id.in_(questions)).group_by(Answer.question_id, Answer.value)
    return {(question, json.loads(value)): int(n) for question, value, n in db.session.execute(query)}


# Scores of whole surveys


def of_quarters(house: House, quarters: tuple[str, ...]) -> Rows:
    """Surveys about one moment."""
    return scored(house, Response.wave.in_(quarters), "touchpoint", "self", Response.survey_id)


def of_proxies(house: House, wave: str) -> Rows:
    """What others observe."""
    return scored(house, Response.wave == wave, "wave", "proxy", None)


def scored(house: House, when: ColumnElement[bool], schedule: str, voice: str, by: ColumnElement[str] | None) -> Rows:
    """Cells by audience, by survey and journey point (`by` given) or by voice, of the last response of each person."""
    counted = last_of_each(house, when, schedule, voice)
    names = [by, Response.journey_point] if by is not None else [Response.voice]
    keys = (Response.audience, *names, Score.measure_kind, Score.measure)
    units, least = Score.units, house.framework.settings.positive * UNIT
    sums = (func.count(), func.sum(units), func.sum(units * units), func.sum(case((units >= least, 1), else_=0)))
    query = select(*keys, *sums).join_from(Response, Score, Score.response_id == Response.id)
    rows = db.session.execute(query.where(Response.id.in_(counted)).group_by(*keys)).all()
    order = {measure: place for place, measure in enumerate(house.framework.measures)}
    end = len(keys)
    whole = ((*row[:end], *(int(each) for each in row[end:])) for row in rows)
    return tuple(sorted(whole, key=lambda row: (row[: end - 2], order.get(row[end - 2 : end], 0), row)))


def last_of_each(house: House, when: ColumnElement[bool], schedule: str, voice: str) -> Select[Any]:
    latest = (Response.submitted_on.desc(), Response.stage.desc(), Response.id.desc())
    of_one = (Response.audience, Response.survey_id, Response.person)
    turn = func.row_number().over(partition_by=of_one, order_by=latest)
    asked = (Response.survey_id.in_(of_schedule(house, schedule)), Response.voice == voice)
    ranked = select(Response.id, turn.label("turn")).where(when, *asked, Response.superseded.is_(False)).subquery()
    return select(ranked.c.id).where(ranked.c.turn == 1)
