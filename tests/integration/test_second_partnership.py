"""The whole site with a made-up partnership: its names, languages, surveys and framework, none of the shipped ones."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.house import House
from app.models import db
from app.services.asking import waves
from tests.conftest import WESTMERE, Clock
from tests.integration.respond_walker import Walker, first

CHILDREN = "/s/young-person.general.how-is-it"
PARENTS = "/s/parent-carer.general.your-view"


@pytest.fixture
def partnership_dir() -> Path:
    return WESTMERE


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2031, 3, 10, 12, 0))


@pytest.fixture(autouse=True)
def open_wave(house: House, app: Flask) -> None:
    with app.app_context():
        waves.seed(house)


def test_the_home_page_speaks_of_it_alone(client: FlaskClient) -> None:
    english = client.get("/").text
    assert "Westmere Listens" in english
    assert "Sheffield" not in english
    assert "Westmere słucha" in client.get("/?lang=pl").text


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("survey", [CHILDREN, PARENTS])
def test_each_survey_can_be_answered_to_its_receipt(client: FlaskClient, survey: str, language: str) -> None:
    walker = Walker(client).start(survey, language).to_the_end(first)
    walker.send("finish")
    assert walker.place == "receipt"
    assert walker.receipt_code()


def test_its_own_framework_scores_the_answers(app: Flask, client: FlaskClient) -> None:
    """Always heard (100, weight 2) and help never in time (0, weight 1): 200 / 3. The plan is no anchor."""
    Walker(client).start(PARENTS).to_the_end(first).send("finish")
    with app.app_context():
        rows = db.session.execute(text("SELECT measure_kind, measure, units FROM score")).all()
    scores = {(kind, measure): units / 5040 for kind, measure, units in rows}
    assert scores["domain", "voice"] == 100
    assert scores["domain", "help"] == 0
    assert scores["indicator", "after-plan"] == 100
    assert scores["index", "index"] == pytest.approx(200 / 3, abs=0.001)


def test_a_text_of_its_own_is_translated_by_its_own_catalogue(client: FlaskClient) -> None:
    walker = Walker(client).start(CHILDREN, "pl")
    assert "Popatrz na buźki" in walker.words()
    assert client.get(f"{CHILDREN}?lang=ar").status_code == 200
    assert "العربية" not in client.get("/").text
