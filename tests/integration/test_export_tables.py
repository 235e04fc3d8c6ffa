"""All tables of a release in every format are equal to what it shows: workbook, SPSS, JSON, metadata."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyreadstat
import pytest

from app.downloads.base import HEADINGS
from app.house import House
from app.services.asking.imports import import_responses
from app.services.scoring import exports, releases
from tests.integration.made_up import PARENT, YOUNG, csv_bytes, people

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]
RATINGS = ("excellent", "good", "good", "poor")


@pytest.fixture
def release(house: House) -> releases.ReleaseView:
    """Two audiences in two waves: gaps, a trend and ratings."""
    for wave, start in (("2025-12", 0), ("2026-06", 1000)):
        young = [{**row, "listened": "5"} for row in people(60, start=start, wave=wave)]
        parents = people(40, start=start + 500, wave=wave)
        rated = [{**row, "listened": "2", "rate-health": RATINGS[n % 4]} for n, row in enumerate(parents)]
        import_responses(house, YOUNG, csv_bytes(young))
        import_responses(house, PARENT, csv_bytes(rated))
        made = releases.close(house, wave, "board", "command")
    assert set(made.tables) == {"headline", "gaps", "trend", "ratings", "quality"}
    return made


def content(house: House, release: releases.ReleaseView, extension: str) -> bytes:
    return exports.download(house, release.id, extension, "reader@example.org").content


def is_folded(sheet: Any, number: int) -> bool:
    return any(each.hidden and each.min <= number <= each.max for each in sheet.column_dimensions.values())


def test_each_table_is_a_sheet_and_charts_show_its_scores(house: House, release: releases.ReleaseView) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(house, release, "xlsx")))
    assert book.sheetnames == ["Scores", "Gaps", "Trend", "Ratings", "Quality", "Charts", "About these figures"]
    for name, table in zip(book.sheetnames, release.tables.values(), strict=False):
        rows = list(book[name].iter_rows(values_only=True))
        words = len(rows[0]) - len(table.columns)
        assert rows[0][words:] == table.columns
        shown = [tuple(None if value == "" else value for value in each.values()) for each in table.records()]
        assert [tuple(value or None if value == "" else value for value in row[words:]) for row in rows[1:]] == shown
        folded = [number for number in range(words, len(rows[0])) if is_folded(book[name], number + 1)]
        assert {rows[0][number] for number in folded} == {each for each in table.columns if each in HEADINGS}
        ids = {row[number] for row in rows[1:] for number in folded} - {None}
        read = {value for row in rows[1:] for value in row[:words]} - {None}
        assert not {each for each in ids & read if each != each.capitalize()}, "words, and no ids"
    charts = book["Charts"]
    drawn = {
        (charts.cell(2, column).value, charts.cell(line, 1).value): charts.cell(line, column).value
        for column in (2, 3)
        for line in range(3, 8)
    }
    names = exports.names_of(house)
    for row in release.table.select(group_kind="total"):
        if row.measure_kind != "indicator":
            assert drawn[names["audience", row.audience], names["measure", row.measure]] == row.score
    assert len(charts._charts) == 2


def test_the_spss_file_reads_back_equal_with_labels(
    house: House, release: releases.ReleaseView, tmp_path: Path
) -> None:
    path = tmp_path / "scores.sav"
    path.write_bytes(content(house, release, "sav"))
    data, meta = pyreadstat.read_sav(str(path))
    for kind, table in release.tables.items():
        lines = data[data["table"] == kind][list(table.columns)].astype(object)
        read = lines.where(lines.notna(), None).to_dict("records")
        assert read == list(table.records())
    labels = meta.variable_value_labels["audience_code"]
    assert sorted(labels.values()) == ["Everybody together", "Parents and carers", "Young people"]
    names = exports.names_of(house)
    for audience, code in zip(data["audience"], data["audience_code"], strict=True):
        assert labels[code] == names["audience", audience]
    assert meta.column_names_to_labels["score"].startswith("Mean of the people's scores")
    assert any(release.id in line for line in meta.notes)


def test_json_has_all_tables(house: House, release: releases.ReleaseView) -> None:
    tables = json.loads(content(house, release, "json"))["tables"]
    assert {kind: each["rows"] for kind, each in tables.items()} == {
        kind: list(table.records()) for kind, table in release.tables.items() if kind != "headline"
    }


def test_the_metadata_describe_the_csv_that_lies_beside(house: House, release: releases.ReleaseView) -> None:
    described = json.loads(content(house, release, "csv-metadata.json"))
    assert described["url"] == exports.download(house, release.id, "csv", "reader@example.org").filename
    assert tuple(each["name"] for each in described["tableSchema"]["columns"]) == release.table.columns
    empty = {each["name"] for each in described["tableSchema"]["columns"] if not each["required"]}
    for row in release.table.records():
        assert {name for name, value in row.items() if value in (None, "")} <= empty


def test_the_workbook_explains_symbols_and_each_table(house: House, release: releases.ReleaseView) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(house, release, "xlsx")))
    text = "\n".join(str(cell.value) for row in book["About these figures"].iter_rows() for cell in row if cell.value)
    for expected in ("Symbols", "An empty cell", "Columns of gaps", "gap: score less other_score"):
        assert expected in text
