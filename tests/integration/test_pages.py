"""The public pages: what is open, in which language, and that they say what the partnership's files say."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from app.house import House
from app.services.asking import waves
from tests.conftest import Clock

EXPLAINED = ("/how-it-works", "/privacy", "/accessibility", "/your-device", "/languages", "/credits")
PAGES = ("/", *EXPLAINED, "/you-said-we-did/")


@pytest.fixture(autouse=True)
def planned(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "ar", "pl", "en-XA", "ar-XB"])
def test_every_page_opens_in_every_language(client: FlaskClient, page: str, language: str) -> None:
    response = client.get(f"{page}?lang={language}")
    assert response.status_code == 200
    html = JustHTML(response.text, sanitize=False).query_one("html")
    assert html.attrs["lang"] == language
    assert html.attrs["dir"] == ("rtl" if language.startswith("ar") else "ltr")


@pytest.mark.parametrize("page", PAGES)
def test_the_language_switch_keeps_the_page_and_the_links_keep_the_language(client: FlaskClient, page: str) -> None:
    document = JustHTML(client.get(f"{page}?lang=ar").text, sanitize=False)
    switches = [link.attrs["href"] for link in document.query("header a[hreflang]")]
    assert f"{page}?lang=pl" in switches or "?lang=pl" in switches
    for link in document.query("main a[href^='/'], footer a[href^='/']"):
        if "hreflang" not in link.attrs:
            assert "lang=ar" in link.attrs["href"], link.attrs["href"]


def test_the_browsers_own_language_is_used_until_another_is_chosen(client: FlaskClient) -> None:
    wanted = {"Accept-Language": "ar-SY,ar;q=0.9,en;q=0.5"}
    assert 'lang="ar"' in client.get("/", headers=wanted).text
    assert '<html lang="pl"' in client.get("/?lang=pl", headers=wanted).text
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "xx"}).text
    assert '<html lang="en"' in client.get("/?lang=nothing").text


def test_open_surveys_are_offered_and_closed_ones_say_when(client: FlaskClient, clock: Clock) -> None:
    page = client.get("/").text
    assert "/s/young-person.general.my-confidence" in page
    clock.time = datetime(2027, 2, 1, 12)
    page = client.get("/").text
    assert "/s/young-person.general.my-confidence" not in page
    assert "Opens on 10 May 2027" in page


def test_a_chosen_language_goes_straight_to_the_survey(client: FlaskClient) -> None:
    assert 'href="/s/parent-carer.general.pulse"' in client.get("/").text
    assert 'href="/s/parent-carer.general.pulse?lang=pl"' in client.get("/?lang=pl").text


def test_privacy_says_what_the_partnership_keeps(client: FlaskClient, house: House) -> None:
    page = client.get("/privacy").text
    retention = house.partnership.retention
    assert f"{retention.draft_days} days after your last change" in page
    assert f"{retention.receipt_months} months after the survey closes" in page
    for place in house.partnership.organisations:
        assert place.name.replace("'", "&#39;") in page


def test_another_partnership_speaks_of_itself(westmere: FlaskClient, app: Flask) -> None:
    for page in PAGES:
        assert "Sheffield" not in westmere.get(page).text
