"""Turning checked records of a file into responses: what each column may hold, and what is wrong with a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select

from app.house import House
from app.models.answering import CHANNELS, HELPERS, PRESENTATIONS, VOICES
from app.models.asking import Collector, Wave
from app.models.base import db
from app.services.asking.import_file import BadFile, Problem, Record
from app.services.asking.responses import NOT_STATED, NewResponse
from surveys.answers import Answers
from surveys.model import Question, Survey
from surveys.question_types import QUESTION_TYPES

QUARTER = re.compile(r"\d{4}-q[1-4]")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Found = dict[str, Any]
"""What the columns read so far say of one record, by the names of `NewResponse`."""


def answerable(survey: Survey) -> Iterator[Question]:
    return (question for question in survey.questions if question.kind != "statement")


@dataclass(frozen=True)
class Reader:
    """Reads the records of one survey's file; what it must look up is looked up once."""

    house: House
    survey: Survey

    @cached_property
    def waves(self) -> dict[str, tuple[date, date]]:
        stored = db.session.execute(select(Wave.id, Wave.opens_on, Wave.closes_on))
        return {wave: (opens, closes) for wave, opens, closes in stored}

    @cached_property
    def collectors(self) -> dict[str, Collector]:
        query = select(Collector).where(Collector.survey_id == self.survey.id)
        return {collector.code.casefold(): collector for collector in db.session.scalars(query)}

    @cached_property
    def localities(self) -> dict[str, str]:
        ids = [place.id for place in self.house.partnership.localities]
        return {each.casefold(): each for each in (*ids, NOT_STATED)}

    @cached_property
    def stages(self) -> dict[str, set[str]]:
        return {point.id: {stage.id for stage in point.stages} for point in self.house.partnership.journey_points}

    def responses(self, records: list[Record]) -> list[NewResponse]:
        """Raises `BadFile` with the problems of all records."""
        problems: list[Problem] = []
        made: list[NewResponse] = []
        for record in records:
            before = len(problems)
            answers = self.answers(record, problems)
            found = self.context(record, problems)
            if len(problems) == before:
                made.append(NewResponse(self.survey, answers, self.known(answers, found), **found))
        if problems:
            raise BadFile(problems)
        return made

    def answers(self, record: Record, problems: list[Problem]) -> Answers:
        answers: Answers = {}
        for question in answerable(self.survey):
            cell = record.cells.get(question.id)
            if cell is None:
                continue
            if question.attribute == "locality":
                cell = self.localities.get(cell.casefold(), cell).replace(NOT_STATED, "")
            try:
                answers[question.id] = QUESTION_TYPES[question.kind].parse(question, cell)
            except ValueError as error:
                problems.append(Problem(record.line, question.id, str(error)))
        return answers

    def context(self, record: Record, problems: list[Problem]) -> Found:
        """The columns that are not questions. One that cannot be used is None for those after it."""
        found: Found = {}
        for column, (name, read) in CONTEXT.items():
            try:
                found[name] = read(self, record.cells.get(column, ""), found)
            except ValueError as error:
                problems.append(Problem(record.line, column, str(error)))
                found[name] = None
        return found

    def known(self, answers: Answers, found: Found) -> frozenset[str]:
        """A locality that a column says was not asked, unless the question was answered as well."""
        if not found["locality"]:
            return frozenset()
        asked = [answers.get(each.id) for each in self.survey.questions if each.attribute == "locality"]
        answered = any(answer and answer.state != "skipped" for answer in asked)
        return frozenset() if answered else frozenset({"locality"})

    def by_collector(self, name: str, found: Found) -> str | None:
        code = found["collector_code"]
        return getattr(self.collectors[code.casefold()], name) if code else None


# One function per column. `cell` is blank if there is no such column; a ValueError says why it cannot be used.


def read_date(reader: Reader, cell: str, found: Found) -> date:
    today = reader.house.today()
    if not cell:
        return today
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a date like 2026-06-30") from None
    if day > today:
        raise ValueError(f"{cell} is in the future")
    return day


