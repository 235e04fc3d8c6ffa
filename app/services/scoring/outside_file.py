"""Reads a CSV file of figures from services, and says which cell of which line is wrong and why. No storage."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation

from app.house import House
from app.models.figures import BETTER, RHYTHMS, UNITS
from app.services.errors import N_, Invalid

NEEDED = ("id", "label", "rhythm", "unit", "period", "value", "as_of", "source", "owner")
MAY_BE = ("better", "target", "priority_area", "journey_point", "criteria")
SAME = ("label", "rhythm", "unit", "source", "owner", *MAY_BE)
"""What must be the same in all lines of one figure."""
LONGEST = {"id": 60, "label": 200, "source": 300, "owner": 200}
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PERIODS = {
    "monthly": (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "a month like 2026-10"),
    "reference": (re.compile(r"\d{4}(/\d{2})?"), "a year like 2025 or 2024/25"),
}
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,4})?")
MOST_ROWS = 5000


class BadCellError(Exception):
    """What is wrong with a cell; its line is added where it is known."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """One value of one figure, as it stands in the file. `criteria` are ids joined by a semicolon."""

    id: str
    label: str
    rhythm: str
    unit: str
    period: str
    value: str
    as_of: date
    source: str
    owner: str
    better: str
    target: str
    priority_area: str
    journey_point: str
    criteria: str

    def same_figure(self, other: OutsideRow) -> str:
        """The first column in which two lines of one figure differ; blank if none."""
        return next((name for name in SAME if getattr(self, name) != getattr(other, name)), "")


def read(house: House, content: bytes) -> list[OutsideRow]:
    """Every line of the file. Raises `Invalid` at the first that is wrong: nothing of such a file is used."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(N_("A letter in this file is not UTF-8. Save it as “CSV UTF-8”.")) from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[tuple[str, str], tuple[int, OutsideRow]] = {}
    try:
        header = heading(next(rows, []))
        for cells in rows:
            if any(cell.strip() for cell in cells):
                row = row_of(house, header, cells)
                check_among(found, row)
                found[row.id, row.period] = rows.line_num, row
    except BadCellError as wrong:
        where = {"line": rows.line_num, "column": wrong.column, "reason": wrong.reason}
        raise Invalid(N_("Line %(line)s, column %(column)s: %(reason)s"), **where) from None
    except csv.Error as error:
        raise Invalid(N_("Line %(line)s cannot be read as CSV: %(why)s"), line=rows.line_num, why=error) from None
    if not found:
        raise Invalid(N_("There is no figure in this file."))
    return [row for _, row in found.values()]


def heading(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    for name in names:
        if name not in (*NEEDED, *MAY_BE):
            raise BadCellError(
                name[:30] or "(blank)", f"there is no such column. Use: {', '.join((*NEEDED, *MAY_BE))}."
            )
        if names.count(name) > 1:
            raise BadCellError(name, "it stands there twice.")
    for name in NEEDED:
        if name not in names:
            raise BadCellError(name, "the file has no such column, and needs it.")
    return names


def row_of(house: House, header: list[str], cells: list[str]) -> OutsideRow:
    if len(cells) != len(header):
        raise BadCellError(header[-1], f"the line has {len(cells)} cells and the first line has {len(header)}.")
    given = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)}
    row = dict.fromkeys(MAY_BE, "") | given
    for name in NEEDED:
        if not row[name]:
            raise BadCellError(name, "it is blank.")
        if len(row[name]) > LONGEST.get(name, 20):
            raise BadCellError(name, f"it is longer than {LONGEST.get(name, 20)} letters.")
    check_words(row)
    check_numbers(row)
    check_places(house, row)
    row["as_of"] = day_of(house, row["as_of"])
    return OutsideRow(**{each.name: row[each.name] for each in fields(OutsideRow)})


def check_words(row: dict[str, str]) -> None:
    if not ID.fullmatch(row["id"]):
        raise BadCellError("id", "use small letters, digits and single hyphens.")
    for name, words in (("rhythm", RHYTHMS), ("unit", UNITS), ("better", ("", *BETTER))):
        if row[name] not in words:
            raise BadCellError(name, f"it must be one of {', '.join(word or 'blank' for word in words)}.")
    pattern, like = PERIODS[row["rhythm"]]
    if not pattern.fullmatch(row["period"]):
        raise BadCellError("period", f"a {row['rhythm']} figure needs {like}.")


def check_numbers(row: dict[str, str]) -> None:
    for name in ("value", "target"):
        if row[name] and not NUMBER.fullmatch(row[name]):
            raise BadCellError(name, "it is not a number like 42 or 3.5 (no blanks, commas or signs of per cent).")
        if row[name] and row["unit"] == "percent" and not 0 <= Decimal(row[name]) <= 100:
            raise BadCellError(name, "a percentage lies between 0 and 100.")
        if row[name] and Decimal(row[name]) < 0:
            raise BadCellError(name, "it is below 0.")
    if row["target"] and not row["better"]:
        raise BadCellError("better", "with a target, say whether higher or lower is better.")


def check_places(house: House, row: dict[str, str]) -> None:
    framework = house.framework
    known = {
        "priority_area": {each.id for each in framework.priority_areas},
        "journey_point": {each.id for each in house.partnership.journey_points},
        "criteria": {each.id for each in framework.criteria},
    }
    for name, ids in known.items():
        for given in filter(None, (part.strip() for part in row[name].split(";"))):
            if given not in ids:
                raise BadCellError(name, f"there is no {given[:30]}. There are: {', '.join(sorted(ids))}.")
    row["criteria"] = ";".join(filter(None, (part.strip() for part in row["criteria"].split(";"))))


def day_of(house: House, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadCellError("as_of", "it is not a day like 2026-10-31.") from None
    if day > house.today():
        raise BadCellError("as_of", "it lies in the future.")
    return day


def check_among(found: dict[tuple[str, str], tuple[int, OutsideRow]], row: OutsideRow) -> None:
    """A line beside the lines before it."""
    if (row.id, row.period) in found:
        line = found[row.id, row.period][0]
        raise BadCellError("period", f"line {line} gives this figure for this period already.")
    if len(found) >= MOST_ROWS:
        raise BadCellError("id", f"a file has at most {MOST_ROWS} lines. Split it.")
    for line, other in found.values():
        if other.id == row.id and (name := row.same_figure(other)):
            raise BadCellError(name, f"it differs from line {line}, which is about the same figure.")


def number(text: str) -> Decimal:
    """A stored value as a number. Raises ValueError for what no file can hold."""
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
