"""Databases for the benchmarks: a fresh one with a wave open today, and one with many responses. No measuring."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from app.command import database
from app.config import SHIPPED_PARTNERSHIP, from_environment
from app.factory import open_house
from app.house import House
from app.services.asking import responses, waves
from app.services.transaction import writing
from surveys import flow
from surveys.answers import SKIPPED, Answer, Answers
from surveys.model import Question, Survey
from surveys.partnership_file import load_partnership

SURVEY = "young-person.general.my-confidence"
AT_ONCE = 1_000


def fresh_database(folder: Path, url: str = "") -> tuple[dict[str, str], str]:
    """A migrated database (SQLite in `folder` without `url`), a wave open; its settings and the address to start at."""
    from flask_migrate import upgrade

    environ = {"DATA_DIR": str(folder), "DATABASE_URL": url, "SECRET_KEY": "benchmark " * 4}
    house = open_house(from_environment(environ))
    with database(house).app_context():
        upgrade()
        waves.seed(house)
        if waves.open_today(house) is None:
            today = house.today()
            waves.add(house, f"{today:%Y-%m}", today, today + timedelta(days=1), actor="benchmark")
    return environ, f"/s/{SURVEY}?lang=en"


def surveys_and_languages() -> list[tuple[str, str]]:
    partnership = load_partnership(SHIPPED_PARTNERSHIP)
    return [(survey.id, code) for survey in partnership.catalogue for code in partnership.languages]


def fill(environ: dict[str, str], count: int) -> None:
    """Store `count` made-up responses of the benchmark's survey, a thousand in one transaction."""
    house = open_house(from_environment(environ))
    survey = house.partnership.catalogue.latest(SURVEY)
    chance = random.Random(1)
    with database(house).app_context():
        made = new_responses(house, survey, chance, count)
        while some := list(islice(made, AT_ONCE)):
            with writing():
                responses.store(house, some)


def new_responses(house: House, survey: Survey, chance: random.Random, count: int) -> Iterator[responses.NewResponse]:
    localities = [place.id for place in house.partnership.localities]
    for _ in range(count):
        answers = made_answers(survey, chance)
        yield responses.NewResponse(
            survey, answers, frozenset(), "2025-12", date(2025, 12, 1), "en", locality=chance.choice(localities)
        )


def made_answers(survey: Survey, chance: random.Random) -> Answers:
    """One answer for each question on the way, question by question, as the conditions ask."""
    answers: Answers = {}
    while page := flow.first_unanswered(survey, answers, frozenset()):
        given = {name: made_answer(survey.question_by_id[name], chance) for name in page.questions}
        answers = flow.answer_page(survey, answers, given, frozenset())
    return answers


def made_answer(question: Question, chance: random.Random) -> Answer:
    real = [option.id for option in question.options if not option.missing]
    if not real or question.kind not in ("faces-5", "faces-3", "single", "yes-no"):
        return SKIPPED
    return Answer("answered", chance.choice(real))
