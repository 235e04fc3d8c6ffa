"""Downloads read back: columns, types, safe texts, the explaining sheet, the mark of example data, the audit."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from sqlalchemy import select

from app.downloads import FORMATS, DownloadContext
from app.downloads.base import safe_text
from app.house import House
from app.models import db
from app.models.record import AuditEvent
from app.services.asking.imports import import_responses
from app.services.errors import Conflict, NotFound
from app.services.scoring import exports, releases
from tests.integration.made_up import YOUNG, csv_bytes, people

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]
COLUMNS = [
    "release",
    "wave",
    "audience",
    "group_kind",
    "group",
    "measure_kind",
    "measure",
    "score",
    "ci_low",
    "ci_high",
    "n",
    "positive",
    "positive_low",
    "positive_high",
    "change",
    "change_low",
    "change_high",
    "verdict",
]
NUMBERS = COLUMNS[7:17]
EXAMPLE = {"synthetic": True}


@pytest.fixture
def release(house: House, request: pytest.FixtureRequest) -> releases.ReleaseView:
    """The second of two waves: worse than the first, in two localities that are shown together with the unknown."""
    synthetic = getattr(request, "param", {}).get("synthetic", False)
    first = [*people(60, locality="A"), *people(8, start=60, locality="B"), *people(25, start=80)]
    later = people(60, start=1000, wave="2026-06", locality="A") + people(30, start=1100, wave="2026-06")
    rows = first + [row | {"listened": "1", "informed": "1", "clear": "1"} for row in later]
    import_responses(house, YOUNG, csv_bytes(rows), synthetic=synthetic)
    releases.close(house, "2025-12", "board", "command")
    return releases.close(house, "2026-06", "board", "command")


def content(house: House, release: releases.ReleaseView, extension: str) -> bytes:
    return exports.download(house, release.id, extension, "reader@example.org").content


def test_csv_has_the_columns_and_exactly_what_the_release_shows(house: House, release: releases.ReleaseView) -> None:
    data = content(house, release, "csv")
    assert data.isascii()
    assert data.startswith(b"release,wave,")
    assert data.count(b"\r\n") == data.count(b"\n"), "lines end as spreadsheets expect"
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert list(rows[0]) == COLUMNS
    shown = [
        {key: "" if value is None else str(value) for key, value in row.to_dict().items()} for row in release.table.rows
    ]
    assert rows == shown
    assert any(row["change"].startswith("-") for row in rows), "a minus is not made into text"
    assert {row["group"] for row in rows} == {"all", "A", "B+not-stated"}


def test_xlsx_opens_with_types_a_header_a_filter_and_words(house: House, release: releases.ReleaseView) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(house, release, "xlsx")))
    assert book.sheetnames == ["Scores", "Trend", "Charts", "About these figures"]
    sheet = book["Scores"]
    header = [cell.value for cell in sheet[1]]
    assert header[-len(COLUMNS) :] == COLUMNS
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)
    rows = [dict(zip(header, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [{key: row[key] or "" for key in ("group", "verdict")} for row in rows] == [
        {"group": row.group, "verdict": row.verdict} for row in release.table.rows
    ]
    for row, shown in zip(rows, release.table.rows, strict=True):
        assert {key: row[key] for key in NUMBERS} == {key: getattr(shown, key) for key in NUMBERS}
        assert all(isinstance(row[key], int | None) for key in NUMBERS)
        assert isinstance(row["wave"], str)
    merged = next(row for row in rows if row["group"] == "B+not-stated")
    assert merged["Group"] == "Locality B and Not stated"
    assert merged["Who"] == "Young people"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_xlsx_explains_its_figures(house: House, release: releases.ReleaseView) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(house, release, "xlsx")))
    text = "\n".join(str(cell.value) for row in book["About these figures"].iter_rows() for cell in row if cell.value)
    for expected in (
        "2026-06-board-1",
        "10 people",
        "2025-12",
        "Wilson",
        "95 means 95 or more",
        "nearest 5",
        "verdict:",
    ):
        assert expected in text
    assert "Shown together" in text
    assert "Example data" not in text


def test_json_has_the_release_the_explanation_and_the_rows(house: House, release: releases.ReleaseView) -> None:
    data = json.loads(content(house, release, "json"))
    assert data["release"]["Release"] == release.id
    assert data["columns"] == COLUMNS
    assert data["rows"] == [row.to_dict() for row in release.table.rows]
    assert data["baseline_rows"] == [row.to_dict() for row in release.table.baseline_rows]
    assert data["example_data"] is False


@pytest.mark.parametrize("release", [EXAMPLE], indirect=True)
def test_example_data_are_marked_in_every_file(house: House, release: releases.ReleaseView) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(house, release, "xlsx")))
    assert "Example data" in book["About these figures"]["A2"].value
    assert "Example data" in book["Scores"].oddHeader.right.text
    assert json.loads(content(house, release, "json"))["example_data"] is True
    for extension in FORMATS:
        assert "example-data" in exports.download(house, release.id, extension, "reader@example.org").filename


@pytest.mark.parametrize("release", [EXAMPLE], indirect=True)
def test_unrounded_figures_are_for_example_data(house: House, release: releases.ReleaseView) -> None:
    made = exports.download(house, release.id, "csv", "command", unrounded=True)
    assert "unrounded" in made.filename
    rows = list(csv.DictReader(io.StringIO(made.content.decode(), newline="")))
    assert list(rows[0]) == COLUMNS
    for row, shown in zip(rows, release.table.rows, strict=True):
        assert row["group"] == shown.group
        assert abs(float(row["score"]) - shown.score) <= 0.5 or shown.score in (5, 95)
    assert any(float(row["score"]) % 1 for row in rows)
    for extension in ("xlsx", "json"):
        assert exports.download(house, release.id, extension, "command", unrounded=True).content


def test_unrounded_figures_of_real_responses_are_refused(house: House, release: releases.ReleaseView) -> None:
    with pytest.raises(Conflict, match="for example data only"):
        exports.download(house, release.id, "csv", "command", unrounded=True)


def test_what_is_not_there_is_not_found(house: House, release: releases.ReleaseView) -> None:
    with pytest.raises(NotFound, match="There is no format exe"):
        exports.download(house, release.id, "exe", "command")
    with pytest.raises(NotFound, match="There is no release nonsense"):
        exports.download(house, "nonsense", "csv", "command")


def test_each_download_is_in_the_audit(house: House, release: releases.ReleaseView) -> None:
    content(house, release, "xlsx")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "release-exported")).one()
    assert (event.actor, event.subject, event.detail) == ("reader@example.org", release.id, "xlsx")


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@home", "\tx", "\rx"])
def test_a_text_never_becomes_a_formula(house: House, release: releases.ReleaseView, text: str) -> None:
    assert safe_text(text) == f"'{text}"
    row = {**release.table.rows[0].to_dict(), "group": text}
    context = DownloadContext(text, synthetic=False, facts={text: text}, exact=[row])
    assert f"'{text}" in next(
        csv.reader(io.StringIO(FORMATS["csv"].write(release.table, context).decode().split("\n", 1)[1]))
    )
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(release.table, context)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
