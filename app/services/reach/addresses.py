"""E-mail addresses and phone numbers: read, put into one form, hidden at rest, found again by a keyed hash."""

from __future__ import annotations

import re

from sqlalchemy import delete, select, update

from app.house import House
from app.models.base import db
from app.models.reach import Contact, Invitation, ListEntry, Message, StoppedAddress
from app.services import sealing
from app.services.errors import N_, Invalid

EMAIL = re.compile(r"[^@\s,;<>\"'()\[\]\\]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}", re.UNICODE)
LONGEST = 254
NOT_AN_EMAIL = N_("This is not an e-mail address. It needs an @ and a dot after it, like name@example.org.")
NOT_A_MOBILE = N_("This is not a mobile number of the United Kingdom. It begins with 07 and has 11 figures.")

NEITHER = N_("Type an e-mail address, like name@example.org, or a mobile number that begins with 07.")


def email(typed: str) -> str:
    """As it is kept: without spaces around it, the host in small letters. Raises `Invalid`."""
    text = typed.strip()
    if len(text) > LONGEST or not EMAIL.fullmatch(text) or ".." in text:
        raise Invalid(NOT_AN_EMAIL)
    name, _at, host = text.rpartition("@")
    return f"{name}@{host.lower()}"


def mobile(typed: str) -> str:
    """A mobile number of the United Kingdom as +447..., however it was typed. Raises `Invalid`."""
    digits = re.sub(r"[\s().-]", "", typed)
    digits = re.sub(r"^(\+44|0044|44)(0?)", "0", digits) if re.match(r"\+?44|0044", digits) else digits
    if not re.fullmatch(r"07\d{9}", digits, re.ASCII):
        raise Invalid(NOT_A_MOBILE)
    return "+44" + digits[1:]


def either(typed: str) -> tuple[str, str]:
    """(medium, address) of what somebody typed into one box. Raises `Invalid`."""
    if "@" not in typed and not any(sign.isdigit() for sign in typed):
        raise Invalid(NEITHER)
    return ("email", email(typed)) if "@" in typed else ("sms", mobile(typed))


def hashed(house: House, address: str) -> str:
    """The same for the same address in any case: that is how mail servers see it."""
    return house.keyed_hash("address", address.casefold())


def seal(house: House, address: str) -> bytes:
    return sealing.seal(house, "address", address.encode())


def unseal(house: House, sealed: bytes) -> str:
    return sealing.unseal(house, "address", sealed).decode()


def is_stopped(address_hash: str) -> bool:
    return db.session.get(StoppedAddress, address_hash) is not None


def forget(address_hash: str) -> None:
    """Delete an address wherever it stands, and keep only the hash that stops us from writing again.

    Part of the caller's transaction.
    """
    if not is_stopped(address_hash):
        db.session.add(StoppedAddress(address_hash=address_hash))
    owners = [
        *db.session.scalars(select(Invitation.id).where(Invitation.address_hash == address_hash)),
        *db.session.scalars(select(Contact.id).where(Contact.address_hash == address_hash)),
    ]
    dropped = {"state": "dropped", "detail": "asked for no more messages"}
    waiting = (Message.owner.in_(owners), Message.state == "waiting")
    db.session.execute(update(Message).where(*waiting).values(**dropped))
    for model in (Invitation, Contact, ListEntry):
        db.session.execute(delete(model).where(model.address_hash == address_hash))
