"""Reads a CSV file of addresses row by row, in bounded memory; says which cell of which line is wrong. No storage."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.house import House
from app.services.errors import Invalid
from app.services.reach import addresses
from surveys.model import AUDIENCES

COLUMNS = ("email", "phone", "audience", "journey_point", "language")
MOST_ROWS = 100_000
LONGEST_LINE = 10_000


class BadRowError(Exception):
    """What is wrong, at which line and in which column. Never quotes the cell: it may be somebody's address."""

    def __init__(self, line: int, column: str, reason: str) -> None:
        where = f"Line {line:,}, column {column}" if column else f"Line {line:,}"
        super().__init__(f"{where}: {reason}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that is right."""

    medium: str
    address: str
    audience: str
    journey_point: str
    language: str


def entries(house: House, chunks: Iterable[bytes], languages: Iterable[str]) -> Iterator[Entry]:
    """Every row of a file in order. Raises `BadRowError` at the first that is wrong."""
    rows = csv.reader(lines(chunks), strict=True)
    header = read_header(rows)
    points = {point.id for point in house.partnership.journey_points}
    known = frozenset(languages)
    seen: dict[bytes, int] = {}
    for cells in numbered(rows):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise BadRowError(rows.line_num, "", f"it has {len(cells)} cells and the first line has {len(header)}.")
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        entry = read_row(row, rows.line_num, points, known)
        key = hashlib.blake2b(entry.address.casefold().encode(), digest_size=12).digest()
        if key in seen:
            column = "email" if entry.medium == "email" else "phone"
            raise BadRowError(rows.line_num, column, f"the same address stands in line {seen[key]:,} already.")
        seen[key] = rows.line_num
        if len(seen) > MOST_ROWS:
            raise BadRowError(rows.line_num, "", f"a list has at most {MOST_ROWS:,} rows. Split it.")
        yield entry


def numbered(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows, with what the reader cannot read as an error at its line."""
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadRowError(rows.line_num, "", f"it cannot be read as CSV ({error}).") from None
        yield cells


def lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a UTF-8 file that comes in pieces."""
    decoder, rest, number = codecs.getincrementaldecoder("utf-8-sig")(), "", 1
    try:
        for chunk in chunks:
            *whole, rest = (rest + decoder.decode(chunk)).split("\n")
            for line in whole:
                number += 1
                yield line + "\n"
            if len(rest) > LONGEST_LINE:
                raise BadRowError(number, "", "it is far too long. Is this a CSV file?")
        rest += decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise BadRowError(number, "", "near it a letter is not UTF-8. Save the file as “CSV UTF-8”.") from None
    if rest:
        yield rest


def read_header(rows: Iterator[list[str]]) -> list[str]:
    header = [name.strip().lower() for name in next(rows, [])]
    for name in header:
        if name not in COLUMNS:
            raise BadRowError(1, name[:30] or "(blank)", f"there is no such column. Use: {', '.join(COLUMNS)}.")
    if len(set(header)) != len(header):
        raise BadRowError(1, "", "a column stands there twice.")
    if "audience" not in header or not {"email", "phone"} & set(header):
        raise BadRowError(1, "", "the columns audience and email (or phone) are needed.")
    return header


def read_row(row: dict[str, str], line: int, points: set[str], languages: frozenset[str]) -> Entry:
    audience, point, language = row["audience"], row.get("journey_point", ""), row.get("language", "")
    if audience not in AUDIENCES:
        raise BadRowError(line, "audience", f"it must be one of {', '.join(AUDIENCES)}.")
    if point and point not in points:
        raise BadRowError(line, "journey_point", "the partnership has no such journey point.")
    if language and language not in languages:
        raise BadRowError(line, "language", f"it must be one of {', '.join(sorted(languages))}, or blank.")
    medium, address = read_address(row, line)
    return Entry(medium, address, audience, point, language)


def read_address(row: dict[str, str], line: int) -> tuple[str, str]:
    typed = {"email": row.get("email", ""), "phone": row.get("phone", "")}
    given = [column for column, text in typed.items() if text]
    if len(given) != 1:
        column = "email" if "email" in row else "phone"
        reason = "it is blank, and so is phone." if not given else "give an e-mail address or a phone number, not both."
        raise BadRowError(line, column, reason if ("phone" in row and "email" in row) or given else "it is blank.")
    [column] = given
    try:
        if column == "email":
            return "email", addresses.email(typed["email"])
        return "sms", addresses.mobile(typed["phone"])
    except Invalid as wrong:
        raise BadRowError(line, column, str(wrong)) from None
