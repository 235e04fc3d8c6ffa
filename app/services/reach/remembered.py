"""Receipts that people asked us to remember for the next survey: under a key of their own, beside their contact.

Whoever has the database alone reads neither the receipt nor the address. Nothing here is written with an answer.
"""

from __future__ import annotations

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.reach import RememberedReceipt
from app.services import sealing
from app.services.asking import receipts
from app.services.asking.receipts import Found
from app.services.errors import Invalid, NotFound
from app.services.running import throttle

PURPOSE = "remembered receipt"
WRONG_CODES, WINDOW = 30, 15 * 60


def check(house: House, typed: str, survey_id: str, from_where: str) -> str:
    """The code of a receipt as typed (or its four words), if it is of this survey. Raises `Invalid`.

    Wrong ones are counted per network address, together with those of the page on which receipts are used.
    """
    limit = {"name": "receipt", "key": from_where, "limit": WRONG_CODES, "window_seconds": WINDOW}
    throttle.refuse_if_over(house, **limit)
    try:
        found = next(one for code in receipts.read(typed) if (one := of_survey(house, code, survey_id)))
    except (Invalid, StopIteration) as wrong:
        throttle.attempt(house, **limit)
        raise wrong if isinstance(wrong, Invalid) else Invalid(receipts.UNKNOWN_CODE) from None
    return found


def of_survey(house: House, code: str, survey_id: str) -> str:
    """The code, if it is a receipt of this survey; else empty."""
    try:
        return code if receipts.find(house, code).survey_id == survey_id else ""
    except Invalid:
        return ""


def keep(house: House, contact_id: str, code: str) -> None:
    """In the transaction that writes the contact."""
    back_hash = hash_of(house, token_of(house, contact_id))
    sealed = sealing.seal(house, PURPOSE, code.encode())
    db.session.add(RememberedReceipt(contact_id=contact_id, sealed=sealed, back_hash=back_hash))


def token_of(house: House, contact_id: str) -> str:
    """128 bits for the link in this contact's message; not stored."""
    return sealing.token(house, PURPOSE, contact_id)


def hash_of(house: House, token: str) -> str:
    return house.keyed_hash("way back", token)


def token_for(house: House, contact_id: str) -> str:
    """The token of a contact whose receipt is remembered; empty for the others."""
    return token_of(house, contact_id) if db.session.get(RememberedReceipt, contact_id) else ""


def find(house: House, token: str, from_where: str) -> Found:
    """What the remembered receipt stands for. Raises `NotFound` for a wrong link, `Invalid` for an ended receipt."""
    from app.services.reach import invitations

    limit = {"name": "invitation", "key": from_where, "limit": invitations.WRONG_LINKS, "window_seconds": WINDOW}
    throttle.refuse_if_over(house, **limit)
    mine = RememberedReceipt.back_hash == hash_of(house, token[:100])
    sealed = db.session.scalar(select(RememberedReceipt.sealed).where(mine))
    if sealed is None:
        throttle.attempt(house, **limit)
        raise NotFound(invitations.UNKNOWN_LINK)
    return receipts.find(house, sealing.unseal(house, PURPOSE, sealed).decode())
