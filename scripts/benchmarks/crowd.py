"""Very many made-up people in a database, for the benchmark of releases: made by the database itself. No measuring."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from sqlalchemy import text

from analysis.scoring import PersonScore, person_scores
from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.house import House
from app.models.base import db
from app.services.transaction import writing
from surveys.answers import Answer, Answers
from surveys.model import Survey

SAID, KINDS, PLACES = 12, 399, 997
"""Scored answers of each response; and how many different people there are to draw from (a third of each audience)."""
SURVEYS = (
    "young-person.general.my-confidence",
    "parent-carer.general.our-confidence",
    "professional.general.our-confidence",
)
WAVES = {"2025-12": "2025-12-10", "2026-06": "2026-06-10"}
"""The baseline and its follow-up, each with a day on which people answered."""
RANDOM_ID = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
}
"""32 random hex digits, in each engine's words."""
JOURNEY = ("general", "general", "general", "ehc", "diagnosis", "transition")


def fill(environ: dict[str, str], wave: str, count: int) -> None:
    """So many responses of a wave with their answers and scores, all made inside the database: copies of a few hundred
    people. Of the second wave every other person was there in the first."""
    house = open_house(from_environment(environ))
    again = wave != min(WAVES)
    with database(house).app_context(), writing():
        connection = db.session.connection()
        for statement in () if again else tables():
            connection.execute(text(statement))
        for table, rows in () if again else kinds(house, random.Random(2025)).items():
            names = ", ".join(f":{name}" for name in rows[0])
            connection.execute(text(f"INSERT INTO {table} VALUES ({names})"), rows)
        for statement in copies(connection.dialect.name, WAVES[wave], again):
            connection.execute(text(statement), {"count": count, "wave": wave})
    with database(house).app_context():
        keep_house()


def keep_house() -> None:
    """What PostgreSQL does by itself while people answer over months, and not yet seconds after a million came."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def tables() -> Iterator[str]:
    """What people are copied from: 399 kinds of people with their answers and scores, and places."""
    yield "CREATE TABLE kind (kind INTEGER, survey TEXT, version INTEGER, audience TEXT, framework TEXT)"
    yield "CREATE TABLE kind_answer (kind INTEGER, question TEXT, state TEXT, value TEXT, points INTEGER)"
    yield "CREATE TABLE kind_score (kind INTEGER, measure_kind TEXT, measure TEXT, units INTEGER)"
    yield "CREATE TABLE place (number INTEGER, locality TEXT, point TEXT)"
    yield "CREATE TABLE copy (id TEXT, person TEXT, kind INTEGER, place INTEGER)"
    yield from (f"CREATE INDEX {table}_of_kind ON kind_{table} (kind)" for table in ("answer", "score"))


def kinds(house: House, chance: random.Random) -> dict[str, list[dict[str, object]]]:
    """The rows of those tables."""
    made: dict[str, list[dict[str, object]]] = {"kind": [], "kind_answer": [], "kind_score": [], "place": []}
    for number in range(KINDS):
        survey = house.partnership.catalogue.latest(SURVEYS[number % len(SURVEYS)])
        version = house.framework.version
        own = {"survey": survey.id, "version": survey.version, "audience": survey.audience, "framework": version}
        made["kind"].append({"kind": number, **own})
        answers, scores = kind_of(house, survey, chance)
        made["kind_answer"] += [{"kind": number, **row} for row in answers]
        made["kind_score"] += [{"kind": number, **row} for row in scores]
    places = [*(place.id for place in house.partnership.localities), "not-stated"]
    for number in range(PLACES):
        made["place"].append({"number": number, "locality": chance.choice(places), "point": chance.choice(JOURNEY)})
    return made


def copies(engine: str, day: str, again: bool) -> Iterator[str]:
    """One person after another, in the order of their ids, so that no table is written in random order.

    `again`: every other one is a person who is there already, in the same place and of another kind.
    """
    random_id = RANDOM_ID[engine]
    if again:
        numbered = "SELECT person, place, kind, row_number() OVER (ORDER BY id) AS n FROM copy"
        yield f"CREATE TABLE known AS {numbered}"
        yield "CREATE UNIQUE INDEX known_number ON known (n)"
        yield "DELETE FROM copy"
    who = f"CASE WHEN k.n % 2 = 0 THEN k.person ELSE {random_id} END" if again else random_id
    kind = f"(k.kind + 3) % {KINDS}" if again else f"i.n % {KINDS}"
    place = "k.place" if again else f"(i.n % {PLACES}) * 7919 % {PLACES}"
    yield (
        "INSERT INTO copy WITH RECURSIVE number(n) AS "
        "(SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :count) "
        f"SELECT {random_id}, {who}, {kind}, {place} FROM number i "
        f"{'JOIN known k ON k.n = i.n + 1 ' if again else ''}ORDER BY 1"
    )
    yield (
        "INSERT INTO response SELECT c.id, k.survey, k.version, k.framework, k.audience, :wave, p.point, '', "
        f"p.locality, '{day}', 'en', 'plain', 'web', 'none', 'self', FALSE, NULL, c.person, FALSE, TRUE "
        "FROM copy c JOIN kind k ON k.kind = c.kind JOIN place p ON p.number = c.place ORDER BY c.id"
    )
    for table, columns in (
        ("answer", "question, k.state, k.value, k.points"),
        ("score", "measure_kind, k.measure, k.units"),
    ):
        copied = f"FROM copy c JOIN kind_{table} k ON k.kind = c.kind ORDER BY c.id"
        yield f"INSERT INTO {table} SELECT c.id, k.{columns} {copied}"


def kind_of(house: House, survey: Survey, chance: random.Random) -> tuple[list[dict], list[dict]]:
    """What one made-up person answers, and the scores of it."""
    asked = [question for question in survey.questions if question.indicator][:SAID]
    answers: Answers = {}
    for question in asked:
        real = [option.id for option in question.options if option.points is not None]
        answers[question.id] = Answer("answered", chance.choice(real))
    rows = [answer_row(survey, name, answer) for name, answer in answers.items()]
    return rows, [score_row(score) for score in person_scores(house.framework, survey, answers)]


def answer_row(survey: Survey, name: str, answer: Answer) -> dict[str, object]:
    points = survey.question_by_id[name].option_by_id[str(answer.value)].points
    return {"question": name, "state": answer.state, "value": json.dumps(answer.value), "points": points}


def score_row(score: PersonScore) -> dict[str, object]:
    return {"measure_kind": score.measure_kind, "measure": score.measure, "units": score.units}
