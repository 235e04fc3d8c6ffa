"""The embedded default: what would be sent is kept and shown to staff, and nothing leaves."""

from __future__ import annotations

from collections.abc import Iterator

from app.channels.base import HANDED, UNKNOWN, Outcome, Parcel
from app.house import House
from app.services.reach import outbox


class OutboxChannel:
    name, leaves, can_ask = "outbox", False, True

    def __init__(self, house: House) -> None:
        self.house = house

    def send(self, parcel: Parcel) -> Outcome:
        outbox.keep(self.house, parcel)
        return Outcome(HANDED)

    def lookup(self, reference: str) -> Outcome:
        return Outcome(HANDED if outbox.has(reference) else UNKNOWN)

    def came_back(self) -> Iterator[tuple[str, Outcome]]:
        return iter(())

    def close(self) -> None:
        """It has no connection."""
