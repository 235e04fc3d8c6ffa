"""The plan's actions: brought in by a file whole or not at all, kept by their organisations, public with history."""

from __future__ import annotations

import html
import io
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.house import House
from app.models.base import db
from app.models.record import AuditEvent
from app.services import staff
from app.services.errors import Conflict, Forbidden, Invalid
from app.services.plan import actions, importing, keepers
from app.services.plan.texts import Milestone, read_milestones, written_milestones
from tests.conftest import Clock
from tests.integration.entry_steps import made_public, person
from tests.integration.staff_sign_in import post, signed_in, token_of
from tests.integration.test_loop import STORY

pytestmark = pytest.mark.whole

HEADER = "reference,title,title_easy,organisation,state,milestones,note,title_easy_pl"
PLAN = f"""{HEADER}
1.1,Named contacts for all,One person to ask,scc,complete,2026-06 done: All named,They know whom to ask.,Jedna osoba
1.10,Rooms,Quiet rooms,Learn Sheffield,not started and behind,2026-03-31: Money; 2027-01: Rooms,The money came late.,
1.2,Plans in time,,scc,under way but behind or at risk,,,
"""
Plan = tuple[FlaskClient, House]


@pytest.fixture
def officer(app: Flask, house: House) -> FlaskClient:
    return signed_in(app, house, "officer")


def upload(officer: FlaskClient, text: str) -> TestResponse:
    token = token_of(officer.get("/staff/plan/"))
    return officer.post("/staff/plan/", data={"token": token, "file": (io.BytesIO(text.encode()), "plan.csv")})


def brought_in(house: House, text: str = PLAN) -> importing.Preview:
    return importing.store(house, text.encode(), None)


def test_a_file_is_shown_first_and_stored_when_that_is_confirmed(officer: FlaskClient, client: FlaskClient) -> None:
    page = upload(officer, PLAN)
    assert page.status_code == 200
    assert "3 new, 0 changed, 0 as before." in page.text
    assert "One person" not in client.get("/plan/").text
    file = page.document.having("value")
    kept = next(each.attrs["value"] for each in file if each.attrs.get("name") == "file")
    stored = officer.post("/staff/plan/store", data={"token": token_of(page), "file": kept})
    assert stored.status_code == 302
    listed = client.get("/plan/").text
    assert [listed.index(title) for title in ("One person to ask", "Plans in time", "Quiet rooms")] == sorted(
        listed.index(title) for title in ("One person to ask", "Plans in time", "Quiet rooms")
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("reference,title,organisation\n1,A,scc\n", (1, "state")),
        ("reference,title,organisation,state,colour\n1,A,scc,complete,red\n", (1, "colour")),
        (PLAN + "9,,scc,complete,,,,\n", (5, "title")),
        (PLAN + "9,Title,,nobody,complete,,,\n", (5, "organisation")),
        (PLAN + "9,Title,,scc,finished,,,\n", (5, "state")),
        (PLAN + "9,Title,,scc,complete,soon: all,,\n", (5, "milestones")),
        (PLAN + "9,Title,,scc,complete,2026-13-01: all,,\n", (5, "milestones")),
        (PLAN + "1.1,Again,,scc,complete,,,\n", (5, "reference")),
        (PLAN + "a b,Title,,scc,complete,,,\n", (5, "reference")),
        (PLAN + "9,Title,scc\n", (5, "")),
        (f"{HEADER}\n", (1, "")),
    ],
)
def test_each_mistake_is_told_by_line_and_column_and_nothing_is_stored(
    officer: FlaskClient, house: House, context: None, text: str, place: tuple[int, str]
) -> None:
    page = upload(officer, text)
    assert page.status_code == 422
    found = importing.preview(house, text.encode(), None).problems
    assert place in {(problem.line, problem.column) for problem in found}
    assert [problem.reason for problem in found if problem.reason not in html.unescape(page.text)] == []
    with pytest.raises(Conflict):
        importing.store(house, text.encode(), None)
    assert actions.listed(house) == []


def test_a_file_that_is_not_text_is_refused(house: House, context: None) -> None:
    assert "CSV UTF-8" in importing.preview(house, b"\xff\xfe\x00", None).problems[0].reason


def test_the_same_file_again_changes_nothing_and_a_changed_one_keeps_the_earlier_words(
    house: House, context: None, clock: Clock
) -> None:
    brought_in(house)
    again = brought_in(house)
    assert (again.count("same"), again.count("changed")) == (3, 0)
    clock.move(days=60)
    changed = PLAN.replace("not started and behind", "on-track").replace("The money came late.", "It is here.")
    found = brought_in(house, changed.split("\n1.2", maxsplit=1)[0] + "\n")
    assert [(each.content.reference, each.what) for each in found.changes] == [("1.1", "same"), ("1.10", "changed")]
    assert found.left == ("1.2",)
    assert [view.content.reference for view in actions.listed(house)] == ["1.1", "1.2", "1.10"]
    words = actions.words(house, "1.10")
    assert [(word.state, word.note) for word in words] == [
        ("on-track", "It is here."),
        ("not-started-behind", "The money came late."),
    ]
    assert (words[0].quarter, words[1].quarter) == ("2027-q1", "2026-q4")


