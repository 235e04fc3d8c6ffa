"""The queue of messages: each goes out once per person and step, whatever is killed. What they say is said elsewhere.

`handing` is written before a message leaves and changed after it left. Who finds it there later asks the channel; where
the channel cannot tell, the message is `uncertain`, is not repeated by itself, and staff decide.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import and_, func, or_, select, update

from app import channels
from app.channels.base import HANDED, LATER, REFUSED, UNCERTAIN, UNKNOWN, Channel, Outcome, Parcel
from app.house import House, random_id
from app.models.base import db
from app.models.reach import Invitation, Message
from app.services import audit, sealing
from app.services.errors import N_, Conflict, NotFound
from app.services.running.tasks import CLOCK_SLACK, Again, Claimed
from app.services.transaction import writing

TURN = 20.0
"""Seconds of one turn; then other tasks may go first."""
MOST_ATTEMPTS = 40
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
MANY_IN_A_ROW = 5
"""So many messages in a row that nobody takes now mean that the channel is down."""
ASK_AFTER = timedelta(seconds=30)
TO_CONTACTS = ("next-survey", "news")
TO_INVITED = ("invitation", "reminder", "follow-up")
GIVEN_UP = "given up after many tries"
Queued = Message
"""A message of the queue, as `compose` is given it."""
Compose = Callable[[House, Queued], Parcel | None]


class Writer(Protocol):
    """Whoever may write now: a claimed task, or the worker itself."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction. Raises `LeaseLostError` if another worker acts."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message as staff see it: never to whom."""

    id: str
    kind: str
    medium: str
    channel: str
    state: str
    set_at: datetime
    detail: str


def add(house: House, kind: str, owner: str, step: str, medium: str, content: dict[str, str] | None = None) -> None:
    """Put a message into the queue, in the caller's transaction. The constraint refuses a second one of a step."""
    now = house.now()
    sealed = sealing.seal(house, "message", json.dumps(content).encode()) if content else None
    times = {"set_at": now, "next_try_at": now}
    db.session.add(Message(id=random_id(), kind=kind, owner=owner, step=step, medium=medium, sealed=sealed, **times))


def content_of(house: House, row: Message) -> dict[str, str]:
    return json.loads(sealing.unseal(house, "message", row.sealed)) if row.sealed else {}


def due(house: House) -> tuple:
    """The conditions of a message that should leave now; one that was set in the future was set by a wrong clock."""
    now = house.now()
    return Message.state == "waiting", or_(Message.next_try_at <= now, Message.set_at > now + CLOCK_SLACK)


def is_work(house: House) -> bool:
    """Whether anything waits to leave, or was cut off."""
    either = or_(and_(*due(house)), Message.state == "handing")
    return db.session.scalar(select(Message.id).where(either).limit(1)) is not None


@dataclass
class Delivery:
    """One turn of sending. `just` is what the last hand-over came to; it is written with the next one's start."""

    house: House
    task: Writer
    compose: Compose
    stack: ExitStack
    kind: str = ""
    lines: dict[str, Channel] = field(default_factory=dict)
    just: tuple[str, Outcome] | None = None
    sent: int = 0
    in_a_row: int = 0

    def line(self, name: str) -> Channel:
        if name not in self.lines:
            self.lines[name] = self.stack.enter_context(closing(channels.open_channel(self.house, name)))
        return self.lines[name]

    def ask_about_cut_off(self) -> None:
        """Settle what was being handed over when somebody was killed or a line broke."""
        for row in db.session.scalars(select(Message).where(Message.state == "handing")).all():
            message_id, name, age = row.id, row.channel, self.house.now() - row.set_at
            line = self.line(name)
            if not line.can_ask:
                self.note((message_id, Outcome(UNCERTAIN, "cut off while it was handed over")))
            elif not timedelta(0) <= age < ASK_AFTER:
                self.note_asked(message_id, line.lookup(reference_of(message_id)))

    def note_asked(self, message_id: str, answer: Outcome) -> None:
        if answer.state in (HANDED, REFUSED):
            self.note((message_id, answer))
        elif answer.state == UNKNOWN:
            self.note((message_id, Outcome(LATER, "had not arrived; it is tried again")))

    def note(self, just: tuple[str, Outcome] | None) -> None:
        with self.task.writing():
            write_outcome(self.house, just)

    def step(self) -> bool:
        """Write what the last one came to and hand over the next; False when nothing is left or nobody takes any."""
        with self.task.writing():
            write_outcome(self.house, self.just)
            self.just = None
            found = next_parcel(self.house, self.compose, self.kind)
        if found is None:
            return False
        if isinstance(found, str):  # somebody who is not to get it any more
            return True
        name, parcel = found
        outcome = self.line(name).send(parcel)
        if outcome.state == UNCERTAIN and self.line(name).can_ask:
            return True  # stays "handing": the next turn asks
        self.just = (parcel.reference, outcome)
        self.sent += outcome.state == HANDED
        self.in_a_row = self.in_a_row + 1 if outcome.state == LATER else 0
        return self.in_a_row < MANY_IN_A_ROW


