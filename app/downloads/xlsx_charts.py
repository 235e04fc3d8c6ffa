"""The sheet of charts of the workbook: Excel's own, drawn from figures that stand beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.downloads.base import DownloadContext, safe_text, words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from analysis.disclosure import SafeTable

NAME = "Charts"
LOOKS = (
    {"colour": "#1F4E79", "pattern": "percent_90"},
    {"colour": "#C55A11", "pattern": "wide_upward_diagonal"},
    {"colour": "#3B7D23", "pattern": "dark_horizontal"},
)
"""A pattern as well as a colour for each audience."""
Grid = Mapping[str, Mapping[str, int]]
"""Series to category to score."""


def add(book: Workbook, table: SafeTable, context: DownloadContext) -> None:
    """The index and domains of everybody by audience, and the index over the waves where there are several."""
    sheet = book.add_worksheet(NAME)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 8, 14)
    now: dict[str, dict[str, int]] = {}
    for row in table.rows:
        if row.group_kind == "total" and row.measure_kind in ("index", "domain"):
            own = now.setdefault(words(context.names, "audience", row.audience), {})
            own[words(context.names, "measure", row.measure)] = row.score
    line = place(book, sheet, 0, f"Confidence by audience, {table.wave}", now, "column")
    trend = next((each for each in context.beside if each.kind == "trend"), None)
    if trend:
        place(book, sheet, line, "Confidence Index over the waves", over_time(trend, context), "line")


def over_time(trend: SafeTable, context: DownloadContext) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in trend.select(measure_kind="index"):
        found.setdefault(words(context.names, "audience", row.audience), {})[row.wave] = row.score
    return found


def place(book: Workbook, sheet: Worksheet, top: int, title: str, series: Grid, kind: str) -> int:
    """A chart beside its figures; returns the line below both."""
    categories = list(dict.fromkeys(category for own in series.values() for category in own))
    sheet.write_string(top, 0, safe_text(title), book.add_format({"bold": True, "font_size": 14}))
    for line, category in enumerate(categories, start=top + 2):
        sheet.write_string(line, 0, safe_text(category))
    chart = book.add_chart({"type": kind})
    last = top + 1 + len(categories)
    for column, (name, own) in enumerate(series.items(), start=1):
        sheet.write_string(top + 1, column, safe_text(name))
        for line, category in enumerate(categories, start=top + 2):
            if category in own:
                sheet.write_number(line, column, own[category])
        chart.add_series({**ranges(top, last, column), **look(kind, column - 1)})
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis({"min": 0, "max": 100, "name": "Score, 0 to 100"})
    chart.set_size({"width": 860, "height": 380})
    described = {"description": describe(title, series, categories)}
    sheet.insert_chart(last + 2, 0, chart, described)
    return last + 24


def ranges(top: int, last: int, column: int) -> dict[str, Sequence[object]]:
    return {
        "name": [NAME, top + 1, column],
        "categories": [NAME, top + 2, 0, last, 0],
        "values": [NAME, top + 2, column, last, column],
    }


def look(kind: str, number: int) -> dict[str, object]:
    own = LOOKS[number % len(LOOKS)]
    if kind == "line":
        marks = ("circle", "square", "triangle")
        return {"line": {"color": own["colour"], "width": 2.5}, "marker": {"type": marks[number % 3], "size": 8}}
    pattern = {"pattern": own["pattern"], "fg_color": own["colour"], "bg_color": "#FFFFFF"}
    return {"pattern": pattern, "border": {"color": own["colour"]}, "data_labels": {"value": True}}


def describe(title: str, series: Grid, categories: Sequence[str]) -> str:
    """What the chart shows, for who cannot see it."""
    lines = [
        f"{name}: " + ", ".join(f"{each} {own[each]}" for each in categories if each in own)
        for name, own in series.items()
    ]
    return f"{title}. " + ". ".join(lines) + "."
