"""Reminds the owners of promises by e-mail before their day comes, and on the day after it. Sending is `messages`."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.loop import Entry
from app.models.reach import Message
from app.services.comments import alerts
from app.services.loop import loop_measures
from app.services.loop.loop_measures import PromiseView
from app.services.reach import messages
from app.services.transaction import writing

STEPS = (("due", 14), ("soon", 3), ("late", -1))
"""What a reminder is called, and from how many days before the promise's day on it is sent."""
TEXT = (
    "A promise of yours in “You said, we did” {standing}.\n\n“{text}”\n\nIt is promised by {day}. "
    "Everyone can see how it stands: {public}\n\nTell how far it is: {tell}\n"
)
STANDING = {"due": "is due in two weeks or less", "soon": "is due in days", "late": "is late, and its page says so"}


def remind(house: House) -> str:
    """The job: one message per owner, promise and step, whatever is repeated; what it put into the queue."""
    added = 0
    for promise in loop_measures.promises(house):
        step = step_of(promise, house.today())
        if step:
            with writing():
                added += write(house, promise, step)
    return f"{added} reminders" if added else ""


def step_of(promise: PromiseView, today: date) -> str:
    """The latest step whose day has come; blank for a promise that is kept or far away."""
    if promise.standing not in ("open", "late"):
        return ""
    left = (promise.reply.date - today).days
    return next((name for name, days in reversed(STEPS) if left <= days), "")


def write(house: House, promise: PromiseView, step: str) -> int:
    """Put the message of a step into the queue of each owner who has not got it. In the caller's transaction."""
    added, name = 0, f"{step}-{promise.reply.key}-{promise.reply.date:%y%m%d}"
    for owner, email in owners(promise):
        if db.session.scalar(select(Message.id).where(Message.owner == owner, Message.step == name)) is None:
            content = {"address": email, "subject": f"{house.partnership.title}: a promise {STANDING[step]}"}
            messages.add(house, "staff", owner, name, "email", content | {"text": text_of(house, promise, step)})
            added += 1
    return added


def owners(promise: PromiseView) -> list[tuple[str, str]]:
    """(id, address) of the entry's owner; of every officer where it has none any more."""
    owner, officers = db.session.get_one(Entry, promise.entry.id).owner_id, alerts.people(("officer",))
    return [each for each in officers if each[0] == owner] or officers


def text_of(house: House, promise: PromiseView, step: str) -> str:
    address = house.config.public_url
    return TEXT.format(
        standing=STANDING[step],
        text=promise.reply.text_easy or promise.reply.text,
        day=f"{promise.reply.date:%d %B %Y}",
        public=f"{address}/you-said-we-did/{promise.entry.slug}",
        tell=f"{address}/staff/entries/promises/{promise.entry.id}/{promise.reply.key}",
    )
