"""Comments that the yearly report leaves out: how many, about what, and why. Never their words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from app.house import House, random_id
from app.models.base import db
from app.models.stories import EXEMPTIONS, LeftOut
from app.services import audit, facts
from app.services.errors import N_, Invalid
from app.services.loop.entry_texts import LIMBS
from app.services.staff import SignedIn
from app.services.transaction import writing


@dataclass(frozen=True, slots=True)
class LeftOutView:
    id: str
    noted_on: date
    limb: str
    reason: str
    comments: int


def note(house: House, limb: str, reason: str, comments: int, actor: SignedIn | None) -> None:
    """Write down that so many comments are left out. Raises `Invalid`."""
    if limb not in LIMBS:
        raise Invalid(N_("Choose what the comments are about."))
    if reason not in EXEMPTIONS:
        raise Invalid(N_("Choose why they are left out."))
    if comments < 1:
        raise Invalid(N_("Say how many comments are left out."))
    with writing():
        values = {"noted_on": house.today(), "noted_by": actor.id if actor else None}
        db.session.add(LeftOut(id=random_id(), limb=limb, reason=reason, comments=comments, **values))
        facts.loop_changed()
        audit.record(house, actor.email if actor else "command", "comments-left-out", limb, reason)


def remove(house: House, row_id: str, actor: SignedIn) -> None:
    """Take a note back that was a mistake."""
    with writing():
        db.session.execute(delete(LeftOut).where(LeftOut.id == row_id))
        facts.loop_changed()
        audit.record(house, actor.email, "left-out-taken-back", row_id)


def listed(house: House) -> list[LeftOutView]:
    rows = db.session.scalars(select(LeftOut).order_by(LeftOut.noted_on.desc(), LeftOut.id))
    return [LeftOutView(row.id, row.noted_on, row.limb, row.reason, row.comments) for row in rows]


def of_year(house: House, year: int) -> dict[tuple[str, str], int]:
    """Exact counts by limb and reason: for `reports.figures` alone, which rounds them."""
    found: Counter[tuple[str, str]] = Counter()
    for row in listed(house):
        if row.noted_on.year == year:
            found[row.limb, row.reason] += row.comments
    return dict(found)
