"""The steps that make an entry public, for tests: two officers, one signer a side, everybody agrees."""

from __future__ import annotations

from app.house import House
from app.services import staff
from app.services.loop import entries, entry_life, reviews
from app.services.loop.entries import EntryView
from app.services.loop.entry_texts import EntryText
from app.services.loop.reviews import Reviewer
from app.services.staff import SignedIn


def person(house: House, email: str, role: str = "officer") -> SignedIn:
    """A member of staff, made if there is none with this address."""
    if all(each.email != email for each in staff.listed(house)):
        staff.add(house, email, [role])
    return next(each for each in staff.listed(house) if each.email == email)


def writer_and_owner(house: House) -> tuple[SignedIn, SignedIn]:
    return person(house, "writer@example.org"), person(house, "owner@example.org")


def signers(house: House) -> list[Reviewer]:
    """One person for each side that must agree."""
    known = {each.side: each for each in reviews.listed(house)}
    actor = person(house, "writer@example.org")
    must = house.partnership.sign_off.must_agree
    return [known.get(side) or reviews.invite(house, side, "Sam", f"{side}@example.org", actor)[0] for side in must]


def in_review(house: House, content: EntryText) -> EntryView:
    writer, owner = writer_and_owner(house)
    draft = entries.create(house, content, writer, owner.id)
    return entry_life.submit(house, draft.id, draft.version, writer)


def agreed(house: House, view: EntryView) -> EntryView:
    """Every side agrees to the version that is in review."""
    for signer in signers(house):
        view = reviews.sign(house, signer, view.id, view.version, "agree")
    return view


def made_public(house: House, content: EntryText) -> EntryView:
    """An entry that walked the whole way."""
    return published(house, in_review(house, content))


def published(house: House, view: EntryView) -> EntryView:
    """A version that is in review is signed, approved and published."""
    writer, owner = writer_and_owner(house)
    view = agreed(house, view)
    entry_life.approve(house, view.id, view.version, owner)
    return entry_life.publish(house, view.id, view.version, writer)
