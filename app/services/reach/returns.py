"""Messages that were taken and came back later: asked of Notify, or read from letters that a mail server sent us.

A message is known by its random reference, which stands in the Message-ID: so a returned letter need not be matched by
its address, and what is not ours changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes

from sqlalchemy import delete, select

from app import channels
from app.channels.base import LOST, REFUSED, Outcome
from app.house import House
from app.models.base import db
from app.models.reach import Contact, Message
from app.services import audit
from app.services.reach import messages
from app.services.running.tasks import Claimed
from app.services.transaction import writing

KIND = "returned-messages"
ASKED_FOR = timedelta(days=7)
"""How long after it left a message is asked after: Notify forgets it then."""
AT_ONCE = 200
OURS = re.compile(r"<([0-9a-f]{32})@")
STATUS = re.compile(r"^Status:\s*([245])\.\d+\.\d+", re.MULTILINE | re.IGNORECASE)
FAILED = re.compile(r"^Action:\s*failed", re.MULTILINE | re.IGNORECASE)
LARGEST_LETTER = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """What came of letters that staff handed in: messages marked, and letters in which nothing of ours failed."""

    marked: int
    others: int


def is_work(house: House) -> bool:
    """Whether anything left lately by a channel that can tell of returns."""
    lately = house.now() - ASKED_FOR
    left = select(Message.id).where(Message.state == "sent", Message.channel == "notify", Message.set_at >= lately)
    return db.session.scalar(left.limit(1)) is not None


def ask(house: House, task: Claimed) -> str:
    """The task: ask Notify what failed after it was taken, and mark it."""
    line = channels.open_channel(house, "notify")
    marked = 0
    try:
        failed = list(line.came_back())
        for start in range(0, len(failed), AT_ONCE):
            with task.writing():
                marked += mark_all(house, failed[start : start + AT_ONCE])
                task.note_progress(start, len(failed))
    finally:
        line.close()
    return f"{marked} came back" if marked else ""


def mark_all(house: House, found: Iterable[tuple[str, Outcome]]) -> int:
    """Mark those that count as sent; how many. In the caller's transaction."""
    outcomes = dict(found)
    taken = (Message.id.in_(list(outcomes)), Message.state.in_(("sent", "uncertain")))
    rows = db.session.scalars(select(Message).where(*taken).execution_options(populate_existing=True)).all()
    for row in rows:
        outcome = outcomes[row.id]
        row.state, row.detail, row.set_at = "refused", outcome.detail, house.now()
        if outcome.state == REFUSED:
            give_up(row)
    return len(rows)


def give_up(row: Message) -> None:
    """There is nobody: the invited get no more, and an address that somebody left is deleted."""
    messages.stop_inviting(row)
    if row.kind in messages.TO_CONTACTS:
        db.session.execute(delete(Contact).where(Contact.id == row.owner))


def read_letters(house: House, letters: Iterable[bytes], actor: str) -> Read:
    """Read letters that a mail server sent to our sender's address, as it wrote them (RFC 3464) or copied out."""
    found, others = {}, 0
    for letter in letters:
        outcome, text = outcome_in(letter)
        references = OURS.findall(text) if outcome else []
        found |= dict.fromkeys(references, outcome)
        others += not references
    with writing():
        marked = mark_all(house, found.items()) if found else 0
        audit.record(house, actor, "returned-letters-read", f"{marked} marked")
    return Read(marked, others)


def outcome_in(letter: bytes) -> tuple[Outcome | None, str]:
    """What a letter says of the message in it; None if that only waits, or if nothing of the kind stands there."""
    text = text_of(letter[:LARGEST_LETTER])
    status = STATUS.search(text)
    if status is None or status[1] == "2" or not FAILED.search(text):
        return None, text
    state, code = REFUSED if status[1] == "5" else LOST, status[0].split()[-1]
    return Outcome(state, f"came back: a mail server wrote {code}"), text


def text_of(letter: bytes) -> str:
    """All its parts as text, with the headers of what it returns."""
    parsed = message_from_bytes(letter)
    parts = [part.as_string() if part.is_multipart() else decoded(part) for part in parsed.walk()]
    return "\n".join((letter.decode("utf-8", "replace"), *parts))


def decoded(part: object) -> str:
    return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