def test_an_action_has_its_page_with_its_steps_words_and_answers(
    app: Flask, house: House, client: FlaskClient, clock: Clock
) -> None:
    with app.app_context():
        brought_in(house)
        entry = made_public(house, STORY)
        actions.link(house, entry.id, ["1.10"], person(house, "writer@example.org"))
    page = client.get("/plan/1.10")
    assert page.status_code == 200
    for text in ("Quiet rooms", "Not started and behind", "The money came late.", "This is late", STORY.you_said_easy):
        assert text in page.text
    assert "/plan/1.10" in client.get(f"/you-said-we-did/{entry.slug}").text
    assert client.get("/plan/9.9").status_code == 404
    polish = client.get("/plan/1.1?lang=pl")
    assert '<div lang="pl" dir="ltr"><h1>Jedna osoba</h1>' in polish.text
    assert client.get("/plan/1.10?lang=ar").text.count('lang="en"') >= 3


def test_the_list_counts_states_and_finds_by_state_and_organisation(
    app: Flask, house: House, client: FlaskClient
) -> None:
    with app.app_context():
        brought_in(house)
    shown = client.get("/plan/?state=complete").text
    assert "One person to ask" in shown
    assert "Quiet rooms</a>" not in shown
    shown = client.get("/plan/?organisation=learn-sheffield").text
    assert "Quiet rooms</a>" in shown
    assert "One person to ask</a>" not in shown
    assert client.get("/plan/?state=nonsense&organisation=x").status_code == 200


def test_an_officer_says_how_far_it_is_and_it_is_public_at_once(
    app: Flask, house: House, officer: FlaskClient, client: FlaskClient
) -> None:
    with app.app_context():
        brought_in(house)
    said = {"version": "1", "state": "on-track", "note": "First plans came in time.", "milestones": "2027-03: Half"}
    assert post(officer, "/staff/plan/actions/1.2", **said).status_code == 302
    assert "First plans came in time." in client.get("/plan/1.2").text
    stale = post(officer, "/staff/plan/actions/1.2", **said)
    assert stale.status_code == 422
    assert "Nothing of theirs was overwritten" in stale.text
    wrong = post(officer, "/staff/plan/actions/1.2", **{**said, "version": "2", "milestones": "soon"})
    assert "is not a milestone" in wrong.text
    with app.app_context():
        told = db.session.query(AuditEvent).filter_by(action="action-told").one()
    assert (told.actor, told.subject) == ("officer@example.org", "1.2")


def test_who_works_for_one_organisation_keeps_its_actions_only(app: Flask, house: House, client: FlaskClient) -> None:
    with app.app_context():
        brought_in(house)
    theirs = signed_in(app, house, "officer", email="learn@example.org")
    admin = signed_in(app, house, "administrator")
    with app.app_context():
        who = next(each for each in staff.listed(house) if each.email == "learn@example.org")
    saved = post(
        admin, f"/staff/people/{who.id}/organisation", f"/staff/people/{who.id}", organisation="learn-sheffield"
    )
    assert saved.status_code == 302
    said = {"version": "1", "state": "on-track", "note": "", "milestones": ""}
    assert post(theirs, "/staff/plan/actions/1.10", **said).status_code == 302
    page = theirs.get("/staff/plan/actions/1.2")
    assert "Another organisation keeps this action" in page.text
    token = token_of(theirs.get("/staff/plan/"))
    assert theirs.post("/staff/plan/actions/1.2", data={"token": token, **said}).status_code == 403
    with app.app_context():
        assert keepers.organisation_of(who.id) == "learn-sheffield"
        found = importing.preview(house, PLAN.encode(), who).problems
        assert [(each.line, each.column) for each in found] == [(2, "organisation"), (4, "organisation")]
        with pytest.raises(Forbidden):
            actions.tell(house, "1.2", 1, ("on-track", "", ()), who)
        with pytest.raises(Invalid):
            keepers.set_organisation(house, who.id, "nobody", who)


def test_an_officer_links_an_entry_to_actions(app: Flask, house: House, officer: FlaskClient) -> None:
    with app.app_context():
        brought_in(house)
        entry = made_public(house, STORY)
    path = f"/staff/plan/entries/{entry.id}"
    assert post(officer, path, actions=["1.1", "1.10"]).status_code == 302
    with app.app_context():
        assert [view.content.reference for view in actions.of_entry(entry.id)] == ["1.1", "1.10"]
    assert post(officer, path, actions=[]).status_code == 302
    with app.app_context():
        assert actions.of_entry(entry.id) == []


def test_the_charter_says_what_it_promises_that_it_is_a_draft_and_how_well_it_is_kept(
    app: Flask, house: House, client: FlaskClient, westmere: FlaskClient
) -> None:
    with app.app_context():
        made_public(house, STORY)
    page = client.get("/charter").text
    for promise in house.partnership.charter.promises:
        assert promise.text.replace("'", "&#39;") in page
    assert "These words are a draft" in page
    assert "Answers that every side agreed to" in page
    assert "The Charter is not here yet." in westmere.get("/charter").text
    assert "The plan is not here yet." in westmere.get("/plan/").text


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=";"), min_size=1)


@given(st.lists(st.builds(Milestone, st.dates(), TEXTS.map(str.strip).filter(bool), st.booleans())))
def test_milestones_are_read_back_as_they_were_written(steps: list[Milestone]) -> None:
    ordered = tuple(sorted(steps, key=lambda each: each.due_on))
    assert read_milestones(written_milestones(ordered)) == ordered


def test_a_month_means_its_last_day() -> None:
    assert read_milestones("2028-02: Leap")[0].due_on.day == 29
    assert replace(read_milestones("2026-06: x")[0]).done is False
