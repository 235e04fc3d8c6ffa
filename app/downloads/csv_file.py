"""Scores as CSV: the columns that other programs rely on, numbers plain, ids only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.downloads.base import DownloadContext, Format, rows_of, safe_text

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable


def write(table: SafeTable, context: DownloadContext) -> bytes:
    return csv_bytes(table.columns, rows_of(table, context))


def csv_of(table: SafeTable) -> bytes:
    return csv_bytes(table.columns, table.records())


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 without a byte order mark: ids are ASCII, so a spreadsheet reads it right and so does every program."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell_of(row[column]) for column in columns])
    return text.getvalue().encode()


def cell_of(value: Any) -> str:
    """A number keeps its sign, whatever a spreadsheet thinks of it; nothing to show is an empty cell."""
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else str(value)


FORMAT = Format("csv", "text/csv; charset=utf-8", write)
