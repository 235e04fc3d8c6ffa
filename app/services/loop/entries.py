"""Entries of "You said, we did": written, changed and read, every version kept. Becoming public is `entry_life`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from sqlalchemy import func, insert, select

from app.house import House, random_id
from app.models.base import db
from app.models.loop import Entry, EntryVersion
from app.services import audit, facts
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.loop import entry_effects, entry_translations, entry_voices, promises
from app.services.loop.entry_texts import EntryText, ReplyText, check, check_publishable, tidy
from app.services.loop.entry_translations import Translation
from app.services.staff import SignedIn
from app.services.themes.quotes import QuoteView
from app.services.transaction import writing

SLUG_LENGTH, ENGLISH = 60, "en"
FEW = 200
"""Entries that are asked for by name; with more of them all are read."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as pages know it, saying what its latest version says, or on public pages its public one.

    `version` goes up by one with every change of what it says. `translated` is blank for what was written in this
    language, else the state of the translation that `content` is.
    """

    id: str
    slug: str
    state: str
    version: int
    public_version: int | None
    changed_on: date
    published_on: date | None
    updated_on: date | None
    owner_id: str | None
    content: EntryText
    progress: promises.Notes = field(default_factory=dict)
    translations: Mapping[str, Translation] = field(default_factory=dict)
    translated: str = ""
    quotes: tuple[QuoteView, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.public_version is not None

    def standing(self, reply: ReplyText, today: date) -> str:
        """Blank for any answer but a promise; else what `promises.standing` says."""
        return promises.standing(reply.date, self.progress.get(reply.key), today) if reply.kind == "we-will" else ""

    def spoken(self, house: House, language: str) -> EntryView:
        """The same in another language, if there is a translation that may be shown; else in English, if it is there
        in English; else as it was written."""
        states = entry_translations.shown_states(house)
        there = {code: each for code, each in self.translations.items() if each.state in states}
        found = there.get(language)
        if self.content.language not in (language, ENGLISH):
            found = found or there.get(ENGLISH)
        if found is None:
            return self
        content = entry_translations.in_words(self.content, found.words, language)
        return replace(self, content=content, translated=found.state)


OF_ENTRY = [each.name for each in fields(EntryView)][:9]
"""What a view has of its entry's row; the rest it has of other tables."""


# Reading


Known = Mapping[tuple[str, int], EntryText]
"""What versions of entries say, by the entry's id and the version's number. It never changes."""


def published(house: House, limit: int | None = None) -> list[EntryView]:
    """Public entries, the newest first."""
    return everything_public(house)[:limit]


def everything_public(house: House, known: Known | None = None) -> list[EntryView]:
    """Every public entry, the newest first. What versions say that are `known` is not read again."""
    columns = [getattr(Entry, name) for name in OF_ENTRY]
    query = select(*columns).where(Entry.public_version.is_not(None))
    latest = func.coalesce(Entry.updated_on, Entry.published_on).desc()
    rows = db.session.execute(query.order_by(latest, Entry.slug)).all()
    said = said_publicly(known or {}, [(row.id, row.public_version) for row in rows])
    notes, translations = promises.of_entries(), entry_translations.of_public()
    contents = {row.id: said[row.id, row.public_version] for row in rows}
    quotes = entry_voices.quotes_of(house, contents)

    def view(row: Sequence) -> EntryView:
        more = {"translations": translations.get(row.id, {}), "quotes": quotes.get(row.id, ())}
        return EntryView(*row, contents[row.id], notes.get(row.id, {}), **more)

    return [view(row) for row in rows]


def said_publicly(known: Known, wanted: list[tuple[str, int]]) -> Known:
    """What these public versions say."""
    new = [key for key in wanted if key not in known]
    if not new:
        return known
    columns = (EntryVersion.entry_id, EntryVersion.version, EntryVersion.content)
    public = (Entry.id == EntryVersion.entry_id) & (Entry.public_version == EntryVersion.version)
    query = select(*columns).join(Entry, public)
    if len(new) <= FEW:
        query = query.where(EntryVersion.entry_id.in_([entry_id for entry_id, _ in new]))
    read = {(row.entry_id, row.version): EntryText.from_stored(row.content) for row in db.session.execute(query)}
    return {**known, **read}


def get_published(house: House, slug: str) -> EntryView:
    entry = db.session.scalar(select(Entry).where(Entry.slug == slug, Entry.public_version.is_not(None)))
    if entry is None:
        raise NotFound(N_("We cannot find this answer. It may have been taken back."))
    translations = entry_translations.of_version(entry.id, entry.public_version)
    return with_quotes(house, view_of(entry, content_of(entry.id, entry.public_version), notes_of(entry), translations))


