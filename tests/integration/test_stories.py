"""Case studies and events: nothing is public without consent, or with what gives somebody away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.house import House
from app.models.base import db
from app.services.errors import Conflict, Invalid, NotFound
from app.services.reports import figures
from app.services.stories import left_out, stories
from app.services.stories.texts import StoryText
from tests.integration.entry_steps import person
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

STUDY = StoryText(
    kind="case-study",
    title="From five calls to one contact",
    title_easy="One person to ask",
    picture="phone",
    heard="A family rang five offices.",
    heard_easy="They rang five offices.",
    changed="They have one contact now.",
    changed_easy="Now they ask one person.",
    told_by="A parent",
    audience="parent-carer",
    consent_on=date(2026, 11, 1),
    consent_by="The parent",
    consent_kept="Secret drawer 7",
)
EVENT = replace(STUDY, kind="event", told_by="", consent_on=None, consent_by="", consent_kept="", title_easy="A day")
EVENT = replace(EVENT, held_on=date(2026, 10, 3), place="Town hall", people=34)


def published(house: House, content: StoryText) -> stories.StoryView:
    made = stories.create(house, content, person(house, "writer@example.org"))
    return stories.publish(house, made.id, made.version, person(house, "writer@example.org"))


@pytest.mark.parametrize("missing", ["consent_on", "consent_by", "consent_kept", "told_by", "changed_easy", "picture"])
def test_a_case_study_without_consent_or_a_needed_text_is_not_published(
    house: House, context: None, client: FlaskClient, missing: str
) -> None:
    with pytest.raises(Invalid):
        published(house, replace(STUDY, **{missing: None if missing == "consent_on" else ""}))
    assert stories.published(house) == []
    assert client.get("/stories/one-person-to-ask").status_code == 404


def test_the_database_itself_refuses_a_public_case_study_without_consent(house: House, context: None) -> None:
    made = stories.create(house, STUDY, None)
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE story SET public_version = 1 WHERE id = :id"), {"id": made.id})
    db.session.rollback()


@pytest.mark.parametrize("gives_away", ["Ring 07700 900123.", "She lives at S10 2TN.", "Write to mum@example.org."])
def test_what_gives_somebody_away_is_not_published(house: House, context: None, gives_away: str) -> None:
    with pytest.raises(Invalid, match="give somebody away"):
        published(house, replace(STUDY, heard=gives_away))


def test_everyone_reads_who_told_it_and_nobody_where_the_consent_is_kept(
    app: Flask, house: House, client: FlaskClient
) -> None:
    with app.app_context():
        published(house, STUDY)
        published(house, EVENT)
    page = client.get("/stories/one-person-to-ask").text
    for words in ("A parent", "What was heard", "They rang five offices.", "They agreed that everyone may read this."):
        assert words in page
    assert "Secret drawer" not in page
    listed = client.get("/stories/").text
    assert "One person to ask" in listed
    assert "A day" not in client.get("/stories/?kind=case-study").text
    event = client.get("/stories/a-day?lang=ar").text
    assert "34" not in event
    assert "35" in event


def test_few_people_at_an_event_are_not_counted_in_public(app: Flask, house: House, client: FlaskClient) -> None:
    with app.app_context():
        published(house, replace(EVENT, people=13))
    page = client.get("/stories/a-day").text
    assert "A small group took part" in page
    assert "13" not in page.split("<main")[1]


def test_a_consent_that_is_taken_back_ends_it_at_once(app: Flask, house: House, client: FlaskClient) -> None:
    officer = signed_in(app, house, "officer")
    with app.app_context():
        view = published(house, STUDY)
    page = f"/staff/stories/{view.id}/preview"
    assert post(officer, f"/staff/stories/{view.id}/withdraw", page, version="1").status_code == 302
    assert client.get("/stories/one-person-to-ask").status_code == 404
    with app.app_context(), pytest.raises(Conflict):
        stories.withdraw(house, view.id, 1, person(house, "writer@example.org"))


def test_a_change_is_a_draft_until_it_is_published_again(app: Flask, house: House, client: FlaskClient) -> None:
    writer = signed_in(app, house, "officer")
    with app.app_context():
        view = published(house, STUDY)
        stories.change(house, view.id, 1, replace(STUDY, changed="Two contacts."), person(house, "writer@example.org"))
        with pytest.raises(Conflict):
            stories.change(house, view.id, 1, STUDY, person(house, "writer@example.org"))
    assert "Two contacts." not in client.get("/stories/one-person-to-ask").text
    page = f"/staff/stories/{view.id}/preview"
    path = f"/staff/stories/{view.id}/publish"
    assert post(writer, path, page, version="2").status_code == 422
    assert post(writer, path, page, version="2", sure="yes").status_code == 302
    assert "Two contacts." in client.get("/stories/one-person-to-ask").text


def test_an_officer_writes_one_on_the_pages(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    typed = {
        "kind": "event",
        "title": "A day together",
        "journey_point": "general",
        "language": "en",
        "audience": "",
        "people": "x",
    }
    assert post(officer, "/staff/stories/new", **typed).status_code == 422
    made = post(officer, "/staff/stories/new", **{**typed, "people": "40", "held_on": "2026-10-03"})
    assert made.status_code == 302
    shown = officer.get(made.location)
    assert "Give the title in easy read too." in shown.text
    edited = made.location.removesuffix("/preview")
    assert 'value="A day together"' in officer.get(edited).text
    assert post(officer, edited, **{**typed, "people": "", "version": "1", "title": ""}).status_code == 422
    assert "A day together" in officer.get("/staff/stories/").text


def test_a_consent_from_tomorrow_is_refused(house: House, context: None) -> None:
    with pytest.raises(Invalid):
        stories.create(house, replace(STUDY, consent_on=house.today() + timedelta(days=1)), None)
    with pytest.raises(NotFound):
        stories.get(house, "0" * 32)


def test_comments_left_out_are_noted_and_told_roughly(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    said = {"limb": "content", "reason": "vexatious", "comments": "23"}
    assert post(officer, "/staff/stories/left-out", **said).status_code == 302
    assert post(officer, "/staff/stories/left-out", **{**said, "comments": "0"}).status_code == 422
    with app.app_context():
        left_out.note(house, "development", "one-person", 3, None)
        assert figures.left_out_of_year(house, 2026) == [
            ("content", "vexatious", 25),
            ("development", "one-person", None),
        ]
        [row] = [each for each in left_out.listed(house) if each.comments == 3]
    assert post(officer, f"/staff/stories/left-out/{row.id}/remove", "/staff/stories/left-out").status_code == 302
    with app.app_context():
        assert len(left_out.listed(house)) == 1


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ({}, ()),
        ({"web": 19}, ((("web",), None),)),
        ({"web": 137}, ((("web",), 135),)),
        ({"web": 137, "group": 7}, ((("group", "web"), 145),)),
        ({"web": 137, "group": 7, "paper": 14}, ((("web",), 135), (("group", "paper"), 20))),
    ],
)
def test_small_groups_join_until_each_is_large_enough(house: House, exact: dict, shown: tuple) -> None:
    assert tuple((volume.groups, volume.about) for volume in figures.joined(house, exact)) == shown
