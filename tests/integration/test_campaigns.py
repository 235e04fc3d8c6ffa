"""A campaign: a list goes in whole, one link per person goes out once, reminders stop, and one tap stops all."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.answering import Draft, Response
from app.models.reach import Invitation, ListEntry, Message, StoppedAddress
from app.services.asking import receipts, waves
from app.services.reach import address_lists, campaigns, outbox
from app.services.reach.invitations import ticket_of
from tests.integration.campaign_steps import OFFICER, list_text, sending, stored_list, turn
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

both = pytest.mark.usefixtures("both_engines", "context")


@pytest.fixture(autouse=True)
def waves_are_there(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def link_in(text: str, door: str = "i") -> str:
    return re.search(rf"http://localhost(/{door}/\S+)", text)[1]


def links(house: House) -> list[str]:
    return [link_in(kept.text) for kept in outbox.listed(house, 1000)]


# Lists


@both
def test_a_list_is_stored_encrypted(house: House) -> None:
    list_id = stored_list(house, list_text(30, journey_point="ehc", language="ar"))
    view = address_lists.get(house, list_id)
    assert (view.ready, view.rows, view.task.detail) == (True, 30, "30 rows stored")
    entry = db.session.scalars(select(ListEntry)).first()
    assert b"example.org" not in entry.sealed
    assert (entry.audience, entry.journey_point, entry.language) == ("parent-carer", "ehc", "ar")


@both
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("email,audience\na@example.org,parent-carer\nb@example,parent-carer\n", "Line 3, column email"),
        ("email,audience\na@example.org,parents\n", "Line 2, column audience"),
        ("email,audience,journey_point\na@example.org,parent-carer,moon\n", "Line 2, column journey_point"),
        ("email,audience,language\na@example.org,parent-carer,xx\n", "Line 2, column language"),
        ("phone,audience\n0114 496 0000,parent-carer\n", "Line 2, column phone"),
        ("email,phone,audience\na@b.org,07700 900123,parent-carer\n", "Line 2, column email"),
        ("email,audience\nA@example.org,parent-carer\na@Example.org,parent-carer\n", "in line 2 already"),
        ("email,audience\na@example.org\n", "it has 1 cells"),
        ("email,name,audience\na@example.org,A,parent-carer\n", "Line 1, column name"),
        ("email\na@example.org\n", "are needed"),
        ("email,audience\n", "no row below it"),
        ("", "are needed"),
    ],
)
def test_one_bad_row_and_nothing_is_stored(house: House, text: str, problem: str) -> None:
    list_id = stored_list(house, text)
    view = address_lists.get(house, list_id)
    assert not view.ready
    assert view.task.detail.startswith("Nothing is stored. ")
    assert problem in view.task.detail
    assert not re.search(r"\b[ab]@", view.task.detail)
    assert count(ListEntry) == 0


@both
def test_a_list_in_another_encoding_is_refused_with_advice(house: House) -> None:
    list_id = address_lists.upload(house, "x", ["email,audience\né@b.org,parent-carer\n".encode("latin-1")], OFFICER)
    turn(house)
    assert "CSV UTF-8" in address_lists.get(house, list_id).task.detail


# Sending


@both
def test_each_person_gets_one_link_of_their_own_once(house: House) -> None:
    campaign_id = sending(house, 12)
    for _ in range(3):
        turn(house)
    kept = outbox.listed(house, 1000)
    assert sorted(row.address for row in kept) == sorted(f"person{number}@example.org" for number in range(12))
    assert len({link_in(row.text) for row in kept}) == 12
    assert campaigns.progress(house, campaign_id) == {("invitation", "sent"): 12}
    assert all(link_in(row.text) in row.html for row in kept)


@both
def test_at_most_two_reminders_and_a_follow_up_with_a_new_link(house: House) -> None:
    sending(house, 5, reminders=(7, 14), follow_ups=(6,))
    turn(house)
    first = set(links(house))
    for _ in range(40):
        house.now.move(days=1)
        turn(house)
    assert count(Message, Message.step == "reminder-1", Message.state == "sent") == 5
    assert count(Message, Message.kind == "reminder") == 10
    assert set(links(house)) == first
    house.now.move(days=180)
    turn(house)
    assert count(Message, Message.step == "follow-up-6", Message.state == "sent") == 5
    assert len(set(links(house)) - first) == 5


@both
def test_two_reminders_never_come_at_once_after_a_worker_was_away(house: House) -> None:
    sending(house, 5, reminders=(7, 14))
    turn(house)
    house.now.move(days=20)
    turn(house)
    assert count(Message, Message.kind == "reminder") == 5
    house.now.move(days=7)
    turn(house)
    assert count(Message, Message.kind == "reminder") == 10


@both
def test_nothing_goes_out_before_it_was_tested_and_confirmed(house: House) -> None:
    list_id = stored_list(house, list_text(3))
    campaign_id = campaigns.create(house, campaigns.Plan("x", list_id, "parent-carer.general.our-confidence"), OFFICER)
    with pytest.raises(campaigns.Conflict, match="test message"):
        campaigns.confirm(house, campaign_id, OFFICER)
    turn(house)
    assert outbox.count(house) == 0


@both
def test_a_stopped_campaign_sends_nothing_more(house: House) -> None:
    campaign_id = sending(house, 3, reminders=(7,))
    turn(house)
    campaigns.stop(house, campaign_id, OFFICER)
    house.now.move(days=8)
    turn(house)
    assert outbox.count(house) == 3


# The link


def opened(app: Flask, link: str) -> FlaskClient:
    client = app.test_client()
    answer = client.get(link)
    assert answer.status_code == 303
    assert link not in answer.location
    client.start = answer.location.split("?")[0]
    assert client.get(answer.location).status_code == 200
    return client


def begun(client: FlaskClient) -> str:
    return client.post(client.start, data={"whole": "yes"}).location


def invited(app: Flask, house: House, people: int = 12) -> list[str]:
    with app.app_context():
        sending(house, people)
        turn(house)
        return links(house)


def test_a_second_device_carries_on_where_the_first_stopped(app: Flask, house: House) -> None:
    link = invited(app, house)[0]
    phone, laptop = opened(app, link), opened(app, link)
    begun(phone)
    with app.app_context():
        assert count(Draft) == 1
    assert "Carry on" in laptop.get(laptop.start + "?lang=en").text


def test_a_link_answers_once(app: Flask, house: House) -> None:
    link = invited(app, house)[0]
    phone = opened(app, link)
    finish(phone, begun(phone))
    again = opened(app, link)
    assert begun(again).split("?")[0].endswith("/receipt")
    with app.app_context():
        assert count(Response) == 1


def finish(client: FlaskClient, address: str) -> None:
    """Skip every page, then send."""
    while "/finish" not in address:
        token = re.search(r'name="token" value="(\w+)"', client.get(address).text)[1]
        address = client.post(address, data={"token": token, "action": "skip", "whole": "yes"}).location
    token = re.search(r'name="token" value="(\w+)"', client.get(address).text)[1]
    client.post(address, data={"token": token, "action": "finish", "whole": "yes"})


def test_who_finished_is_noted_in_batches_and_not_reminded(app: Flask, house: House) -> None:
    with app.app_context():
        sending(house, 30, reminders=(7,))
        turn(house)
        found = links(house)
    for link in found[:9]:
        give_receipt(app, house, link)
    with app.app_context():
        turn(house)
        assert count(Invitation, Invitation.finished) == 0
    give_receipt(app, house, found[9])
    with app.app_context():
        house.now.move(days=8)
        turn(house)
        assert count(Invitation, Invitation.finished) == 10
        assert count(Message, Message.kind == "reminder") == 20


def give_receipt(app: Flask, house: House, link: str) -> None:
    """As if the owner of this link had sent their answers."""
    from tests.integration.test_staff_rooms import answered

    with app.app_context():
        row = answered(house)
        ticket = ticket_of(house, link.removeprefix("/i/"))
        receipts.issue(house, ticket, row.id, house.today() + timedelta(days=300))
        db.session.commit()


def test_a_guess_leads_nowhere_and_is_soon_refused(app: Flask, house: House) -> None:
    client = app.test_client()
    answers = [client.get(f"/i/{number:022}").status_code for number in range(32)]
    assert answers == [404] * 30 + [429] * 2
    assert client.get(invited(app, house)[0]).status_code == 429


# Stopping


def test_one_tap_stops_everything_and_deletes_the_address(app: Flask, house: House) -> None:
    with app.app_context():
        sending(house, 3, reminders=(7,))
        turn(house)
        kept = outbox.listed(house)[0]
    client, path = app.test_client(), link_in(kept.text, "stop")
    assert "Stop the messages" in client.get(path).text
    with app.app_context():
        assert count(Invitation) == 3
    assert "We will not write to you again" in client.post(path, data={"List-Unsubscribe": "One-Click"}).text
    assert client.post(path).status_code == 200
    with app.app_context():
        house.now.move(days=8)
        turn(house)
        assert (count(Invitation), count(ListEntry), count(StoppedAddress)) == (2, 2, 1)
        assert outbox.count(house) == 5
        list_id = stored_list(house, list_text(3))
        assert address_lists.get(house, list_id).rows == 2


# Staff pages


def test_an_officer_uploads_makes_tests_confirms_and_stops(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    file = (io.BytesIO(list_text(12).encode()), "list.csv")
    assert post(officer, "/staff/address-lists", name="Newsletter", file=file).status_code == 302
    with app.app_context():
        turn(house)
        list_id = address_lists.listed(house)[0].id
    assert "12 rows stored" in officer.get("/staff/address-lists").text
    fields = {"name": "Winter", "list_id": list_id, "survey_id": "parent-carer.general.our-confidence"}
    fields |= {"language": "ar", "reminders": "7,14", "follow_ups": ["6", "12"]}
    page = post(officer, "/staff/campaigns/new", **fields).location
    text = officer.get(page).text
    assert "Nothing leaves this system" in text
    assert "12 people" in text
    assert post(officer, f"{page}/confirm", page).status_code == 409
    post(officer, f"{page}/test", page)
    with app.app_context():
        turn(house)
        assert [kept.address for kept in outbox.listed(house)] == ["officer@example.org"]
    assert post(officer, f"{page}/confirm", page).status_code == 302
    with app.app_context():
        turn(house)
        assert outbox.count(house) == 13
    assert "invitation" in officer.get(page).text
    assert post(officer, f"{page}/stop", page).status_code == 302
    messages = officer.get("/staff/messages").text
    reference = re.search(r"/staff/messages/outbox/(\w+)", messages)[1]
    assert "/stop/" in officer.get(f"/staff/messages/outbox/{reference}").text
    assert "Stopped" in officer.get("/staff/campaigns").text


@pytest.mark.parametrize("fields", [{}, {"name": "x"}])
def test_a_list_without_a_file_or_name_is_refused(app: Flask, house: House, fields: dict[str, str]) -> None:
    assert post(signed_in(app, house, "officer"), "/staff/address-lists", **fields).status_code == 422
