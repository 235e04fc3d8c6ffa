"""A release as an Excel workbook: a sheet for each table, charts, and a sheet that explains them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.downloads import xlsx_charts
from app.downloads.base import HEADINGS, DownloadContext, Format, rows_of, safe_text, words_in

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from analysis.disclosure import SafeTable

WIDTHS = {"release": 20, "wave": 10, "audience": 20, "other": 20, "group_kind": 18, "group": 30, "measure_kind": 17}
WIDTHS |= {"measure": 44, "survey": 40, "question": 50, "option": 24, "journey_point": 30, "voice": 26, "verdict": 18}
EXAMPLE = "Example data. These figures are made up and say nothing about anybody."


def write(table: SafeTable, context: DownloadContext) -> bytes:
    """Each sheet of figures has words first, and behind them the columns of its CSV; those of ids are folded away."""
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
    named = [column for column in HEADINGS if column in columns]
    header = (*(HEADINGS[column] for column in named), *columns)
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for position, title in enumerate(header):
        column = (*named, *columns)[position]
        sheet.write_string(0, position, title, heading)
        folded = {"hidden": True} if position >= len(named) and column in named else {}
        sheet.set_column(position, position, WIDTHS.get(column, 11), None, folded)
    for line, row in enumerate(rows, start=1):
        for position, column in enumerate(named):
            write_cell(sheet, line, position, words_in(context.names, column, row))
        for position, column in enumerate(columns, start=len(named)):
            write_cell(sheet, line, position, row[column])
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
