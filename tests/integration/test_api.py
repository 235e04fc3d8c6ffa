"""The feed: what is public, what a key opens, pages of lists, tags, CSV, and that it is as its document says."""

from __future__ import annotations

import csv
import io

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings

from analysis.rows import ROWS
from app.house import House
from app.services.scoring import api_keys, releases
from tests.integration.board_examples import example_release
from tests.integration.staff_sign_in import post, signed_in, token_of

pytestmark = pytest.mark.whole


@pytest.fixture
def release_id(app: Flask, house: House) -> str:
    with app.app_context():
        return example_release(house)


@pytest.fixture
def key(app: Flask, house: House) -> dict[str, str]:
    with app.app_context():
        return {"Authorization": f"Bearer {api_keys.make(house, 'Power BI', 'admin@example.org')}"}


def test_without_a_key_only_public_releases_are_there(client: FlaskClient, release_id: str) -> None:
    assert client.get("/api/v1/releases").json["items"] == []
    for path in (release_id, "latest", f"{release_id}/tables/headline", f"{release_id}/tables/headline.csv"):
        refused = client.get(f"/api/v1/releases/{path}")
        assert (refused.status_code, refused.mimetype) == (404, "application/problem+json")
        assert refused.json["status"] == 404


def test_a_key_opens_the_board_tier_to_its_client_until_it_is_ended(
    app: Flask, house: House, client: FlaskClient, release_id: str, key: dict[str, str]
) -> None:
    listed = client.get("/api/v1/releases", headers=key)
    assert [each["id"] for each in listed.json["items"]] == [release_id]
    assert listed.headers["Cache-Control"] == "private, no-cache"
    assert client.get("/api/v1/releases/latest", headers=key).json["id"] == release_id
    with app.app_context():
        api_keys.end(house, api_keys.listed()[0].id, "admin@example.org")
    ended = client.get("/api/v1/releases", headers=key)
    assert (ended.status_code, ended.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer ", "Basic YTpi", "x"])
def test_a_wrong_key_is_told_and_not_taken_for_none(client: FlaskClient, header: str) -> None:
    assert client.get("/api/v1/releases", headers={"Authorization": header}).status_code == 401


def test_a_table_is_what_the_release_shows_page_by_page_and_as_csv(
    app: Flask, client: FlaskClient, release_id: str, key: dict[str, str]
) -> None:
    with app.app_context():
        shown = list(releases.get(release_id).table.records())
    address, read, page = f"/api/v1/releases/{release_id}/tables/headline", [], 1
    while len(read) < len(shown):
        answer = client.get(f"{address}?page={page}&per_page=100", headers=key).json
        assert (answer["total"], answer["page"]) == (len(shown), page)
        read, page = read + answer["items"], page + 1
    assert read == shown
    assert client.get(f"{address}?page={page + 1}&per_page=100", headers=key).json["items"] == []
    as_csv = client.get(f"{address}.csv", headers=key)
    rows = list(csv.DictReader(io.StringIO(as_csv.text, newline="")))
    assert rows == [{name: "" if value is None else str(value) for name, value in row.items()} for row in shown]
    assert f"{address}.csv-metadata.json" in as_csv.headers["Link"]
    described = client.get(f"{address}.csv-metadata.json", headers=key).json
    assert [each["name"] for each in described["tableSchema"]["columns"]] == list(rows[0])


@pytest.mark.parametrize("asked", ["page=0", "page=x", "per_page=1001", "page=-1", "per_page="])
def test_a_page_that_cannot_be_is_refused(client: FlaskClient, asked: str) -> None:
    refused = client.get(f"/api/v1/indicators?{asked}")
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")


def test_who_has_the_newest_is_told_so(client: FlaskClient) -> None:
    first = client.get("/api/v1/indicators")
    again = client.get("/api/v1/indicators", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_indicators_are_the_frameworks(client: FlaskClient, house: House) -> None:
    items = client.get("/api/v1/indicators?per_page=1000").json["items"]
    assert [each["id"] for each in items] == [each.id for each in house.framework.indicators]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/indicators.csv").text, newline="")))
    assert [row["criteria"].split(";") for row in rows] == [each["criteria"] or [""] for each in items]


def test_what_goes_wrong_is_told_in_json(client: FlaskClient) -> None:
    for answer in (client.get("/api/v1/nothing"), client.post("/api/v1/releases")):
        assert answer.mimetype == "application/problem+json"
        assert answer.json["status"] == answer.status_code in (404, 405)


def test_administrators_make_and_end_keys_that_are_kept_nowhere(app: Flask, house: House, client: FlaskClient) -> None:
    staff = signed_in(app, house, "administrator")
    assert post(staff, "/staff/feed-keys", reader=" ").status_code == 422
    made = post(staff, "/staff/feed-keys", reader="Board office, Power BI")
    with app.app_context():
        [row] = api_keys.listed()
    key = made.text.split('<bdi dir="ltr">')[1].split("<")[0]
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/releases", headers=headers).status_code == 200
    page = staff.get("/staff/feed-keys")
    assert "Board office, Power BI" in page.text
    assert key not in page.text
    assert staff.post(f"/staff/feed-keys/{row.id}/end", data={"token": token_of(page)}).status_code == 302
    assert client.get("/api/v1/releases", headers=headers).status_code == 401
    assert "Ended on" in staff.get("/staff/feed-keys").text


def test_the_feed_does_what_its_document_says(app: Flask, release_id: str, key: dict[str, str]) -> None:
    """Made-up requests to every address, with the key: no 5xx, and no answer that the document does not describe."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = [each.ok() for each in schema.get_all_operations()]
    assert {"/openapi.json", *(each.path for each in found)} == set(schema.raw_schema["paths"])
    for operation in found:

        @settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def tried(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=key | {"Accept-Encoding": "identity"})

        tried()
    for kind in ROWS:
        assert app.test_client().get(f"/api/v1/releases/latest/tables/{kind}", headers=key).status_code in (200, 404)