def read_collector(reader: Reader, cell: str, found: Found) -> str | None:
    if not cell:
        return None
    collector = reader.collectors.get(cell.casefold())
    if collector is None:
        raise ValueError(f"{reader.survey.id} has no collector {cell!r}")
    return collector.code


def read_wave(reader: Reader, cell: str, found: Found) -> str:
    wave = cell or reader.by_collector("wave", found)
    if reader.survey.schedule != "wave":
        return read_quarter(wave, found["submitted_on"])
    if not wave:
        return wave_on(reader, found["submitted_on"])
    if wave not in reader.waves:
        raise ValueError(f"there is no wave {wave!r}; the waves are {', '.join(sorted(reader.waves))}")
    return wave


def read_quarter(wave: str | None, day: date | None) -> str:
    if wave and not QUARTER.fullmatch(wave):
        raise ValueError(f"{wave!r} is not a quarter like 2026-q3, by which this survey is counted")
    return wave or (f"{day.year}-q{(day.month + 2) // 3}" if day else "")


def wave_on(reader: Reader, day: date | None) -> str:
    if day is None:
        return ""
    for wave, (opens, closes) in reader.waves.items():
        if opens <= day <= closes:
            return wave
    raise ValueError(f"is blank, and no wave was open on {day}")


def read_locality(reader: Reader, cell: str, found: Found) -> str | None:
    if not cell:
        return reader.by_collector("locality", found)
    if "locality" in reader.survey.question_by_id:
        return None  # The cell is the answer to that question, which says what is wrong with it and where it belongs.
    if cell.casefold() not in reader.localities:
        raise ValueError(f"unknown locality {cell!r}; the localities are {', '.join(reader.localities.values())}")
    return reader.localities[cell.casefold()]


def read_journey_point(reader: Reader, cell: str, found: Found) -> str:
    point = cell or reader.by_collector("journey_point", found) or reader.survey.journey_point
    if point != reader.survey.journey_point and point not in reader.stages:
        raise ValueError(f"unknown journey point {point!r}; the journey points are {', '.join(reader.stages)}")
    return point


def read_stage(reader: Reader, cell: str, found: Found) -> str | None:
    if not cell:
        return reader.by_collector("stage", found)
    point = found["journey_point"]
    if point and cell not in reader.stages.get(point, ()):
        raise ValueError(f"journey point {point!r} has no stage {cell!r}")
    return cell


def read_language(reader: Reader, cell: str, found: Found) -> str:
    if cell and not LANGUAGE.fullmatch(cell):
        raise ValueError(f"{cell!r} is not a language code like en or pl")
    return cell or "en"


def read_person(reader: Reader, cell: str, found: Found) -> str | None:
    """The same string is the same person in every survey and wave. The string itself is not kept."""
    return reader.house.keyed_hash("person", cell)[:32] if cell else None


Read = Callable[[Reader, str, Found], Any]


def one_of(allowed: tuple[str, ...], default: str) -> Read:
    def read(reader: Reader, cell: str, found: Found) -> str:
        if cell and cell not in allowed:
            raise ValueError(f"{cell!r} is none of {', '.join(allowed)}")
        return cell or default

    return read


CONTEXT: dict[str, tuple[str, Read]] = {
    "submitted_on": ("submitted_on", read_date),
    "collector": ("collector_code", read_collector),
    "wave": ("wave", read_wave),
    "locality": ("locality", read_locality),
    "journey_point": ("journey_point", read_journey_point),
    "stage": ("stage", read_stage),
    "language": ("language", read_language),
    "presentation": ("presentation", one_of(PRESENTATIONS, "plain")),
    "channel": ("channel", one_of(CHANNELS, "import")),
    "helper": ("helper", one_of(HELPERS, "none")),
    "voice": ("voice", one_of(VOICES, "self")),
    "person": ("person", read_person),
}
"""Column to the name in `NewResponse` and its reader, in an order in which each can build on those before."""

CONTEXT_COLUMNS = frozenset(CONTEXT) | {"row_id"}
