"""How an entry becomes public: in review, signed by all sides, approved by its owner, published, taken back.

draft -> in-review -> signed -> approved -> published -> withdrawn -> published. A side that wants a change or says no
sends it back to draft; so does every new version, while the one that is public stays public.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.loop import Entry, EntryVersion, ReviewLink, Signature
from app.services import audit, facts
from app.services.errors import N_, Conflict, Forbidden, Invalid
from app.services.loop import entries
from app.services.loop.entries import EntryView, name
from app.services.loop.entry_texts import check_publishable
from app.services.staff import SignedIn
from app.services.transaction import writing


@dataclass(frozen=True, slots=True)
class SideView:
    """What one side said about one version; `decision` is blank while it has said nothing."""

    side: str
    decision: str = ""
    comment: str = ""
    signed_on: date | None = None
    by: str = ""


def sides(house: House, entry_id: str, version: int) -> tuple[SideView, ...]:
    """Each side that must agree, with what it said about this version."""
    query = select(Signature, ReviewLink.name).join(ReviewLink, ReviewLink.id == Signature.link_id)
    rows = db.session.execute(query.where(Signature.entry_id == entry_id, Signature.version == version))
    said = {row.side: SideView(row.side, row.decision, row.comment, row.signed_on, by) for row, by in rows}
    must = house.partnership.sign_off.must_agree
    return tuple(said.get(side, SideView(side)) for side in dict.fromkeys([*must, *said]))


def all_agree(house: House, entry_id: str, version: int) -> bool:
    said = {view.side: view.decision for view in sides(house, entry_id, version)}
    return all(said.get(side) == "agree" for side in house.partnership.sign_off.must_agree)


def signed_by_all(house: House) -> set[str]:
    """Ids of the public entries whose public version every side that must agree has agreed to."""
    must = set(house.partnership.sign_off.must_agree)
    version = Entry.public_version
    query = select(Entry.id, Signature.side).outerjoin(
        Signature,
        (Signature.entry_id == Entry.id) & (Signature.version == version) & (Signature.decision == "agree"),
    )
    agreed: dict[str, set[str | None]] = {}
    for entry_id, side in db.session.execute(query.where(version.is_not(None))):
        agreed.setdefault(entry_id, set()).add(side)
    return {entry_id for entry_id, sides_of in agreed.items() if must <= sides_of}


def submit(house: House, entry_id: str, version: int, actor: SignedIn | None) -> EntryView:
    """Ask the sides for their agreement. Raises `Invalid` while something is missing for the public page."""
    with writing():
        entry = in_state(entry_id, version, "draft")
        check_publishable(content(entry))
        if entry.owner_id is None:
            raise Invalid(N_("Choose the owner who approves it."))
        entry.state = "signed" if all_agree(house, entry.id, version) else "in-review"
        audit.record(house, name(actor), "entry-submitted", entry.slug, f"version {version}")
    return entries.get(house, entry_id)


def take_from_review(house: House, entry_id: str, version: int, actor: SignedIn) -> EntryView:
    """Back to draft, before everyone has said something."""
    with writing():
        entry = in_state(entry_id, version, "in-review", "signed", "approved")
        entry.state, entry.approved_by = "draft", None
        audit.record(house, actor.email, "entry-taken-from-review", entry.slug, f"version {version}")
    return entries.get(house, entry_id)


def approve(house: House, entry_id: str, version: int, actor: SignedIn) -> EntryView:
    """The owner stands for it. Nobody approves what they wrote last: two people see every entry."""
    with writing():
        entry = in_state(entry_id, version, "signed")
        if entry.owner_id != actor.id:
            raise Forbidden(N_("Only the owner of this entry can approve it."))
        if last_writer(entry) == actor.id:
            raise Forbidden(N_("You wrote this version. Someone else must own and approve it."))
        if not all_agree(house, entry_id, version):
            raise Conflict(N_("Not every side has agreed to this version yet."))
        entry.state, entry.approved_by = "approved", actor.id
        audit.record(house, actor.email, "entry-approved", entry.slug, f"version {version}")
    return entries.get(house, entry_id)


def publish(house: House, entry_id: str, version: int, actor: SignedIn | None) -> EntryView:
    """Show it to everyone. The first publication's date stays; a later version says when it was updated."""
    with writing():
        entry = in_state(entry_id, version, "approved", "withdrawn")
        if entry.approved_by is None or not all_agree(house, entry_id, version):
            raise Conflict(N_("Not every side has agreed to this version yet."))
        check_publishable(content(entry))
        said = db.session.get_one(EntryVersion, (entry.id, version))
        if entry.published_on is None:
            entry.published_on = house.today()
        elif said.published_on is None:
            entry.updated_on = house.today()
        said.published_on = said.published_on or house.today()
        entry.state, entry.public_version = "published", version
        facts.loop_changed()
        audit.record(house, name(actor), "entry-published", entry.slug, f"version {version}")
    return entries.get(house, entry_id)


def withdraw(house: House, entry_id: str, version: int, actor: SignedIn) -> EntryView:
    """Take it off the public pages; what was agreed can be published again at the same address."""
    with writing():
        entry = entries.same_version(entry_id, version)
        if entry.public_version is None:
            raise Conflict(N_("This entry is not public."))
        entry.public_version = None
        facts.loop_changed()
        if entry.state == "published":
            entry.state = "withdrawn"
        audit.record(house, actor.email, "entry-withdrawn", entry.slug, f"version {version}")
    return entries.get(house, entry_id)


def in_state(entry_id: str, version: int, *states: str) -> Entry:
    """The entry, if this is its version and it is in one of these states. Part of the caller's transaction."""
    entry = entries.same_version(entry_id, version)
    if entry.state not in states:
        raise Conflict(N_("This entry is at another step now. Load the page again to see where."))
    return entry


def content(entry: Entry) -> entries.EntryText:
    return entries.EntryText.from_stored(entries.content_of(entry.id, entry.version))


def last_writer(entry: Entry) -> str | None:
    return db.session.get_one(EntryVersion, (entry.id, entry.version)).changed_by
