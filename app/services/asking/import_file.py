"""Reading one CSV file of responses into checked records. Reads no database and stores nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.services.errors import N_, Invalid

FIELD_LIMIT = 1_000_000
UNLIKE_CSV = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


class Problem(NamedTuple):
    """What is wrong in one place of a file. `column` is the header's word, or empty for the whole line."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.reason}"


class BadFile(Invalid):
    """A file of which nothing was stored; `problems` says why, in the order of its lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(N_("Nothing was stored: the file has %(count)s problems."), count=len(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the file: where it starts, and its cells by column, stripped of blanks around them."""

    line: int
    cells: dict[str, str]


def read_records(data: bytes, columns: frozenset[str]) -> list[Record]:
    """The records of a file whose header may name `columns` and nothing else. Raises `BadFile`."""
    lines = read_lines(text_of(data))
    header_line, header = next(lines, (1, []))
    check_header(header_line, header, columns)
    names = [name.strip() for name in header]
    problems: list[Problem] = []
    records: list[Record] = []
    for line, cells in lines:
        if len(cells) != len(names):
            problems.append(Problem(line, "", f"has {len(cells)} cells, and the header has {len(names)} columns"))
        elif any(cell.strip() for cell in cells):
            records.append(Record(line, dict(zip(names, (cell.strip() for cell in cells), strict=True))))
    if problems:
        raise BadFile(problems)
    return records


def text_of(data: bytes) -> str:
    """UTF-8, with or without a byte order mark."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = "is not UTF-8 text; save the file as “CSV UTF-8 (comma delimited)”"
        raise BadFile([Problem(line, "", reason)]) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadFile([Problem(line, "", "holds a NUL character, which no text has; save the file as CSV again")])
    return text


def read_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it starts in; empty lines are left out."""
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadFile([Problem(line, "", f"is not valid CSV: {error}")]) from None
        if cells is None:
            return
        if cells:
            yield line, cells


def check_header(line: int, header: list[str], columns: frozenset[str]) -> None:
    if not header:
        raise BadFile([Problem(1, "", "the file is empty; its first line must name the columns")])
    if len(header) == 1:
        for sign, name in UNLIKE_CSV.items():
            if sign in header[0]:
                reason = f"the columns are separated by {name}; save the file as CSV with commas"
                raise BadFile([Problem(line, "", reason)])
    problems = list(header_problems(line, [name.strip() for name in header], columns))
    if problems:
        raise BadFile(problems)


def header_problems(line: int, names: list[str], columns: frozenset[str]) -> Iterator[Problem]:
    for position, name in enumerate(names, start=1):
        if not name:
            yield Problem(line, "", f"column {position} has no name")
        elif name in names[: position - 1]:
            yield Problem(line, name, "the column is there twice")
        elif name not in columns:
            yield Problem(line, name, "unknown column; it is neither a question of this survey nor one of the others")
