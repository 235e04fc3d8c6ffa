"""Signing by a one-person link: who may, who may not, what their word does, and that nobody signs for two sides."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from app.house import House
from app.models.base import db
from app.models.loop import ReviewLink, Signature
from app.services.errors import Conflict, Invalid, NotFound
from app.services.loop import entries, entry_life, reviews
from app.services.loop.entries import EntryView
from app.services.transaction import writing
from tests.conftest import Clock
from tests.integration.entry_steps import in_review, person, signers, writer_and_owner
from tests.integration.staff_sign_in import post, signed_in
from tests.integration.test_loop import STORY

YOUTH, FORUM = "sending-voices", "spcf"


@pytest.fixture
def view(app: Flask, house: House) -> EntryView:
    with app.app_context():
        return in_review(house, STORY)


def link_for(app: Flask, house: House, side: str, email: str = "sam@example.org") -> str:
    with app.app_context():
        return reviews.invite(house, side, "Sam", email, person(house, "writer@example.org"))[1]


def opened(app: Flask, token: str) -> FlaskClient:
    """A phone on which somebody has opened their link."""
    phone = app.test_client()
    assert phone.get(f"/review/{token}/open").status_code == 200
    assert phone.post(f"/review/{token}/open", data={"whole": "yes"}).status_code == 303
    return phone


def word(phone: FlaskClient, view: EntryView, decision: str, comment: str = "", **more: str) -> TestResponse:
    path = f"/review/{view.id}"
    found = re.search(r'name="token" value="([0-9a-f]{32})"', phone.get(path).text)
    fields = {"token": found[1] if found else "", "version": str(view.version), "whole": "yes", **more}
    return phone.post(path, data={**fields, "decision": decision, "comment": comment})


def state(app: Flask, house: House, view: EntryView) -> str:
    with app.app_context():
        return entries.get(house, view.id).state


def test_both_sides_agree_on_their_phones(app: Flask, house: House, view: EntryView) -> None:
    youth = opened(app, link_for(app, house, YOUTH))
    assert STORY.you_said_easy in youth.get("/review/").text
    assert word(youth, view, "agree").headers["Location"].startswith("/review/thanks/agree")
    assert state(app, house, view) == "in-review"
    assert "Nothing waits for you now" in youth.get("/review/").text
    forum = opened(app, link_for(app, house, FORUM, "forum@example.org"))
    assert word(forum, view, "agree").status_code == 303
    assert state(app, house, view) == "signed"


@pytest.mark.parametrize("decision", ["change", "no"])
def test_a_wish_or_a_no_needs_its_reason_and_makes_it_a_draft_again(
    app: Flask, house: House, view: EntryView, decision: str
) -> None:
    phone = opened(app, link_for(app, house, YOUTH))
    bare = word(phone, view, decision, " ")
    assert bare.status_code == 422
    assert "Tell us in your own words" in bare.text
    assert word(phone, view, decision, "Say when.").status_code == 303
    assert state(app, house, view) == "draft"
    with app.app_context():
        said = [(side.side, side.decision, side.comment) for side in entry_life.sides(house, view.id, 1)]
    assert said == [(FORUM, "", ""), (YOUTH, decision, "Say when.")]
    officer = signed_in(app, house, "officer")
    assert "Say when." in officer.get(f"/staff/entries/{view.id}/preview").text


def test_what_was_typed_comes_back_with_a_mistake(app: Flask, house: House, view: EntryView) -> None:
    page = word(opened(app, link_for(app, house, YOUTH)), view, "", "Please say when.")
    assert page.status_code == 422
    assert "Please say when." in page.text


def test_a_version_that_changed_meanwhile_is_not_signed(app: Flask, house: House, view: EntryView) -> None:
    phone = opened(app, link_for(app, house, YOUTH))
    assert word(phone, view, "agree", version="2").status_code == 409
    assert word(phone, view, "agree", version="x").status_code == 409
    with app.app_context():
        assert db.session.query(Signature).count() == 0


def test_agreement_is_to_one_version_only(house: House, context: None) -> None:
    view = in_review(house, STORY)
    writer, _owner = writer_and_owner(house)
    reviews.sign(house, signers(house)[0], view.id, 1, "agree")
    entries.change(house, view.id, 1, STORY, writer)
    assert entry_life.submit(house, view.id, 2, writer).state == "in-review"
    assert all(side.decision == "" for side in entry_life.sides(house, view.id, 2))


def test_nobody_signs_for_two_sides(house: House, context: None) -> None:
    view = in_review(house, STORY)
    writer, owner = writer_and_owner(house)
    youth, _token = reviews.invite(house, YOUTH, "Sam", "sam@example.org", writer)
    with pytest.raises(Conflict):
        reviews.invite(house, FORUM, "Sam again", "SAM@example.org ", writer)
    with pytest.raises(Conflict):
        reviews.invite(house, FORUM, "The owner", owner.email, writer)
    reviews.sign(house, youth, view.id, 1, "agree")
    twice = {"entry_id": view.id, "version": 1, "side": FORUM, "link_id": youth.id, "decision": "agree"}
    with pytest.raises(IntegrityError), writing():
        db.session.add(Signature(**twice, comment="", signed_on=house.today()))


def test_a_new_link_for_the_same_person_ends_the_old_one(house: House, context: None) -> None:
    writer = person(house, "writer@example.org")
    _first, old = reviews.invite(house, YOUTH, "Sam", "sam@example.org", writer)
    second, new = reviews.invite(house, YOUTH, "Sam", "sam@example.org", writer)
    with pytest.raises(NotFound):
        reviews.find(house, old)
    assert reviews.find(house, new) == second
    reviews.revoke(house, second.id, writer)
    with pytest.raises(NotFound):
        reviews.find(house, new)


def test_a_link_ends_with_its_date_and_is_kept_only_as_a_hash(house: House, context: None, clock: Clock) -> None:
    made, token = reviews.invite(house, YOUTH, "Sam", "sam@example.org", person(house, "writer@example.org"))
    assert len(token) >= 22
    row = db.session.get(ReviewLink, made.id)
    assert token not in (row.token_hash, row.id)
    clock.move(days=reviews.LINK_DAYS + 1)
    with pytest.raises(NotFound):
        reviews.find(house, token)


def test_only_a_side_that_must_agree_is_invited(house: House, context: None) -> None:
    with pytest.raises(Invalid):
        reviews.invite(house, "scc", "Sam", "sam@example.org", person(house, "writer@example.org"))


def test_guesses_are_counted_and_stopped(app: Flask, house: House) -> None:
    phone = app.test_client()
    answers = [phone.get(f"/review/guess{number}/open").status_code for number in range(32)]
    assert answers[:30] == [404] * 30
    assert answers[-1] == 429


def test_without_a_link_nothing_opens(app: Flask, house: House, view: EntryView) -> None:
    phone = app.test_client()
    for path in ("/review/", f"/review/{view.id}", "/review/thanks/agree"):
        assert phone.get(path).status_code == 403


def test_a_draft_is_not_shown_to_those_who_sign(app: Flask, house: House, view: EntryView) -> None:
    phone = opened(app, link_for(app, house, YOUTH))
    with app.app_context():
        entry_life.take_from_review(house, view.id, 1, person(house, "writer@example.org"))
    assert phone.get(f"/review/{view.id}").status_code == 404


def test_done_on_this_device_forgets_the_link(app: Flask, house: House) -> None:
    phone = opened(app, link_for(app, house, YOUTH))
    phone.post("/review/leave", data={"whole": "yes"})
    assert phone.get("/review/").status_code == 403


def test_an_officer_makes_a_link_that_is_shown_once_and_ends_it(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    path = "/staff/entries/reviewers/"
    page = post(officer, path, side=YOUTH, name="Sam", email="sam@example.org")
    token = re.search(r"/review/([\w-]+)/open", page.text)[1]
    assert token not in officer.get(path).text
    phone = opened(app, token)
    link_id = re.search(r"reviewers/([0-9a-f]{32})/end", page.text)[1]
    assert post(officer, f"{path}{link_id}/end", path).status_code == 302
    assert phone.get("/review/").status_code == 404
    assert post(officer, path, side=YOUTH, name="", email="nobody").status_code == 422


@pytest.mark.parametrize("role", ["board-reader", "analyst", "facilitator", "administrator", "safeguarding", "dpo"])
def test_other_roles_do_not_invite(app: Flask, house: House, role: str) -> None:
    assert signed_in(app, house, role).get("/staff/entries/reviewers/").status_code == 403
