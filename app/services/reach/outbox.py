"""What would have been sent from an instance from which nothing leaves: kept encrypted for some weeks, and shown."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.house import House
from app.models.base import db
from app.models.reach import OutboxMessage
from app.services import sealing
from app.services.errors import N_, NotFound
from app.services.transaction import writing

if TYPE_CHECKING:
    from app.channels.base import Parcel

KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """One message of the outbox; `made_at` in UTC."""

    reference: str
    medium: str
    address: str
    subject: str
    text: str
    html: str
    language: str
    stop_url: str
    made_at: datetime


def keep(house: House, parcel: Parcel) -> None:
    """Keep it once, however often it is handed over."""
    sealed = sealing.seal(house, "outbox", json.dumps(asdict(parcel)).encode())
    with writing():
        if not has(parcel.reference):
            row = OutboxMessage(reference=parcel.reference, medium=parcel.medium, sealed=sealed, made_at=house.now())
            db.session.add(row)


def has(reference: str) -> bool:
    return db.session.scalar(select(OutboxMessage.reference).where(OutboxMessage.reference == reference)) is not None


def count(house: House) -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxMessage))


def listed(house: House, limit: int = 50) -> list[Kept]:
    """The newest first."""
    newest = select(OutboxMessage).order_by(OutboxMessage.made_at.desc(), OutboxMessage.reference).limit(limit)
    return [kept_of(house, row) for row in db.session.scalars(newest)]


def get(house: House, reference: str) -> Kept:
    row = db.session.get(OutboxMessage, reference)
    if row is None:
        raise NotFound(N_("There is no such message."))
    return kept_of(house, row)


def kept_of(house: House, row: OutboxMessage) -> Kept:
    said = json.loads(sealing.unseal(house, "outbox", row.sealed))
    return Kept(**said, made_at=row.made_at)
