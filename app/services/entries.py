"""Entries of "You said, we did": written, changed, published, taken back, and read. No pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.house import House, random_id
from app.models.base import db
from app.models.loop import Entry, Reply
from app.services import audit, facts
from app.services.entry_texts import EntryText, ReplyText, check, check_publishable
from app.services.errors import N_, Conflict, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing

SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as pages know it. `version` goes up by one with every change."""

    id: str
    slug: str
    state: str
    version: int
    changed_on: date
    published_on: date | None
    content: EntryText


# Reading


def published(house: House, audience: str = "", journey_point: str = "", limit: int | None = None) -> list[EntryView]:
    """Public entries, the newest first; only those about this audience (or all) and journey point, if given."""
    query = select(Entry).where(Entry.state == "published").order_by(Entry.published_on.desc(), Entry.slug)
    if audience:
        query = query.where(Entry.audience.in_((audience, "")))
    if journey_point:
        query = query.where(Entry.journey_point == journey_point)
    return [view_of(entry) for entry in db.session.scalars(query.limit(limit))]


def get_published(house: House, slug: str) -> EntryView:
    entry = db.session.scalar(select(Entry).where(Entry.slug == slug, Entry.state == "published"))
    if entry is None:
        raise NotFound(N_("We cannot find this answer. It may have been taken back."))
    return view_of(entry)


def listed(house: House) -> list[EntryView]:
    """Every entry, for staff: the latest change first."""
    query = select(Entry).order_by(Entry.changed_on.desc(), Entry.slug)
    return [view_of(entry) for entry in db.session.scalars(query)]


def get(house: House, entry_id: str) -> EntryView:
    return view_of(known(entry_id))


# Writing


def create(house: House, content: EntryText, actor: SignedIn | None) -> EntryView:
    """A new draft; without an actor it was made by a command."""
    check(house, content)
    with writing():
        entry = Entry(id=random_id(), version=1, state="draft", synthetic=facts.is_synthetic())
        entry.slug = free_slug(content.you_said_easy or content.you_said, entry.id)
        entry.written_by = actor.id if actor else None
        fill(house, entry, content)
        db.session.add(entry)
        audit.record(house, name(actor), "entry-created", entry.slug)
    return view_of(entry)


def change(house: House, entry_id: str, version: int, content: EntryText, actor: SignedIn) -> EntryView:
    """Replace what it says. Raises `Conflict` if it is no longer the version that the editor saw."""
    check(house, content)
    with writing():
        entry = same_version(entry_id, version)
        if entry.state == "published":
            check_publishable(content)
        if entry.published_on is None:
            entry.slug = free_slug(content.you_said_easy or content.you_said, entry.id)
        fill(house, entry, content)
        entry.version += 1
        audit.record(house, actor.email, "entry-changed", entry.slug, f"version {entry.version}, {entry.state}")
    return view_of(entry)


def publish(house: House, entry_id: str, version: int, actor: SignedIn | None) -> EntryView:
    """Show it to everyone. The first publication's date stays when it is taken back and published again."""
    with writing():
        entry = same_version(entry_id, version)
        check_publishable(view_of(entry).content)
        entry.state = "published"
        entry.published_on = entry.published_on or house.today()
        entry.version += 1
        audit.record(house, name(actor), "entry-published", entry.slug, f"version {entry.version}")
    return view_of(entry)


def withdraw(house: House, entry_id: str, version: int, actor: SignedIn) -> EntryView:
    """Take it off the public pages; it can be changed and published again at the same address."""
    with writing():
        entry = same_version(entry_id, version)
        if entry.state != "published":
            raise Conflict(N_("This entry is not public."))
        entry.state = "withdrawn"
        entry.version += 1
        audit.record(house, actor.email, "entry-withdrawn", entry.slug, f"version {entry.version}")
    return view_of(entry)


# Inside a caller's transaction


def fill(house: House, entry: Entry, content: EntryText) -> None:
    """Takes part in the caller's transaction. Replies are replaced as a whole, in the order given."""
    for key in ("you_said", "you_said_easy", "picture", "audience", "journey_point", "language"):
        setattr(entry, key, getattr(content, key).strip())
    entry.changed_on = house.today()
    entry.replies.clear()
    db.session.flush()
    entry.replies = [row_of(position, reply) for position, reply in enumerate(content.replies)]


def row_of(position: int, reply: ReplyText) -> Reply:
    return Reply(
        position=position,
        kind=reply.kind,
        text=reply.text.strip(),
        text_easy=reply.text_easy.strip(),
        instead=reply.instead.strip() if reply.kind == "we-cannot" else "",
        organisation=reply.organisation,
        date=reply.date,
    )


def same_version(entry_id: str, version: int) -> Entry:
    """The entry, if nobody changed it since `version` was seen. Takes part in the caller's transaction."""
    entry = known(entry_id)
    if entry.version != version:
        raise Conflict(N_("Somebody changed this entry after you opened it. Nothing of theirs was overwritten."))
    return entry


def known(entry_id: str) -> Entry:
    entry = db.session.get(Entry, entry_id)
    if entry is None:
        raise NotFound(N_("There is no such entry."))
    return entry


def free_slug(text: str, entry_id: str) -> str:
    """A short, readable, permanent address from the first words; with a number if it is taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    start = words[:SLUG_LENGTH].rsplit("-", 1)[0] if len(words) > SLUG_LENGTH else words
    start = start or f"entry-{entry_id[:6]}"
    query = select(func.count()).where(Entry.slug == start, Entry.id != entry_id)
    return f"{start}-{entry_id[:6]}" if db.session.scalar(query) else start


def view_of(entry: Entry) -> EntryView:
    content = EntryText(
        entry.you_said,
        entry.you_said_easy,
        entry.picture,
        entry.audience,
        entry.journey_point,
        entry.language,
        replies_of(entry.replies),
    )
    return EntryView(entry.id, entry.slug, entry.state, entry.version, entry.changed_on, entry.published_on, content)


def replies_of(rows: Sequence[Reply]) -> tuple[ReplyText, ...]:
    return tuple(ReplyText(row.kind, row.text, row.organisation, row.date, row.text_easy, row.instead) for row in rows)


def name(actor: SignedIn | None) -> str:
    return actor.email if actor else "command"
