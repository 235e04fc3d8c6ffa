"""The recipes for Excel and Power BI are followed as they stand in the docs: every address, header, column and page."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analysis.beside import TITLES
from analysis.rows import HEADLINE, ROWS
from app.config import ROOT
from app.house import House
from app.services.asking.imports import import_responses
from app.services.scoring import api_keys, releases
from tests.integration.made_up import YOUNG, csv_bytes, people

pytestmark = pytest.mark.whole

RECIPE = (ROOT / "docs" / "open-data.md").read_text(encoding="utf-8")
ADDRESS = re.compile(r"(?<![\w/])/?api/v1[\w/.-]*[\w]")
CSV_QUERY, JSON_QUERY = re.findall(r"```\n(let.+?)```", RECIPE, re.DOTALL)


@pytest.fixture
def shown(app: Flask, house: House) -> list[dict]:
    """The board's lines of a release that is closed for everyone too; a key opens them."""
    with app.app_context():
        import_responses(house, YOUNG, csv_bytes(people(120)))
        for tier in ("board", "public"):
            releases.close(house, "2025-12", tier, "command")
        return list(releases.get("2025-12-board-1").table.records())


@pytest.fixture
def key(app: Flask, house: House) -> str:
    with app.app_context():
        return api_keys.make(house, "Power BI", "admin@example.org")


def asked_of(query: str, key: str) -> tuple[str, dict[str, str]]:
    """The address and the headers that `Web.Contents` of a query sends."""
    host = re.search(r'Web\.Contents\("(https://HOST)"', query)[1]
    path = re.search(r'RelativePath = "([^"]+)"', query)[1]
    assert host == "https://HOST"
    assert not path.startswith("/"), "Power Query joins the two with a slash"
    headers = re.search(r'Headers = \[(\w+) = "([^"]+)"\]', query)
    return f"/{path}", {headers[1]: headers[2].replace("KEY", key)}


def test_every_address_that_the_page_names_is_there(client: FlaskClient, shown: list[dict]) -> None:
    named = {address.lstrip("/") for address in ADDRESS.findall(RECIPE)} - {"api/v1"}
    assert len(named) >= 8
    for address in sorted(named):
        answer = client.get(f"/{address}")
        assert answer.status_code == 200, address
        assert client.get(f"/{address}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304, address


def test_every_kind_of_table_that_a_release_may_have_is_named() -> None:
    named = re.search(r"Kinds of table: (.+?)\. A release", RECIPE, re.DOTALL)[1]
    assert re.findall(r"`(\w+)`", named) == [kind for kind in ROWS if kind == HEADLINE or kind in TITLES]


def test_the_query_of_csv_gives_the_boards_lines_with_the_key_and_the_public_ones_without(
    client: FlaskClient, shown: list[dict], key: str
) -> None:
    address, headers = asked_of(CSV_QUERY, key)
    answer = client.get(address, headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.data.decode("utf-8") == answer.text, "Encoding = 65001"
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert len(rows) == len(shown)
    typed = re.findall(r'\{"(\w+)", Int64\.Type\}', CSV_QUERY)
    assert {"score", "n"} <= set(typed)
    assert all(row[name] == str(int(row[name])) for row in rows for name in typed)
    assert {row["release"] for row in rows} == {"2025-12-board-1"}
    without = list(csv.DictReader(io.StringIO(client.get(address).text, newline="")))
    assert {row["release"] for row in without} == {"2025-12-public-1"}
    assert client.get(address, headers={"Authorization": "Bearer KEY"}).status_code == 401


def test_the_query_of_json_reads_every_page(client: FlaskClient, shown: list[dict], key: str) -> None:
    address, headers = asked_of(JSON_QUERY, key)
    assert re.findall(r"(\w+) = Text\.From\(number\)", JSON_QUERY) == ["page"]
    most = re.search(r'per_page = "(\d+)"', JSON_QUERY)[1]
    assert client.get(f"{address}?page=1&per_page={most}", headers=headers).json["items"] == shown
    read, number = [], 1
    while number <= client.get(f"{address}?page=1&per_page=7", headers=headers).json["pages"]:
        read += client.get(f"{address}?page={number}&per_page=7", headers=headers).json["items"]
        number += 1
    assert read == shown


def test_names_of_measures_join_by_id(client: FlaskClient, shown: list[dict]) -> None:
    names = {row["id"] for row in csv.DictReader(io.StringIO(client.get("/api/v1/indicators.csv").text, newline=""))}
    assert {row["measure"] for row in shown if row["measure_kind"] == "indicator"} <= names
