"""A release as an Excel workbook: a sheet for each table, charts, and a sheet that explains them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.downloads import xlsx_charts
from app.downloads.base import DownloadContext, Format, rows_of, safe_text, words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from analysis.disclosure import SafeTable

WIDTHS = {"release": 20, "wave": 10, "audience": 16, "other": 16, "group_kind": 14, "group": 22, "measure_kind": 13}
WIDTHS |= {"measure": 20, "survey": 24, "question": 20, "option": 16, "journey_point": 16}
NAMED = ("audience", "other", "group", "measure")
"""Columns of ids that get a column of words beside all the others."""
EXAMPLE = "Example data. These figures are made up and say nothing about anybody."


def write(table: SafeTable, context: DownloadContext) -> bytes:
    """Each sheet of figures has the columns of its CSV and after them the words for ids; it can be filtered."""
    import xlsxwriter

    file = io.BytesIO()
    # Only write_string and write_number are used below, so nothing becomes a formula or a link.
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": context.title, "comments": EXAMPLE if context.synthetic else ""})
        figures(book, "Scores", table.columns, rows_of(table, context), context)
        for other in context.beside:
            figures(book, other.kind.capitalize(), other.columns, list(other.records()), context)
        if context.exact is None:
            xlsx_charts.add(book, table, context)
        about(book, context)
    return file.getvalue()


def figures(
    book: Workbook, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], context: DownloadContext
) -> None:
    sheet = book.add_worksheet(name)
    named = [column for column in NAMED if column in columns]
    header = (*columns, *(f"{column}_name" for column in named))
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for position, column in enumerate(header):
        sheet.write_string(0, position, column, heading)
        sheet.set_column(position, position, WIDTHS.get(column, 44 if column.endswith("_name") else 11))
    for line, row in enumerate(rows, start=1):
        for position, column in enumerate(columns):
            write_cell(sheet, line, position, row[column])
        for position, column in enumerate(named, start=len(columns)):
            write_cell(sheet, line, position, words(context.names, column, row[column]))
    dress(sheet, len(rows), len(header), context)


def dress(sheet: Worksheet, rows: int, columns: int, context: DownloadContext) -> None:
    """A header that stays, a filter, and pages that print."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), columns - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{context.title.replace('&', '&&')}&R{'Example data' if context.synthetic else ''}")


def write_cell(sheet: Worksheet, line: int, position: int, value: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(line, position, safe_text(value))
    elif value is not None:
        sheet.write_number(line, position, value)


def about(book: Workbook, context: DownloadContext) -> None:
    sheet = book.add_worksheet("About these figures")
    title, heading = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, safe_text(context.title), title)
    line = 1
    if context.synthetic:
        sheet.write_string(line, 0, EXAMPLE, heading)
        line += 1
    for name, value in context.facts.items():
        sheet.write_string(line, 0, safe_text(name), wrapped)
        sheet.write_string(line, 1, safe_text(value), wrapped)
        line += 1
    for name, paragraphs in context.about:
        line += 1
        sheet.write_string(line, 0, safe_text(name), heading)
        for paragraph in paragraphs:
            sheet.write_string(line, 1, safe_text(paragraph), wrapped)
            line += 1


FORMAT = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write)
