"""Each way out against a real server: handed over, refused, later or uncertain, and what a copy can be told by."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app import channels
from app.channels.base import HANDED, LATER, REFUSED, UNCERTAIN, UNKNOWN, Outcome, Parcel
from app.house import House
from app.models import db
from app.models.reach import Message
from app.services.reach import messages
from app.services.running import lease, tasks
from app.services.running.tasks import Again, Claimed
from app.services.transaction import writing
from scripts.year.doors import NOTIFY_KEY, Mailroom, NotifyStandIn

pytestmark = pytest.mark.whole

REFERENCE = "a" * 32


def parcel(address: str = "person@example.org", medium: str = "email", **about: str) -> Parcel:
    said = {"subject": "Witaj: ąę", "text": "مرحبا\n.\n" + "x" * 1200 + "\n", "html": "<p>مرحبا</p>", "language": "ar"}
    return Parcel(REFERENCE, medium, address, **{**said, "stop_url": "http://localhost/stop/x", **about})


def send(house: House, name: str, what: Parcel) -> Outcome:
    line = channels.open_channel(house, name)
    try:
        return line.send(what)
    finally:
        line.close()


@pytest.fixture
def mail() -> Iterator[Mailroom]:
    room = Mailroom()
    room.port = room.start()
    yield room
    room.stop()


@pytest.fixture
def notify() -> Iterator[NotifyStandIn]:
    stand_in = NotifyStandIn()
    stand_in.port = stand_in.start()
    yield stand_in
    stand_in.stop()


def by_mail(house: House, port: int) -> House:
    config = replace(house.config, smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
    return replace(house, config=replace(config, mail_from="Said & Done <hello@example.org>"))


def by_notify(house: House, port: int) -> House:
    templates = {"notify_email_template": "e", "notify_sms_template": "s"}
    url = f"http://127.0.0.1:{port}"
    return replace(house, config=replace(house.config, notify_api_key=NOTIFY_KEY, notify_url=url, **templates))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


# SMTP


def test_a_letter_arrives_whole_with_one_tap_to_stop(house: House, mail: Mailroom) -> None:
    assert send(by_mail(house, mail.port), "smtp", parcel()) == Outcome(HANDED)
    [one] = mail.arrived
    letter = one.message
    assert (one.reference, one.subject) == (REFERENCE, "Witaj: ąę")
    assert letter["Message-ID"] == f"<{REFERENCE}@example.org>"
    assert letter["List-Unsubscribe"] == "<http://localhost/stop/x>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Content-Language"] == "ar"
    assert one.text.split() == ["مرحبا", ".", "x" * 1200]
    assert "مرحبا" in letter.get_body(("html",)).get_content()


def test_who_does_not_exist_is_refused_and_who_is_busy_comes_later(house: House, mail: Mailroom) -> None:
    house = by_mail(house, mail.port)
    refused = send(house, "smtp", parcel("bounce@example.org"))
    assert (refused.state, "bounce" in refused.detail) == (REFUSED, False)
    assert send(house, "smtp", parcel("busy@example.org")).state == LATER
    assert send(house, "smtp", parcel("busy@example.org")).state == HANDED


def test_one_line_carries_several_letters_also_after_a_refusal(house: House, mail: Mailroom) -> None:
    line = channels.open_channel(by_mail(house, mail.port), "smtp")
    states = [line.send(parcel(to)).state for to in ("a@example.org", "bounce@example.org", "b@example.org")]
    line.close()
    assert states == [HANDED, REFUSED, HANDED]


def test_a_server_that_is_not_there_is_later(house: House) -> None:
    assert send(by_mail(house, free_port()), "smtp", parcel()).state == LATER


def test_a_line_that_breaks_after_the_text_is_uncertain(house: House, mail: Mailroom) -> None:
    mail.cut_every = 1
    assert send(by_mail(house, mail.port), "smtp", parcel()).state == UNCERTAIN
    assert len(mail.arrived) == 1


# Notify


def test_notify_gets_the_text_and_our_reference(house: House, notify: NotifyStandIn) -> None:
    house = by_notify(house, notify.port)
    assert send(house, "notify", parcel()) == Outcome(HANDED)
    assert send(house, "notify", parcel("+447700900123", "sms")) == Outcome(HANDED)
    letter, text = notify.arrived
    assert letter.message["one_click_unsubscribe_url"] == "http://localhost/stop/x"
    assert (letter.reference, text.address, text.text.split()[0]) == (REFERENCE, "+447700900123", "مرحبا")


def test_notify_refuses_and_its_words_are_not_kept(house: House, notify: NotifyStandIn) -> None:
    refused = send(by_notify(house, notify.port), "notify", parcel("+447700900199", "sms"))
    assert (refused.state, "7700" in refused.detail) == (REFUSED, False)


def test_notify_is_asked_by_our_reference(house: House, notify: NotifyStandIn) -> None:
    house = by_notify(house, notify.port)
    line = channels.open_channel(house, "notify")
    notify.fail_every = 2  # of each two failures one has taken the message
    first, lost, _, kept = [line.send(parcel(subject=str(number))).state for number in range(4)]
    assert (first, lost, kept) == (HANDED, UNCERTAIN, UNCERTAIN)
    assert line.lookup(REFERENCE).state == HANDED
    assert line.lookup("b" * 32).state == UNKNOWN
    notify.statuses[REFERENCE] = "permanent-failure"
    assert line.lookup(REFERENCE).state == REFUSED
    line.close()


def test_notify_that_does_not_answer_is_uncertain_and_not_asked_in_vain(house: House) -> None:
    line = channels.open_channel(by_notify(house, free_port()), "notify")
    assert line.send(parcel()).state == UNCERTAIN
    assert line.lookup(REFERENCE).state == LATER
    line.close()


def test_the_settings_choose_the_channel(house: House) -> None:
    assert (channels.name_for(house, "email"), channels.name_for(house, "sms")) == ("outbox", "outbox")
    assert channels.name_for(by_mail(house, 25), "email") == "smtp"
    assert channels.name_for(by_mail(house, 25), "sms") == "outbox"
    assert channels.name_for(by_notify(house, 80), "email") == "notify"
    assert channels.fingerprint(by_mail(house, 25)) != channels.fingerprint(by_mail(house, 26))


# The queue and its channels


def put(house: House, count: int, medium: str = "email") -> None:
    with writing():
        for number in range(count):
            messages.add(house, "alert", f"{number:032}", "x", medium, {"address": f"p{number}@example.org"})


def to_parcel(house: House, row: Message) -> Parcel:
    address = messages.content_of(house, row)["address"]
    return Parcel(row.id, row.medium, "+447700900123" if row.medium == "sms" else address, "s", "t")


def deliver(house: House) -> str | Again:
    lease.beat(house, "me")
    task_id = tasks.enqueue(house, "send")
    task = Claimed(house, task_id, "send", "", {}, "me")
    return messages.deliver(house, task, to_parcel)


@pytest.mark.usefixtures("context", "both_engines")
def test_what_was_cut_off_by_mail_is_uncertain_and_not_repeated(house: House, mail: Mailroom) -> None:
    house = by_mail(house, mail.port)
    put(house, 5)
    mail.cut_every = 3
    deliver(house)
    deliver(house)
    assert messages.counts(house) == {"sent": 4, "uncertain": 1}
    assert len(mail.arrived) == 5
    [row] = messages.listed(house, ("uncertain",))
    messages.decide(house, row.id, send_again=False, actor="officer@example.org")
    assert messages.counts(house) == {"sent": 5}


@pytest.mark.usefixtures("context", "both_engines")
def test_a_worker_killed_in_the_middle_leaves_one_uncertain(house: House, mail: Mailroom) -> None:
    house = by_mail(house, mail.port)
    put(house, 3)
    row = db.session.scalars(select(Message)).first()
    row.state, row.channel, row.set_at = "handing", "smtp", house.now()
    db.session.commit()
    deliver(house)
    assert messages.counts(house) == {"sent": 2, "uncertain": 1}


@pytest.mark.usefixtures("context", "both_engines")
def test_what_was_cut_off_at_notify_is_asked_and_none_is_lost_or_repeated(house: House, notify: NotifyStandIn) -> None:
    house = by_notify(house, notify.port)
    put(house, 12, "sms")
    notify.fail_every = 3
    for _ in range(8):
        deliver(house)
        house.now.move(minutes=2)
    assert messages.counts(house) == {"sent": 12}
    assert sorted(one.reference for one in notify.arrived) == sorted(db.session.scalars(select(Message.id)))


@pytest.mark.usefixtures("context")
def test_a_server_that_is_down_is_tried_later_and_all_arrive(house: House, mail: Mailroom) -> None:
    put(house, 8)
    away = by_mail(house, free_port())
    deliver(away)
    assert messages.counts(away) == {"waiting": 8}
    assert db.session.scalar(select(func.max(Message.attempts))) == 1
    for _ in range(3):
        house.now.move(minutes=5)
        deliver(by_mail(house, mail.port))
    assert messages.counts(house) == {"sent": 8}
