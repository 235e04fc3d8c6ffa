"""Figures from services: a file is checked to the last cell, a later value replaces, a page tells them."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.house import House
from app.services.errors import Invalid
from app.services.scoring import monthly, outside_figures, outside_file
from tests.conftest import Clock
from tests.integration.board_examples import example_release
from tests.integration.staff_sign_in import post, signed_in, token_of

HEAD = "id,label,rhythm,unit,period,value,as_of,source,owner,better,target,priority_area,journey_point,criteria"
PLANS = "plans-in-20-weeks,Plans made in 20 weeks,monthly,percent,{},{},{},Case records,Head of service,higher,65,"
PLANS += "PA1,ehc,51b;53a"
AUGUST, SEPTEMBER = PLANS.format("2026-08", "52", "2026-08-31"), PLANS.format("2026-09", "58.5", "2026-09-30")
WRONG = {
    ("value", "x"): "Line 2, column value: it is not a number",
    ("value", "101"): "Line 2, column value: a percentage lies between 0 and 100",
    ("value", "-3"): "Line 2, column value: a percentage lies",
    ("value", ""): "Line 2, column value: it is blank",
    ("period", "2026-13"): "Line 2, column period: a monthly figure needs a month like",
    ("as_of", "2099-01-01"): "Line 2, column as_of: it lies in the future",
    ("as_of", "soon"): "Line 2, column as_of: it is not a day",
    ("unit", "kilos"): "Line 2, column unit: it must be one of",
    ("source", ""): "Line 2, column source: it is blank",
    ("owner", ""): "Line 2, column owner: it is blank",
    ("priority_area", "PA9"): "Line 2, column priority_area: there is no PA9",
    ("criteria", "51b;99z"): "Line 2, column criteria: there is no 99z",
    ("journey_point", "moon"): "Line 2, column journey_point: there is no moon",
    ("better", ""): "Line 2, column better: with a target",
    ("id", "Plans!"): "Line 2, column id: use small letters",
}


def file(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines]).encode()


def bring(house: House, *lines: str) -> tuple[int, int]:
    return outside_figures.bring_in(house, file(*lines), "officer@example.org")


def with_cell(name: str, value: str) -> str:
    cells = AUGUST.split(",")
    cells[HEAD.split(",").index(name)] = value
    return ",".join(cells)


@pytest.fixture
def later(clock: Clock) -> None:
    clock.time = datetime(2026, 10, 5, 9)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_cell_is_named_and_nothing_is_stored(app: Flask, house: House, name: str, value: str) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match=WRONG[name, value].replace("(", r"\(")):
            bring(house, with_cell(name, value), SEPTEMBER)
        assert outside_figures.everything(house) == []


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (file(AUGUST, AUGUST), "line 2 gives this figure for this period already"),
        (file(AUGUST, SEPTEMBER.replace("Head of service", "Somebody")), "it differs from line 2"),
        (file(AUGUST, head=HEAD.replace("owner", "boss")), "there is no such column"),
        (file("a", head="id"), "the file has no such column, and needs it"),
        (file(AUGUST + ",more"), "the line has 15 cells"),
        (file(), "There is no figure in this file"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(app: Flask, house: House, content: bytes, said: str) -> None:
    with app.app_context(), pytest.raises(Invalid, match=said):
        outside_figures.bring_in(house, content, "officer@example.org")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_file_whatever_breaks_the_reader(house: House, content: bytes) -> None:
    with pytest.raises(Invalid):
        outside_file.read(house, content)


@pytest.mark.usefixtures("later")
def test_a_later_file_adds_months_and_replaces_values(app: Flask, house: House) -> None:
    with app.app_context():
        assert bring(house, AUGUST) == (1, 0)
        assert bring(house, PLANS.format("2026-08", "53", "2026-09-02"), SEPTEMBER) == (1, 1)
        [figure] = outside_figures.everything(house)
    assert [(value.period, value.text) for value in figure.values] == [("2026-08", "53"), ("2026-09", "58.5")]
    assert (str(figure.moved), figure.direction, figure.misses_target) == ("5.5", "better", True)
    assert figure.criteria == ("51b", "53a")


@pytest.mark.usefixtures("later")
def test_the_page_of_a_month_tells_release_figures_and_what_is_red(app: Flask, house: House) -> None:
    with app.app_context():
        example_release(house)
        bring(house, AUGUST, SEPTEMBER)
        assert monthly.month(house, "2026-08").figures[0].latest.text == "52"
    client = signed_in(app, house, "board-reader")
    page = client.get("/board/monthly").text
    assert "Confidence is better than at the baseline for: Parents and carers." in page
    assert "58.5% in 2026-09, 52% in 2026-08." in page
    assert "There is no figure for 2026-10 yet." in page
    assert "58.5%; the target is 65%." in page
    assert "Case records; Head of service; as of 30 September 2026" in page
    assert client.get("/board/monthly/2026-09").status_code == 200
    for wrong in ("2026-11", "2026-1", "x", "2026-00"):
        assert client.get(f"/board/monthly/{wrong}").status_code == 404
    assert client.get("/board/figures/plans-in-20-weeks.svg").mimetype == "image/svg+xml"
    for path in ("/board/priority-areas/PA1", "/board/criteria/51b", "/board/journey/ehc"):
        assert "Plans made in 20 weeks" in client.get(path).text


@pytest.mark.usefixtures("later")
def test_an_officer_brings_a_file_in_and_takes_a_figure_away(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    token = token_of(officer.get("/staff/figures"))

    def send(content: bytes) -> object:
        data = {"token": token, "file": (io.BytesIO(content), "figures.csv")}
        return officer.post("/staff/figures", data=data, content_type="multipart/form-data")

    refused = send(file(with_cell("value", "many")))
    assert refused.status_code == 422
    assert "Line 2, column value" in refused.text
    assert post(officer, "/staff/figures").status_code == 422
    assert send(officer.get("/staff/figures/example.csv").data).status_code == 422, "the example lies in the future"
    assert send(file(AUGUST)).status_code == 303
    assert "Plans made in 20 weeks" in officer.get("/staff/figures").text
    assert post(officer, "/staff/figures/plans-in-20-weeks/remove", "/staff/figures").status_code == 303
    assert "None are here yet" in officer.get("/staff/figures").text
    assert "Check and bring in" not in signed_in(app, house, "administrator").get("/staff/figures").text