def listed(house: House) -> list[EntryView]:
    """Every entry, for staff: the latest change first."""
    query = (
        select(Entry, EntryVersion.content)
        .join(EntryVersion, (EntryVersion.entry_id == Entry.id) & (EntryVersion.version == Entry.version))
        .order_by(Entry.changed_on.desc(), Entry.slug)
    )
    return [view_of(entry, content) for entry, content in db.session.execute(query)]


def get(house: House, entry_id: str) -> EntryView:
    entry = known(entry_id)
    return with_quotes(house, view_of(entry, content_of(entry.id, entry.version), notes_of(entry)))


def with_quotes(house: House, view: EntryView) -> EntryView:
    """With the words of people that may be shown in it today."""
    return replace(view, quotes=entry_voices.quotes_of(house, {view.id: view.content}).get(view.id, ()))


def get_version(house: House, entry_id: str, version: int) -> EntryText:
    """What an entry said in one of its versions. Raises `NotFound`."""
    return EntryText.from_stored(content_of(entry_id, version))


def versions(house: House, entry_id: str) -> list[tuple[int, date]]:
    """Every version with the day it was written, the latest first."""
    query = select(EntryVersion.version, EntryVersion.changed_on).where(EntryVersion.entry_id == known(entry_id).id)
    return [tuple(row) for row in db.session.execute(query.order_by(EntryVersion.version.desc()))]


# Writing


def create(house: House, content: EntryText, actor: SignedIn | None, owner_id: str | None = None) -> EntryView:
    """A new draft; without an actor it was made by a command. The owner approves it later."""
    content = checked(house, content)
    with writing():
        entry = Entry(id=random_id(), version=1, state="draft", synthetic=facts.is_synthetic())
        entry.slug = free_slug(content.you_said_easy or content.you_said, entry.id)
        entry.owner_id, entry.changed_on = owner_id, house.today()
        db.session.add(entry)
        db.session.flush()
        keep(house, entry, content, actor)
        audit.record(house, name(actor), "entry-created", entry.slug)
        return view_of(entry, content.stored())


def change(
    house: House, entry_id: str, version: int, content: EntryText, actor: SignedIn, owner_id: str | None = None
) -> EntryView:
    """A new version, which is a draft again: what was agreed was the old one. What is public stays as it is meanwhile.

    Raises `Conflict` if the entry is no longer the version that the editor saw.
    """
    content = checked(house, content)
    with writing():
        entry = same_version(entry_id, version)
        if entry.public_version is not None:
            check_publishable(content)
        if entry.published_on is None:
            entry.slug = free_slug(content.you_said_easy or content.you_said, entry.id)
        before = EntryText.from_stored(content_of(entry_id, version))
        entry.version += 1
        entry.state = "draft"
        entry.changed_on, entry.owner_id = house.today(), owner_id or entry.owner_id
        entry.approved_by = None
        keep(house, entry, content, actor)
        entry_translations.carry_on(house, entry_id, entry.version, before, content)
        audit.record(house, actor.email, "entry-changed", entry.slug, f"version {entry.version}")
        return view_of(entry, content.stored())


def checked(house: House, content: EntryText) -> EntryText:
    check(house, content)
    content = entry_voices.with_counts(house, entry_effects.with_snapshot(house, tidy(content)))
    keys = [reply.key for reply in content.replies]
    if len(set(keys)) < len(keys):
        raise Invalid(N_("Every answer needs its kind and its text."))
    return content


# Inside a caller's transaction


def keep(house: House, entry: Entry, content: EntryText, actor: SignedIn | None) -> None:
    """Write down what the entry says in its present version. Takes part in the caller's transaction."""
    row = {"entry_id": entry.id, "version": entry.version, "content": content.stored()}
    row |= {"changed_on": house.today(), "changed_by": actor.id if actor else None}
    db.session.execute(insert(EntryVersion).values(row))


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


def content_of(entry_id: str, version: int) -> str:
    found = db.session.get(EntryVersion, (entry_id, version))
    if found is None:
        raise NotFound(N_("There is no such version of this entry."))
    return found.content


def free_slug(text: str, entry_id: str) -> str:
    """A short, readable, permanent address from the first words; with a number if it is taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    start = words[:SLUG_LENGTH].rsplit("-", 1)[0] if len(words) > SLUG_LENGTH else words
    start = start or f"entry-{entry_id[:6]}"
    query = select(func.count()).where(Entry.slug == start, Entry.id != entry_id)
    return f"{start}-{entry_id[:6]}" if db.session.scalar(query) else start


def notes_of(entry: Entry) -> promises.Notes:
    return promises.of_entries([entry.id]).get(entry.id, {})


def view_of(
    entry: Entry,
    content: str,
    notes: promises.Notes | None = None,
    translations: Mapping[str, Translation] | None = None,
) -> EntryView:
    own = (getattr(entry, name) for name in OF_ENTRY)
    return EntryView(*own, EntryText.from_stored(content), notes or {}, translations or {})


def name(actor: SignedIn | None) -> str:
    return actor.email if actor else "command"
