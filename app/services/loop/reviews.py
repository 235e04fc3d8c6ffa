"""The people who sign for a side, by links without an account: invited, shown what waits, and their word kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select

from app.house import House, random_id
from app.models.base import db
from app.models.loop import Entry, EntryVersion, ReviewLink, Signature
from app.models.staff import Staff
from app.services import audit
from app.services.errors import N_, Conflict, Forbidden, Invalid, NotFound
from app.services.loop import entries
from app.services.loop.entries import EntryView, view_of
from app.services.loop.entry_life import all_agree
from app.services.staff import SignedIn, clean_email
from app.services.transaction import writing

LINK_DAYS = 180
LONGEST_COMMENT = 2000
TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One person who signs for one side."""

    id: str
    side: str
    name: str
    email: str
    expires_on: date
    revoked: bool = False


def invite(house: House, side: str, person: str, email: str, actor: SignedIn) -> tuple[Reviewer, str]:
    """A new link for one person; returns the token, of which only a keyed hash is kept.

    Raises `Conflict` for an address that signs for another side already, or that writes entries.
    """
    email, person = clean_email(email), person.strip()
    if side not in house.partnership.sign_off.must_agree:
        raise Invalid(N_("Choose a side that must agree."))
    if not person:
        raise Invalid(N_("Give the name of the person who signs."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with writing():
        check_one_side(house, side, email)
        for old in db.session.scalars(active(house).where(ReviewLink.email == email)):
            old.revoked = True
        row = ReviewLink(id=random_id(), token_hash=house.keyed_hash("review", token), side=side, name=person)
        row.email, row.created_by, row.revoked = email, actor.email, False
        row.expires_on = house.today() + timedelta(days=LINK_DAYS)
        db.session.add(row)
        audit.record(house, actor.email, "reviewer-invited", side, email)
        db.session.flush()
        return view(row), token


def check_one_side(house: House, side: str, email: str) -> None:
    """Nobody signs for two sides, and nobody who writes entries signs them. Part of the caller's transaction."""

    other = db.session.scalar(active(house).where(ReviewLink.email == email, ReviewLink.side != side))
    if other is not None:
        raise Conflict(N_("This person signs for another side already. Nobody may sign for two."))
    staff = db.session.scalar(select(Staff).where(Staff.email == email, Staff.active))
    if staff and any(row.role in ("officer", "administrator") for row in staff.roles):
        raise Conflict(N_("This person writes or manages entries here and cannot also sign them."))


def listed(house: House) -> list[Reviewer]:
    """Everyone with a link that still works."""
    return [view(row) for row in db.session.scalars(active(house).order_by(ReviewLink.side, ReviewLink.name))]


def revoke(house: House, link_id: str, actor: SignedIn) -> None:
    with writing():
        row = db.session.get(ReviewLink, link_id)
        if row is None:
            raise NotFound(N_("There is no such link."))
        row.revoked = True
        audit.record(house, actor.email, "reviewer-link-ended", row.side, row.email)


def find(house: House, token: str) -> Reviewer:
    """Whose link this is. Raises `NotFound` for a wrong, old or ended one, and does not say which."""
    row = db.session.scalar(active(house).where(ReviewLink.token_hash == house.keyed_hash("review", token)))
    if row is None:
        raise NotFound(N_("This link does not work any more. Ask whoever sent it for a new one."))
    return view(row)


def waiting(house: House, reviewer: Reviewer) -> list[EntryView]:
    """Entries in review about which this person's side has not said anything yet, the oldest change first."""
    query = (
        select(Entry, EntryVersion.content)
        .join(EntryVersion, (EntryVersion.entry_id == Entry.id) & (EntryVersion.version == Entry.version))
        .outerjoin(
            Signature,
            (Signature.entry_id == Entry.id) & (Signature.version == Entry.version) & (Signature.side == reviewer.side),
        )
        .where(Entry.state == "in-review", Signature.side.is_(None))
        .order_by(Entry.changed_on, Entry.slug)
    )
    return [view_of(entry, text) for entry, text in db.session.execute(query)]


def under_review(house: House, entry_id: str) -> EntryView:
    """An entry that its reviewers may read. Raises `NotFound` for one that was not sent to them."""
    entry = entries.get(house, entry_id)
    if entry.state != "in-review":
        raise NotFound(N_("This answer does not wait for your word any more. Thank you."))
    return entry


def sign(house: House, reviewer: Reviewer, entry_id: str, version: int, decision: str, comment: str = "") -> EntryView:
    """One side agrees, wants a change, or says no. Only agreement needs no reason.

    Raises `Conflict` if the entry changed meanwhile or no longer waits, `Forbidden` if this side is not asked.
    """
    comment = comment.strip()[:LONGEST_COMMENT]
    if decision not in ("agree", "change", "no"):
        raise Invalid(N_("Choose one: I agree, change this, or no."))
    if decision != "agree" and not comment:
        raise Invalid(N_("Tell us in your own words what should change, or why not."))
    if reviewer.side not in house.partnership.sign_off.must_agree:
        raise Forbidden(N_("Your side is not asked about these answers."))
    with writing():
        entry = db.session.get(Entry, entry_id)
        if entry is None or (entry.version, entry.state) != (version, "in-review"):
            raise Conflict(N_("This answer was changed, or does not wait for your word any more. Nothing was saved."))
        write(reviewer, entry, decision, comment, house.today())
        if decision != "agree":
            entry.state = "draft"
        elif all_agree(house, entry_id, version):
            entry.state = "signed"
        audit.record(house, f"{reviewer.name} ({reviewer.side})", f"entry-{decision}", entry.slug, f"version {version}")
    return entries.get(house, entry_id)


def write(reviewer: Reviewer, entry: Entry, decision: str, comment: str, day: date) -> None:
    """The side's word on this version, instead of an earlier one of the same side. Part of the caller's transaction."""
    key = {"entry_id": entry.id, "version": entry.version, "side": reviewer.side}
    row = db.session.get(Signature, tuple(key.values())) or Signature(**key)
    row.link_id, row.decision, row.comment, row.signed_on = reviewer.id, decision, comment, day
    db.session.add(row)
    db.session.flush()


def active(house: House) -> Select[tuple[ReviewLink]]:
    return select(ReviewLink).where(ReviewLink.revoked.is_(False), ReviewLink.expires_on >= house.today())


def view(row: ReviewLink) -> Reviewer:
    return Reviewer(row.id, row.side, row.name, row.email, row.expires_on, row.revoked)
