"""What every channel takes and answers. No channel here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

HANDED, REFUSED, LATER, UNCERTAIN, UNKNOWN = "handed", "refused", "later", "uncertain", "unknown"
LOST = "lost"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message ready to leave. `reference` is 32 hex digits, the same however often it is tried."""

    reference: str
    medium: str
    address: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    language: str = "en"
    stop_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`handed`: it is theirs now. `refused`: this address takes none, for good. `later`: not handed over, try again.

    `uncertain`: cut off in the middle, so it may have left. `unknown`: they have never heard of it.
    `lost`: it was taken and did not arrive, for a reason that may pass.
    `detail` is for staff and never holds an address.
    """

    state: str
    detail: str = ""


class Channel(Protocol):
    """One way out."""

    name: str
    leaves: bool
    """Whether anything leaves this machine."""
    can_ask: bool
    """Whether `lookup` can tell what became of a message."""

    def send(self, parcel: Parcel) -> Outcome:
        """Hand over one message; never raises for what the other side does."""

    def lookup(self, reference: str) -> Outcome:
        """What became of a message by its reference: `handed`, `refused`, `unknown`, or `later` if nobody answers."""

    def came_back(self) -> Iterator[tuple[str, Outcome]]:
        """Messages that were handed over and turned out not to arrive, as far as this channel can tell."""

    def close(self) -> None:
        """Let the connection go."""
