"""The link of one person: its token, the ticket that it becomes, and that its owner finished. Never an answer.

Nothing is stored when somebody opens their link or answers: the ticket follows from the token, and the token from the
invitation, by keys that are not in the database. So the link opens the same draft on any device.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select, update

from app.house import House
from app.models.answering import Receipt
from app.models.base import db
from app.models.reach import Campaign, Invitation
from app.services import sealing
from app.services.asking import receipts
from app.services.errors import N_, NotFound
from app.services.reach import addresses
from app.services.running import throttle
from app.services.running.tasks import Claimed
from app.services.transaction import writing

SMALLEST_BATCH = 10
"""Nobody is noted as finished before so many are, so that a note never tells who answered."""
AT_ONCE = 500
WRONG_LINKS, WINDOW = 30, 15 * 60
MARK = "i."
UNKNOWN_LINK = N_("This link is not whole, or it has ended. Copy all of it from your message and try again.")


@dataclass(frozen=True, slots=True)
class Invited:
    """Where a link leads: the code of the campaign's door, the person's ticket there, and their language."""

    code: str
    ticket: str
    language: str


def token_of(house: House, invitation_id: str, months: int) -> str:
    """The token of one round of one invitation: 128 bits."""
    return sealing.token(house, "invitation", f"{invitation_id}:{months}")


def stop_token_of(house: House, owner_id: str) -> str:
    """The token of the link that stops all messages to the owner of an invitation or contact."""
    return sealing.token(house, "stop", owner_id)


def hash_of(house: House, purpose: str, token: str) -> str:
    return house.keyed_hash(f"{purpose} link", token)


def new_hashes(house: House, invitation_id: str) -> dict[str, str]:
    """What a new invitation keeps of its two tokens."""
    token, stop = token_of(house, invitation_id, 0), stop_token_of(house, invitation_id)
    return {"token_hash": hash_of(house, "invitation", token), "stop_hash": hash_of(house, "stop", stop)}


def ticket_of(house: House, token: str) -> str:
    """The ticket that a token becomes. It proves itself, so that a draft may begin under it."""
    base = sealing.token(house, "invitation ticket", token)
    return f"{MARK}{base}.{proof(house, base)}"


def proof(house: House, base: str) -> str:
    return house.keyed_hash("invited", base)[:24]


def is_invited(house: House, ticket: str) -> bool:
    """Whether a ticket came from somebody's own link."""
    if not ticket.startswith(MARK) or not ticket.isascii():
        return False
    base, _dot, shown = ticket.removeprefix(MARK).partition(".")
    return hmac.compare_digest(proof(house, base), shown)


def enter(house: House, token: str, from_where: str) -> Invited:
    """Where the link leads. Wrong ones are counted per network address, and refused from a limit on.

    The database is asked for a keyed hash, so how long it takes says nothing about how near a guess was.
    """
    limit = {"name": "invitation", "key": from_where, "limit": WRONG_LINKS, "window_seconds": WINDOW}
    throttle.refuse_if_over(house, **limit)
    wanted = (
        select(Campaign.collector_code, Invitation.language)
        .join(Campaign, Campaign.id == Invitation.campaign_id)
        .where(Invitation.token_hash == hash_of(house, "invitation", token[:100]))
    )
    row = db.session.execute(wanted).first()
    if row is None:
        throttle.attempt(house, **limit)
        raise NotFound(UNKNOWN_LINK)
    return Invited(row.collector_code, ticket_of(house, token), row.language)


def note_finished(house: House, task: Claimed, campaign_id: str) -> int:
    """Note who has finished, at least `SMALLEST_BATCH` at once, in random order, without a time; how many.

    The worker finds them with the keys: neither a receipt nor an invitation says anything of the other.
    """
    finished = list(found_finished(house, campaign_id))
    if len(finished) < SMALLEST_BATCH:
        return 0
    secrets.SystemRandom().shuffle(finished)
    with task.writing():
        for start in range(0, len(finished), AT_ONCE):
            some = finished[start : start + AT_ONCE]
            db.session.execute(update(Invitation).where(Invitation.id.in_(some)).values(finished=True))
    return len(finished)


def found_finished(house: House, campaign_id: str) -> Iterator[str]:
    """The ids of open invitations under whose ticket a receipt was given."""
    table = Invitation.__table__
    open_ones = select(table.c.id, table.c.round).where(
        table.c.campaign_id == campaign_id, table.c.finished.is_(False), table.c.stopped == ""
    )
    owners: dict[str, str] = {}
    for row in db.session.execute(open_ones).all():
        ticket = ticket_of(house, token_of(house, row.id, row.round))
        owners[receipts.ticket_hash(house, ticket)] = row.id
        if len(owners) == AT_ONCE:
            yield from with_receipt(owners)
            owners.clear()
    yield from with_receipt(owners)


def with_receipt(owners: dict[str, str]) -> Iterator[str]:
    given = select(Receipt.ticket_hash).where(Receipt.ticket_hash.in_(list(owners)))
    for ticket_hash in db.session.scalars(given).all():
        yield owners[ticket_hash]


def stop(house: House, token: str, from_where: str) -> None:
    """No more messages to the owner of this stop link, who may be invited or a contact; their address is deleted.

    A member of staff who opens theirs gets no more weekly summaries.
    """
    from app.services.reach import contacts, digests

    limit = {"name": "stop", "key": from_where, "limit": WRONG_LINKS, "window_seconds": WINDOW}
    throttle.refuse_if_over(house, **limit)
    stop_hash = hash_of(house, "stop", token[:100])
    found = db.session.scalar(select(Invitation.address_hash).where(Invitation.stop_hash == stop_hash))
    if found:
        with writing():
            addresses.forget(found)
    elif not (contacts.remove(house, stop_hash) or digests.stop_by_link(house, stop_hash)):
        throttle.attempt(house, **limit)
