"""Programmes say which surveys are asked when; collectors have a plan; both count without ever saying who."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from app.house import House
from app.services.asking import collector_counts, collector_plans, collectors, entrances, programmes, waves
from app.services.asking.collector_plans import PlanView
from app.services.asking.entrances import Entrance
from app.services.errors import Conflict, Invalid
from app.services.running import retention
from tests.integration.staff_sign_in import post, signed_in
from tests.integration.test_staff_rooms import answered

pytestmark = pytest.mark.whole

both = pytest.mark.usefixtures("both_engines", "context")
OFFICER = "officer@example.org"
WAVE_SURVEY, TOUCHPOINT = "parent-carer.general.our-confidence", "parent-carer.ehc.the-process"


@pytest.fixture(autouse=True)
def planned(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)
        programmes.seed(house)


def opening(house: House, survey_id: str) -> entrances.Opening:
    return entrances.opening(house, Entrance(house.partnership.catalogue.latest(survey_id)))


@both
def test_planned_programmes_are_seeded_once_and_hold_every_survey(house: House) -> None:
    assert programmes.seed(house) == 0
    held = {name for row in programmes.listed(house) for name in row.surveys}
    assert held == {survey.id for survey in house.partnership.catalogue.surveys}


@both
def test_a_closed_programme_closes_its_surveys_only(house: House) -> None:
    programmes.set_open(house, "confidence", False, OFFICER)
    assert opening(house, WAVE_SURVEY).wave is None
    assert opening(house, TOUCHPOINT).wave == "2026-q4"
    programmes.set_open(house, "confidence", True, OFFICER)
    assert opening(house, WAVE_SURVEY).wave == "2026-12"


@both
def test_a_programme_is_asked_in_the_waves_that_it_names(house: House) -> None:
    row = programmes.get(house, "confidence")
    programmes.change(house, row.id, row.name, row.surveys, ["2027-06"], OFFICER)
    assert opening(house, WAVE_SURVEY).opens_on == date(2027, 5, 10)
    programmes.change(house, row.id, row.name, row.surveys, [], OFFICER)
    assert opening(house, WAVE_SURVEY).wave == "2026-12"


@both
def test_what_has_answers_is_not_changed_under_them(house: House) -> None:
    answered(house, survey_id=WAVE_SURVEY)
    row = programmes.get(house, "confidence")
    with pytest.raises(Conflict, match=WAVE_SURVEY):
        programmes.change(house, row.id, row.name, [name for name in row.surveys if name != WAVE_SURVEY], [], OFFICER)
    with pytest.raises(Conflict, match="2026-12"):
        programmes.change(house, row.id, row.name, row.surveys, ["2027-06"], OFFICER)
    programmes.change(house, row.id, "Another name", row.surveys, ["2026-12", "2027-06"], OFFICER)
    assert programmes.get(house, row.id).name == "Another name"


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("kind", "surveys", "words"),
    [("waves", [TOUCHPOINT], "do not mix"), ("waves", [], "at least one"), ("touchpoint", [TOUCHPOINT], "belong to")],
)
def test_a_programme_that_does_not_fit_is_refused(house: House, kind: str, surveys: list[str], words: str) -> None:
    with pytest.raises((Invalid, Conflict), match=words):
        programmes.create(house, "New", kind, surveys, [], OFFICER)


def test_an_officer_makes_changes_and_closes_a_programme(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    assert "Confidence survey" in officer.get("/staff/programmes").text
    page = "/staff/programmes/touchpoints"
    with app.app_context():
        rest = [name for name in programmes.get(house, "touchpoints").surveys if name != TOUCHPOINT]
    assert post(officer, page, name="Moments", surveys=rest).status_code == 302
    fields = {"name": "Plans", "kind": "touchpoint", "surveys": [TOUCHPOINT]}
    assert post(officer, "/staff/programmes/new", **fields).status_code == 302
    assert post(officer, "/staff/programmes/new", **fields).status_code == 422
    assert post(officer, "/staff/programmes/plans/close", "/staff/programmes").status_code == 302
    assert "Open again" in officer.get("/staff/programmes").text
    assert officer.get("/staff/programmes/plans").status_code == 200


# Collectors


@both
def test_a_collector_opens_and_closes_on_its_days(house: House) -> None:
    code = collectors.create(house, WAVE_SURVEY, actor="command")
    collector_plans.change(house, code, PlanView(opens_on=date(2026, 11, 20), closes_on=date(2026, 11, 25)), OFFICER)

    def seen() -> entrances.Opening:
        return entrances.opening(house, entrances.by_collector(house, code))

    assert seen().opens_on == date(2026, 11, 20)
    house.now.move(days=5)
    assert seen().wave == "2026-12"
    house.now.move(days=5)
    assert seen().closed_on == date(2026, 11, 25)


def test_a_link_opens_in_its_language_and_the_others_are_one_tap_away(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    code = post(officer, "/staff/collectors/new", survey=WAVE_SURVEY).location.rpartition("/")[2]
    plan = f"/staff/collectors/{code}/plan"
    assert not app.test_client().get(f"/c/{code}").document.query("form button[value=next]")
    assert post(officer, plan, language="ar", sharer_kind="school").status_code == 302
    assert officer.get(plan).document.query_one("#language option[selected]").attrs["value"] == "ar"
    opened = app.test_client().get(f"/c/{code}").document
    assert opened.query_one("html").attrs["lang"] == "ar"
    assert opened.query("form button[value=next]")
    assert opened.query("a[hreflang=en]")
    assert app.test_client().get(f"/c/{code}?lang=ur").document.query_one("html").attrs["lang"] == "ur"
    assert post(officer, plan, language="xx").status_code == 422
    assert post(officer, plan, language="").status_code == 302
    assert not app.test_client().get(f"/c/{code}").document.query("form button[value=next]")


def test_opened_started_and_left_are_counted_and_never_who(app: Flask, house: House) -> None:
    with app.app_context():
        code = collectors.create(house, WAVE_SURVEY, actor="command")
    for number in range(8):
        client = app.test_client()
        client.get(f"/c/{code}")
        client.get(f"/c/{code}?lang=en")
        if number < 5:
            page = client.post(f"/c/{code}?lang=en", data={"whole": "yes"}).location
            token = re.search(r'name="token" value="(\w+)"', client.get(page).text)[1]
            client.post(page, data={"token": token, "action": "skip", "whole": "yes"})
    with app.app_context():
        counts = collector_counts.of(house, code)
        assert (counts.opened, counts.started, counts.finished, counts.left) == (10, 5, 0, {})
        house.now.move(days=house.partnership.retention.draft_days + 1)
        retention.delete_expired(house)
        pages = [page.id for page in house.partnership.catalogue.latest(WAVE_SURVEY).pages]
        assert collector_counts.of(house, code).left == {pages[1]: 5}
    officer = signed_in(app, house, "officer")
    assert pages[1] in officer.get(f"/staff/collectors/{code}/plan").text


def test_a_facilitator_plans_their_own_link(app: Flask, house: House) -> None:
    helper = signed_in(app, house, "facilitator")
    with app.app_context():
        own = collectors.create(house, WAVE_SURVEY, actor="facilitator@example.org")
        other = collectors.create(house, WAVE_SURVEY, actor="command")
    page = f"/staff/collectors/{own}/plan"
    fields = {"target": "40", "shared_by": "Clinic", "sharer_kind": "health", "opens_on": "2026-11-20"}
    assert post(helper, page, **fields).status_code == 302
    assert "of 40 hoped for" in helper.get(page).text
    assert post(helper, page, **fields, closes_on="2026-11-01").status_code == 422
    assert helper.get(f"/staff/collectors/{other}/plan").status_code == 404
