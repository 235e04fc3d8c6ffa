"""Working out every derived score again from the answers. Stores no answer and touches no closed release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, false, func, insert, or_, select, update

from app.house import House
from app.models import answering
from app.models.base import db
from app.models.releases import Release, ReleaseMember
from app.services import audit
from app.services.asking.responses import in_parts, score_rows, stored_answer
from app.services.transaction import writing
from surveys.answers import Answers
from surveys.model import Survey
from surveys.question_types import QUESTION_TYPES

RESPONSE, ANSWER, SCORE = answering.Response.__table__, answering.Answer.__table__, answering.Score.__table__

Scores = dict[tuple[str, str, str], int]
"""(response, measure kind, measure) to units."""
Points = dict[tuple[str, str], int | None]
"""(response, question) to points."""


class Derived(NamedTuple):
    """What is derived from the answers of some responses."""

    scores: Scores
    points: Points


def rebuild(house: House) -> int:
    """Make every score and every answer's points what answers, definitions and framework say; returns how many changed.

    One transaction. A response to a survey version that is no longer defined keeps what it has, and so does a wave that
    was closed under a version of the framework whose file is not kept: a wave is scored under one version.
    """
    with writing():
        versions = select(Release.wave, func.min(Release.framework_version)).group_by(Release.wave)
        closed = dict(db.session.execute(versions).all())
        changed = 0
        for version in {house.framework.version, *closed.values()}:
            framework = house.framework_of(version)
            if framework is not None:
                own = [wave for wave, under in closed.items() if under == version]
                others = RESPONSE.c.wave.not_in(closed) if version == house.framework.version else false()
                changed += score_again(house.under(framework), or_(RESPONSE.c.wave.in_(own), others))
        audit.record(house, "command", "scores-rebuilt", detail=f"{changed} changed")
    return changed


def bring_to_version(house: House, waves: Iterable[str]) -> None:
    """Score what came under another version of the framework as the house does. Part of the caller's transaction."""
    other = RESPONSE.c.framework_version != house.framework.version
    score_again(house, and_(RESPONSE.c.wave.in_(list(waves)), other))


def score_again(house: House, which: ColumnElement[bool]) -> int:
    """Write the scores of these responses anew under the house's framework; how many differed."""
    connection = db.session.connection()
    changed = 0
    for ids in in_parts(list(connection.scalars(select(RESPONSE.c.id).where(which).order_by(RESPONSE.c.id)))):
        asked = surveys_of(house, connection, ids)
        changed += replace_scores(connection, stored(connection, asked), derived(house, connection, asked))
        own = RESPONSE.c.id.in_(ids)
        connection.execute(update(RESPONSE).where(own).values(framework_version=house.framework.version))
    return changed


def differ(house: House, release_ids: Iterable[str]) -> bool:
    """Whether any stored score of these releases' people is not what their answers say. Changes nothing."""
    connection = db.session.connection()
    members = select(ReleaseMember.response_id).where(ReleaseMember.release_id.in_(list(release_ids))).distinct()
    for ids in in_parts(list(connection.scalars(members))):
        asked = surveys_of(house, connection, ids)
        if stored(connection, asked) != derived(house, connection, asked):
            return True
    return False


def surveys_of(house: House, connection: Connection, ids: Iterable[str]) -> dict[str, Survey]:
    query = select(RESPONSE.c.id, RESPONSE.c.survey_id, RESPONSE.c.survey_version).where(RESPONSE.c.id.in_(ids))
    found = {response: house.partnership.catalogue.get(*version) for response, *version in connection.execute(query)}
    return {response: survey for response, survey in found.items() if survey}


def stored(connection: Connection, asked: dict[str, Survey]) -> Derived:
    scores = select(SCORE.c.response_id, SCORE.c.measure_kind, SCORE.c.measure, SCORE.c.units)
    points = select(ANSWER.c.response_id, ANSWER.c.question_id, ANSWER.c.points)
    return Derived(
        {tuple(key): units for *key, units in connection.execute(scores.where(SCORE.c.response_id.in_(asked)))},
        {tuple(key): each for *key, each in connection.execute(points.where(ANSWER.c.response_id.in_(asked)))},
    )


def derived(house: House, connection: Connection, asked: dict[str, Survey]) -> Derived:
    fresh = Derived({}, {})
    for response, answers in answers_of(connection, asked):
        survey = asked[response]
        for row in score_rows(house, survey, response, answers):
            fresh.scores[response, row["measure_kind"], row["measure"]] = row["units"]
        for name, answer in answers.items():
            question = survey.question_by_id[name]
            fresh.points[response, name] = QUESTION_TYPES[question.kind].points(question, answer)
    return fresh


def answers_of(connection: Connection, asked: dict[str, Survey]) -> Iterator[tuple[str, Answers]]:
    """The answers of each response to questions that its survey has; all of them were asked."""
    columns = (ANSWER.c.response_id, ANSWER.c.question_id, ANSWER.c.state, ANSWER.c.value)
    query = select(*columns).where(ANSWER.c.response_id.in_(asked)).order_by(ANSWER.c.response_id)
    for response, rows in groupby(connection.execute(query), key=lambda row: row[0]):
        known = asked[response].question_by_id
        yield response, {name: stored_answer(state, value) for _, name, state, value in rows if name in known}


def replace_scores(connection: Connection, old: Derived, new: Derived) -> int:
    """Write what differs; returns how many scores do."""
    different = {key for key in old.scores.keys() | new.scores.keys() if old.scores.get(key) != new.scores.get(key)}
    names = ("response_id", "measure_kind", "measure")
    gone = [dict(zip(("r", "k", "m"), key, strict=True)) for key in different & old.scores.keys()]
    rows = [dict(zip(names, key, strict=True)) | {"units": new.scores[key]} for key in different & new.scores.keys()]
    one = (SCORE.c.response_id == bindparam("r"), SCORE.c.measure_kind == bindparam("k"))
    if gone:
        connection.execute(delete(SCORE).where(*one, SCORE.c.measure == bindparam("m")), gone)
    if rows:
        connection.execute(insert(SCORE), rows)
    points = [{"r": r, "q": q, "p": each} for (r, q), each in new.points.items() if old.points[r, q] != each]
    if points:
        answer = (ANSWER.c.response_id == bindparam("r"), ANSWER.c.question_id == bindparam("q"))
        connection.execute(update(ANSWER).where(*answer).values(points=bindparam("p")), points)
    return len(different)
