"""Messages that were taken and came back: asked of Notify, read from a mail server's letters; and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.reach import Contact, Invitation, Message
from app.reach import rounds
from app.services.asking import waves
from app.services.reach import contacts, outbox, returns
from app.services.running import lease, tasks
from app.work import TASKS
from scripts.year.doors import NOTIFY_KEY, NotifyStandIn
from tests.integration.campaign_steps import OFFICER, SURVEY, sending, turn
from tests.integration.staff_sign_in import post, signed_in

both = pytest.mark.usefixtures("both_engines", "context")

LETTER = """From: MAILER-DAEMON@mx.example.net
To: no-reply@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain

I am sorry to have to inform you that your message could not be delivered.

--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; somebody@example.org
Action: {action}
Status: {status}

--XX
Content-Type: text/rfc822-headers

Message-ID: <{reference}@localhost>
Subject: how is it for you?

--XX--
"""


@pytest.fixture
def notify() -> Iterator[NotifyStandIn]:
    stand_in = NotifyStandIn()
    stand_in.port = stand_in.start()
    yield stand_in
    stand_in.stop()


def letter(reference: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    return LETTER.format(reference=reference, action=action, status=status).encode()


def sent() -> list[str]:
    return list(db.session.scalars(select(Message.id).where(Message.state == "sent").order_by(Message.id)))


def stopped() -> int:
    count = select(func.count()).select_from(Invitation).where(Invitation.stopped == "unreachable")
    return db.session.scalar(count)


@both
def test_what_notify_says_later_ends_the_campaign_for_that_number(house: House, notify: NotifyStandIn) -> None:
    config = replace(house.config, notify_api_key=NOTIFY_KEY, notify_sms_template="s")
    house = replace(house, config=replace(config, notify_url=f"http://127.0.0.1:{notify.port}"))
    waves.seed(house)
    rows = "\n".join(f"07700 90{number:02}77,parent-carer" for number in range(7)) + "\n07700 900123,parent-carer"
    sending(house, text=f"phone,audience\n{rows}", reminders=(7, 14))
    turn(house)
    assert len(sent()) == 8
    assert rounds.ask_for_returns(house)
    lease.beat(house, "worker")
    tasks.run_due(house, "worker", TASKS)
    assert (len(sent()), stopped()) == (1, 7)
    details = set(db.session.scalars(select(Message.detail).where(Message.state == "refused")))
    assert details == {"came back: Notify says permanent-failure"}
    house.now.move(days=8)
    turn(house)
    assert len(notify.arrived) == 9


@both
def test_a_returned_letter_is_known_by_its_message_id(house: House) -> None:
    waves.seed(house)
    sending(house, 4)
    turn(house)
    first, second, third, _ = sent()
    letters = [letter(first), letter(second, status="4.4.7"), letter(third, "delayed", "4.4.1"), letter("0" * 32)]
    assert returns.read_letters(house, [*letters, b"hello", b"\xff\x00"], OFFICER) == returns.Read(2, 3)
    assert (len(sent()), stopped()) == (2, 1)
    assert returns.read_letters(house, letters, OFFICER).marked == 0


@both
def test_an_address_that_somebody_left_is_deleted_when_there_is_nobody(house: House) -> None:
    waves.seed(house)
    for number in range(10):
        contacts.leave(house, f"p{number}@example.org", SURVEY, "en", follow_up=True, news=False)
    turn(house)
    house.now.time = house.now.time.replace(year=2027, month=5, day=20)
    turn(house)
    assert outbox.count(house) == 10
    returns.read_letters(house, [letter(sent()[0])], OFFICER)
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 9


def test_staff_hand_letters_in(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    with app.app_context():
        waves.seed(house)
        sending(house, 3)
        turn(house)
        first, second, _ = sent()
    files = {"letters": (BytesIO(letter(first)), "returned.eml"), "pasted": letter(second).decode()}
    assert post(officer, "/staff/messages/returned", "/staff/messages", **files).status_code == 302
    page = officer.get("/staff/messages")
    assert "2 messages are marked as come back." in page.text
    assert "came back: a mail server wrote 5.1.1" in page.text
