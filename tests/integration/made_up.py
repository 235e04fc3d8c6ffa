"""Made-up CSV files of responses for the tests of import, releases and exports. No assertions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

YOUNG = "young-person.general.my-confidence"
PARENT = "parent-carer.general.our-confidence"
STAFF = "professional.general.our-confidence"
PULSE = "parent-carer.general.pulse"
ANCHORS = (
    "listened",
    "informed",
    "clear",
    "efficient",
    "safe",
    "belong",
    "friends",
    "understood",
    "right-support",
    "right-time",
    "trust",
    "together",
    "change-happens",
    "getting-better",
)


def csv_text(rows: Iterable[Mapping[str, str]]) -> str:
    """A file whose header has every column that a row has."""
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def csv_bytes(rows: Iterable[Mapping[str, str]]) -> bytes:
    return csv_text(rows).encode()


def person(number: int, option: str = "4", **columns: str) -> dict[str, str]:
    """A row of somebody who chose the same option everywhere."""
    return {"row_id": f"row {number}", "wave": "2025-12", **dict.fromkeys(ANCHORS, option), **columns}


def people(count: int, start: int = 0, **columns: str) -> list[dict[str, str]]:
    """Rows of people who go through the five options in turn, so that nobody is like everybody."""
    return [person(number, str(number % 5 + 1), **columns) for number in range(start, start + count)]
