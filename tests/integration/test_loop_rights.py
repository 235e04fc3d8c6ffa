"""Every step of an entry's way is refused to every role but its own, with a real entry at that very step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.house import House
from app.models.base import db
from app.models.staff import ROLES
from app.services.loop import entries, entry_life, reviews
from app.services.loop.entries import EntryView
from tests.integration.entry_steps import agreed, in_review, made_public, person, signers, writer_and_owner
from tests.integration.staff_sign_in import signed_in, token_of
from tests.integration.test_loop import REPLY, STORY

pytestmark = pytest.mark.whole

PROMISE = replace(REPLY, kind="we-will", owner="Head", date=date(2027, 3, 31))


def drafted(house: House) -> EntryView:
    writer, owner = writer_and_owner(house)
    return entries.create(house, STORY, writer, owner.id)


def waiting(house: House) -> EntryView:
    return in_review(house, STORY)


def signed(house: House) -> EntryView:
    return agreed(house, waiting(house))


def approved(house: House) -> EntryView:
    view = signed(house)
    return entry_life.approve(house, view.id, view.version, person(house, "owner@example.org"))


def public(house: House) -> EntryView:
    return made_public(house, replace(STORY, replies=(PROMISE,)))


STEPS: dict[str, tuple[Callable[[House], EntryView], str]] = {
    "write": (drafted, "/staff/entries/new"),
    "change": (drafted, "/staff/entries/{id}"),
    "translate": (drafted, "/staff/entries/{id}/translations/pl"),
    "submit": (drafted, "/staff/entries/{id}/submit"),
    "take back": (waiting, "/staff/entries/{id}/take-back"),
    "approve": (signed, "/staff/entries/{id}/approve"),
    "publish": (approved, "/staff/entries/{id}/publish"),
    "withdraw": (public, "/staff/entries/{id}/withdraw"),
    "tell how a promise goes": (public, "/staff/entries/promises/{id}/{key}"),
    "invite who signs": (drafted, "/staff/entries/reviewers/"),
}
"""Each step: how an entry comes there, and the address of its form."""


def form_of(client: FlaskClient) -> str:
    return token_of(client.get("/staff/password"))


def address_of(pattern: str, view: EntryView) -> str:
    return pattern.format(id=view.id, key=view.content.replies[0].key)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "officer"])
def test_every_step_is_refused_to_every_other_role(app: Flask, house: House, role: str) -> None:
    client = signed_in(app, house, role)
    token = form_of(client)
    for name, (come_there, pattern) in STEPS.items():
        with app.app_context():
            view = come_there(house)
        fields = {"token": token, "version": view.version, "sure": "yes", "state": "complete", "action": "save"}
        refused = client.post(address_of(pattern, view), data=fields)
        assert refused.status_code == 403, (role, name)
        with app.app_context():
            db.session.expire_all()
            assert entries.get(house, view.id) == view, (role, name)


def test_nobody_takes_a_step_who_is_not_signed_in_or_only_signs_for_a_side(app: Flask, house: House) -> None:
    with app.app_context():
        writer, _owner = writer_and_owner(house)
        _reviewer, token = reviews.invite(house, "spcf", "Sam", "sam@example.org", writer)
    for cookie in ("", token):
        client = app.test_client()
        client.set_cookie("review", cookie, path="/review")
        client.set_cookie("staff", cookie)
        for name, (come_there, pattern) in STEPS.items():
            with app.app_context():
                view = come_there(house)
            assert client.post(address_of(pattern, view), data={"version": view.version}).status_code == 400, name


@pytest.mark.parametrize("role", ROLES)
def test_no_member_of_staff_signs_for_a_side(app: Flask, house: House, role: str) -> None:
    with app.app_context():
        view = waiting(house)
    client = signed_in(app, house, role)
    form = {"decision": "agree", "version": view.version, "token": form_of(client), "whole": "yes"}
    assert client.post(f"/review/{view.id}", data=form).status_code == 403
    with app.app_context():
        assert not any(side.decision for side in entry_life.sides(house, view.id, view.version))


def test_an_officer_who_is_not_the_owner_and_an_owner_who_wrote_it_do_not_approve(app: Flask, house: House) -> None:
    client = signed_in(app, house, "officer")
    with app.app_context():
        view = signed(house)
    form = {"token": form_of(client), "version": view.version}
    assert client.post(f"/staff/entries/{view.id}/approve", data=form).status_code == 403
    with app.app_context():
        assert entries.get(house, view.id).state == "signed"


def test_one_persons_link_signs_for_one_side_once(app: Flask, house: House) -> None:
    with app.app_context():
        view = waiting(house)
        first, _second = signers(house)
        reviews.sign(house, first, view.id, view.version, "agree")
        assert [side.side for side in entry_life.sides(house, view.id, view.version) if side.decision] == [first.side]
        assert not entry_life.all_agree(house, view.id, view.version)
