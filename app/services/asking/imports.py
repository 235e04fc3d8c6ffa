"""Importing responses that were collected elsewhere: all of a file or nothing, and never twice the same row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import insert, select

from app.house import House
from app.models import answering
from app.models.base import db
from app.services import audit, facts
from app.services.asking import responses, waves
from app.services.asking.import_file import BadFile, Problem, Record, read_records
from app.services.asking.import_rows import CONTEXT_COLUMNS, Reader, answerable
from app.services.asking.responses import NewResponse
from app.services.errors import N_, Conflict, NotFound
from app.services.transaction import writing
from surveys.flow import asked
from surveys.model import Survey


class ImportSummary(NamedTuple):
    """What became of a file. `left_out` counts answers to questions that the survey would not have asked."""

    stored: int
    already_there: int
    left_out: int


def import_responses(house: House, survey_id: str, data: bytes, synthetic: bool = False) -> ImportSummary:
    """Store the responses of one CSV file in one transaction.

    Raises `BadFile` with every problem found, NotFound for an unknown survey, Conflict when example data would be mixed
    with real responses. `synthetic` marks an empty database as holding example data only.
    """
    survey = house.partnership.catalogue.latest(survey_id)
    if survey is None:
        raise NotFound(N_("There is no survey %(survey)s."), survey=survey_id)
    waves.seed(house)
    columns = CONTEXT_COLUMNS | {question.id for question in answerable(survey)}
    records = read_records(data, columns)
    hashes = row_hashes(house, survey, data, records)
    new = Reader(house, survey).responses(records)
    with writing():
        if synthetic:
            mark_synthetic()
        there = already_imported(hashes)
        fresh = {digest: one for digest, one in zip(hashes, new, strict=True) if digest not in there}
        responses.store(house, list(fresh.values()))
        if fresh:
            rows = [{"row_hash": digest} for digest in fresh]
            db.session.connection().execute(insert(answering.ImportedRow.__table__), rows)
        detail = f"{len(fresh)} stored, {len(there)} already there"
        audit.record(house, "command", "responses-imported", survey.id, detail)
    return ImportSummary(len(fresh), len(there), sum(off_path(one) for one in fresh.values()))


def mark_synthetic() -> None:
    """Part of the caller's transaction."""
    if facts.has_real_responses():
        raise Conflict(N_("This database holds real responses, so example data cannot be added to it."))
    facts.mark_synthetic()


def off_path(one: NewResponse) -> int:
    """How many of the given answers are to questions that this person would not have been asked."""
    on_path = {question.id for question in asked(one.survey, one.answers, one.known)}
    return sum(1 for name, answer in one.answers.items() if name not in on_path and answer.state != "skipped")


# Never twice


def row_hashes(house: House, survey: Survey, data: bytes, records: list[Record]) -> list[str]:
    """One keyed hash per record: of its row_id, or without one of the whole file and the line."""
    file_digest = hashlib.sha256(data).hexdigest()
    first_line: dict[str, int] = {}
    problems: list[Problem] = []
    hashes: list[str] = []
    for record in records:
        row_id = record.cells.get("row_id", "")
        if row_id and row_id in first_line:
            problems.append(Problem(record.line, "row_id", f"{row_id!r} is in line {first_line[row_id]} too"))
        first_line.setdefault(row_id, record.line)
        value = f"row\n{row_id}" if row_id else f"file\n{file_digest}\n{record.line}"
        hashes.append(house.keyed_hash("import", f"{survey.id}\n{value}"))
    if problems:
        raise BadFile(problems)
    return hashes


def already_imported(hashes: Iterable[str]) -> set[str]:
    table = answering.ImportedRow.__table__
    there: set[str] = set()
    for part in responses.in_parts(hashes):
        there.update(db.session.connection().scalars(select(table.c.row_hash).where(table.c.row_hash.in_(part))))
    return there