def deliver(house: House, task: Claimed, compose: Compose) -> str | Again:
    """Send what is due. `compose` makes the parcel of a message, or None for one that need not go any more."""
    until = time.monotonic() + TURN
    with ExitStack() as stack:
        delivery = Delivery(house, task, compose, stack)
        delivery.ask_about_cut_off()
        left = True
        while left and time.monotonic() < until:
            left = delivery.step()
        delivery.note(delivery.just)
    if left:
        return Again(detail=f"{delivery.sent} sent in this turn")
    return f"{delivery.sent} sent" if delivery.sent else ""


def deliver_kind(house: House, writer: Writer, compose: Compose, kind: str) -> int:
    """Send what is due of one kind and nothing else, at once, whatever else waits or runs; how many left."""
    if not is_work_of(house, kind):
        return 0
    with ExitStack() as stack:
        delivery = Delivery(house, writer, compose, stack, kind)
        while delivery.step():
            pass
        delivery.note(delivery.just)
    return delivery.sent


def is_work_of(house: House, kind: str) -> bool:
    found = db.session.scalar(select(Message.id).where(*due(house), Message.kind == kind).limit(1)) is not None
    db.session.rollback()
    return found


def next_parcel(house: House, compose: Compose, kind: str = "") -> tuple[str, Parcel] | str | None:
    """Take the message that has been due longest and mark it as being handed over. In the caller's transaction."""
    wanted = (Message.kind == kind,) if kind else ()
    waiting = select(Message).where(*due(house), *wanted)
    row = db.session.scalar(waiting.order_by(Message.next_try_at, Message.id).limit(1))
    if row is None:
        return None
    parcel = compose(house, row)
    row.set_at = house.now()
    if parcel is None:
        row.state, row.detail = "dropped", "not wanted any more"
        return row.id
    row.state, row.attempts, row.channel = "handing", row.attempts + 1, channels.name_for(house, row.medium)
    return row.channel, parcel


def reference_of(message_id: str) -> str:
    """What the channel knows a message by: its own random id, which nothing else has."""
    return message_id


def write_outcome(house: House, just: tuple[str, Outcome] | None) -> None:
    """Write down what a hand-over came to. In the caller's transaction."""
    if just is None:
        return
    row, outcome, now = db.session.get_one(Message, just[0], populate_existing=True), just[1], house.now()
    states = {HANDED: "sent", REFUSED: "refused", UNCERTAIN: "uncertain", LATER: "waiting"}
    row.state, row.detail, row.set_at = states[outcome.state], outcome.detail, now
    if outcome.state == LATER:
        row.next_try_at = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.attempts - 1, 10))
        if row.attempts >= MOST_ATTEMPTS:
            row.state, row.detail = "refused", GIVEN_UP
    if row.state == "refused":
        stop_inviting(row)


def stop_inviting(row: Message) -> None:
    """Nobody takes messages there: the invited get no more. In the caller's transaction."""
    if row.kind in TO_INVITED:
        db.session.execute(update(Invitation).where(Invitation.id == row.owner).values(stopped="unreachable"))


def counts(house: House) -> dict[str, int]:
    """How many messages are in which state."""
    rows = db.session.execute(select(Message.state, func.count().label("n")).group_by(Message.state))
    return {row.state: row.n for row in rows}


def listed(house: House, states: tuple[str, ...], limit: int = 100) -> list[MessageView]:
    rows = db.session.scalars(select(Message).where(Message.state.in_(states)).order_by(Message.id).limit(limit))
    names = ("id", "kind", "medium", "channel", "state", "set_at", "detail")
    return [MessageView(*(getattr(row, name) for name in names)) for row in rows]


def decide(house: House, message_id: str, send_again: bool, actor: str) -> None:
    """What becomes of an uncertain message: a person looked at the mail server's log and knows."""
    with writing():
        row = db.session.get(Message, message_id, with_for_update=True)
        if row is None:
            raise NotFound(N_("There is no such message."))
        if row.state != "uncertain":
            raise Conflict(N_("This message is not uncertain any more."))
        row.state, row.set_at, row.next_try_at = "waiting" if send_again else "sent", house.now(), house.now()
        audit.record(house, actor, "message-sent-again" if send_again else "message-was-sent", message_id)
