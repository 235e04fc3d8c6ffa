"""Storing submitted responses with their answers, comments and scores. Who may submit what is decided elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert, select, update

from analysis.scoring import person_scores
from app.house import House, random_id
from app.models import answering
from app.models.base import db
from app.services import facts
from surveys.answers import Answer, Answers
from surveys.flow import on_path
from surveys.model import Survey
from surveys.question_types import QUESTION_TYPES

TEXT_KINDS = frozenset(name for name, question_type in QUESTION_TYPES.items() if question_type.free_text)
NOT_STATED = "not-stated"
AT_ONCE = 500
"""Ids in one statement: below every engine's limit of parameters."""

Row = dict[str, Any]
SameTurn = tuple[str, str, str, str]
"""Person, survey, wave and stage: a later response with the same four supersedes the earlier one."""


@dataclass(frozen=True, slots=True)
class NewResponse:
    """One participation about to be stored. `known` names the attributes that were not asked because they were known.

    `voice` is of no account where the survey itself is answered about somebody: that is never stored as their own.
    `person` is None for somebody who is not linked to an earlier response.
    """

    survey: Survey
    answers: Answers
    known: frozenset[str]
    wave: str
    submitted_on: date
    language: str
    presentation: str = "plain"
    channel: str = "web"
    helper: str = "none"
    voice: str = "self"
    read_aloud: bool = False
    collector_code: str | None = None
    locality: str | None = None
    journey_point: str | None = None
    stage: str | None = None
    person: str | None = None


def store(house: House, new: Sequence[NewResponse]) -> list[str]:
    """Write responses with everything derived from them and return their ids, in order.

    Part of the caller's transaction. What is off the path is dropped. Of several responses of the same person, survey,
    wave and stage only the last one counts: by date, then in the order given.
    """
    synthetic = facts.is_synthetic()
    responses: list[Row] = []
    answers: list[Row] = []
    comments: list[Row] = []
    scores: list[Row] = []
    for one in new:
        kept = on_path(one.survey, one.answers, one.known)
        row = response_row(house, one, kept, synthetic)
        responses.append(row)
        answers += answer_rows(one.survey, row["id"], kept)
        comments += comment_rows(one, row["id"], kept)
        scores += score_rows(house, one.survey, row["id"], kept)
    linked = [row for row, one in zip(responses, new, strict=True) if one.person]
    if linked:
        supersede(linked)
    write(answering.Response, responses)
    write(answering.Answer, answers)
    write(answering.Comment, comments)
    write(answering.Score, scores)
    return [row["id"] for row in responses]


def write(model: type[Any], rows: list[Row]) -> None:
    if rows:
        table: Table = model.__table__
        db.session.connection().execute(insert(table), rows)


def response_row(house: House, one: NewResponse, kept: Answers, synthetic: bool) -> Row:
    survey = one.survey
    return {
        "id": random_id(),
        "survey_id": survey.id,
        "survey_version": survey.version,
        "framework_version": house.framework.version,
        "audience": survey.audience,
        "wave": one.wave,
        "journey_point": one.journey_point or survey.journey_point,
        "stage": one.stage or survey.stage or "",
        "locality": one.locality or answered_locality(survey, kept),
        "submitted_on": one.submitted_on,
        "language": one.language,
        "presentation": one.presentation,
        "channel": one.channel,
        "helper": one.helper,
        "voice": one.voice if survey.voice == "self" else survey.voice,
        "read_aloud": one.read_aloud,
        "collector_code": one.collector_code,
        "person": one.person or random_id(),
        "superseded": False,
        "synthetic": synthetic,
    }


def answered_locality(survey: Survey, kept: Answers) -> str:
    """The locality that the respondent chose, if any question asks for it and was answered."""
    for question in survey.questions:
        if question.attribute == "locality":
            answer = kept.get(question.id)
            if answer is not None and isinstance(answer.value, str):
                return answer.value
    return NOT_STATED


def answer_rows(survey: Survey, response_id: str, kept: Answers) -> Iterator[Row]:
    for question_id, answer in kept.items():
        question = survey.question_by_id[question_id]
        is_text = question.kind in TEXT_KINDS
        yield {
            "response_id": response_id,
            "question_id": question_id,
            "state": answer.state,
            "value": None if is_text or answer.value is None else json.dumps(answer.value, ensure_ascii=False),
            "points": QUESTION_TYPES[question.kind].points(question, answer),
        }


def stored_answer(state: str, value: str | None) -> Answer:
    """The answer that a row stands for. A free text reads as empty: its words are kept apart."""
    if state != "answered":
        return Answer(state)
    return Answer(state, "" if value is None else json.loads(value))


def comment_rows(one: NewResponse, response_id: str, kept: Answers) -> Iterator[Row]:
    for question_id, answer in kept.items():
        if one.survey.question_by_id[question_id].kind in TEXT_KINDS and answer.value:
            yield {
                "response_id": response_id,
                "question_id": question_id,
                "language": one.language,
                "text": answer.value,
            }


def score_rows(house: House, survey: Survey, response_id: str, kept: Answers) -> Iterator[Row]:
    for score in person_scores(house.framework, survey, kept):
        yield {
            "response_id": response_id,
            "measure_kind": score.measure_kind,
            "measure": score.measure,
            "units": score.units,
        }


def supersede(linked: list[Row]) -> None:
    """Mark all but the last response of each turn, among the new rows and those stored before."""
    turns: dict[SameTurn, list[Row]] = {}
    for row in linked:
        turns.setdefault(turn_of(row), []).append(row)
    earlier: dict[SameTurn, list[Row]] = {}
    for row in counted_of({row["person"] for row in linked}):
        earlier.setdefault(turn_of(row), []).append(row)
    outdated: list[str] = []
    for turn, rows in turns.items():
        before = earlier.get(turn, [])
        in_order = sorted(before + rows, key=lambda row: row["submitted_on"])
        for row in in_order[:-1]:
            row["superseded"] = True
        outdated += [row["id"] for row in before if row["superseded"]]
    table = answering.Response.__table__
    for ids in in_parts(outdated):
        db.session.connection().execute(update(table).where(table.c.id.in_(ids)).values(superseded=True))


def in_parts(ids: Iterable[str], size: int = AT_ONCE) -> Iterator[tuple[str, ...]]:
    """Ids in groups that fit into one statement."""
    rest = iter(ids)
    while part := tuple(islice(rest, size)):
        yield part


def turn_of(row: Row) -> SameTurn:
    return row["person"], row["survey_id"], row["wave"], row["stage"]


def counted_of(people: Iterable[str]) -> Iterator[Row]:
    """The stored responses of these people that nothing has superseded yet."""
    table = answering.Response.__table__
    columns = (table.c.id, table.c.person, table.c.survey_id, table.c.wave, table.c.stage, table.c.submitted_on)
    for some in in_parts(people):
        query = select(*columns).where(table.c.person.in_(some), table.c.superseded.is_(False))
        for row in db.session.connection().execute(query).mappings():
            yield dict(row) | {"superseded": False}
