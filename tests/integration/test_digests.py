"""The weekly summary: for whom something waits, once a week, and never again after one tap."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.house import House
from app.models import db
from app.models.jobs import Task
from app.services import staff
from app.services.asking import waves
from app.services.reach import digests, outbox
from app.services.running import tasks
from app.services.transaction import writing
from tests.integration.campaign_steps import turn
from tests.integration.staff_sign_in import post, signed_in

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.whole]


@pytest.fixture
def people(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)
        for role in ("officer", "administrator", "safeguarding"):
            staff.add(house, f"{role}@example.org", [role])


def on_monday(house: House) -> None:
    house.now.move(days=-house.today().weekday())


def told(house: House) -> dict[str, str]:
    return {one.address: one.text for one in outbox.listed(house)}


@pytest.mark.usefixtures("context", "people")
def test_one_each_week_for_whom_something_waits(house: House) -> None:
    on_monday(house)
    with writing():
        task_id = tasks.add(house, "test")
        db.session.get_one(Task, task_id).state = "failed"
    for _ in range(2):
        digests.write(house)
        turn(house)
    said = told(house)
    assert set(said) == {"officer@example.org", "administrator@example.org"}
    assert "Tasks that failed: 1." in said["administrator@example.org"]
    assert re.search(r"The wave \d{4}-\d\d is open until .*: about 0 answers so far\.", said["officer@example.org"])
    house.now.move(days=7)
    assert digests.write(house) == "2 summaries"


@pytest.mark.usefixtures("context", "people")
def test_late_in_a_week_nothing_is_begun(house: House) -> None:
    on_monday(house)
    house.now.move(days=3)
    assert digests.write(house) == ""


def test_one_tap_stops_it_and_the_desk_begins_it_again(app: Flask, house: House, people: None) -> None:
    with app.app_context():
        on_monday(house)
        digests.write(house)
        turn(house)
        text = told(house)["officer@example.org"]
    link = re.search(r"/stop/[\w-]{22}", text)[0]
    assert app.test_client().post(link, data={"whole": "yes"}).status_code == 200
    house.now.move(days=7)
    with app.app_context():
        assert digests.write(house) == "1 summaries"
    officer = signed_in(app, house, "officer")
    assert "Send me a weekly summary by e-mail" in officer.get("/staff/").text
    assert post(officer, "/staff/weekly/begin", "/staff/").status_code == 302
    with app.app_context():
        assert digests.write(house) == "1 summaries"
