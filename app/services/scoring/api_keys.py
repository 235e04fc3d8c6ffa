"""Keys of programs that read the board tier of the feed: made, looked up, ended. Knows nothing of pages."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.house import House, random_id
from app.models.base import db
from app.models.clients import ApiKey
from app.services import audit
from app.services.errors import N_, Invalid, NotFound, WrongKey
from app.services.transaction import writing

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class KeyView:
    """One key as the staff page shows it: never the key itself."""

    id: str
    client: str
    made_by: str
    made_on: date
    ended_on: date | None


def listed() -> list[KeyView]:
    """Every key, ended ones last."""
    rows = db.session.scalars(select(ApiKey).order_by(ApiKey.ended_on.is_not(None), ApiKey.client, ApiKey.id))
    return [KeyView(row.id, row.client, row.made_by, row.made_on, row.ended_on) for row in rows]


def make(house: House, client: str, actor: str) -> str:
    """A new key for a client, told once: only its keyed hash is kept."""
    client = client.strip()
    if not client or len(client) > LONGEST_NAME:
        raise Invalid(N_("Say in at most 80 characters who reads the feed with this key."))
    key = secrets.token_urlsafe(24)
    with writing():
        row = ApiKey(id=random_id(), key_hash=hash_of(house, key), client=client)
        row.made_by, row.made_on = actor, house.today()
        db.session.add(row)
        audit.record(house, actor, "feed-key-made", client)
    return key


def end(house: House, key_id: str, actor: str) -> None:
    """The key opens nothing from now on. Ending it twice changes nothing."""
    with writing():
        row = db.session.get(ApiKey, key_id)
        if row is None:
            raise NotFound(N_("There is no such key."))
        if row.ended_on is None:
            row.ended_on = house.today()
            audit.record(house, actor, "feed-key-ended", row.client)


def client_of(house: House, key: str) -> str:
    """Whose key this is. Raises `WrongKey` for one that was never made or is ended."""
    row = db.session.scalar(select(ApiKey).where(ApiKey.key_hash == hash_of(house, key), ApiKey.ended_on.is_(None)))
    if row is None:
        raise WrongKey(N_("This key opens nothing. Ask an administrator for a new one, or read without a key."))
    return row.client


def hash_of(house: House, key: str) -> str:
    return house.keyed_hash("feed-key", key)
