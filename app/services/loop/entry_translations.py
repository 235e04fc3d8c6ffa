"""What entries say in other languages: written, checked, carried on to the next version. Which is shown: `entries`.

The states are those of a survey's translation. A change of what was said sends it back to "in progress".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.loop import TRANSLATED, Entry, EntryTranslation
from app.services import audit, facts
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.loop.entry_texts import EntryText, ReplyText
from app.services.staff import SignedIn
from app.services.transaction import writing

OWN = ("you_said_easy", "you_said")
OF_REPLY = ("text_easy", "text", "instead", "evidence", "owner")
LONGEST, LONGEST_ROLE = 4000, 120
SHOWN, SHOWN_WITH_DRAFT = TRANSLATED[2:], TRANSLATED[1:]
Said = TypeVar("Said", EntryText, ReplyText)


@dataclass(frozen=True, slots=True)
class Translated:
    """The words of an entry in another language: its own, and each answer's by the answer's key."""

    own: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def stored(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_stored(cls, text: str) -> Translated:
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Translation:
    """One translation of one version: its state, who read it, and its words as they are stored."""

    language: str
    state: str
    content: str
    checked_by: str = ""
    changed_on: date | None = None

    @property
    def words(self) -> Translated:
        return Translated.from_stored(self.content)


def source(content: EntryText) -> Translated:
    """Everything of an entry that a translator translates: what it does not say is not asked for."""
    own = {key: getattr(content, key) for key in OWN if getattr(content, key)}
    replies = {
        reply.key: {key: getattr(reply, key) for key in OF_REPLY if getattr(reply, key)} for reply in content.replies
    }
    return Translated(own, replies)


def in_words(content: EntryText, words: Translated, language: str) -> EntryText:
    """The entry as the translation says it; what has no words there stays away."""
    replies = (put(reply, words.replies.get(reply.key, {}), OF_REPLY) for reply in content.replies)
    return replace(put(content, words.own, OWN), replies=tuple(replies), language=language)


def put(said: Said, words: Mapping[str, str], keys: Iterable[str]) -> Said:
    return replace(said, **{key: words.get(key, "") for key in keys})


def is_whole(content: EntryText, words: Translated) -> bool:
    asked = source(content)
    whole = all(words.own.get(key, "").strip() for key in asked.own)
    return whole and all(
        words.replies.get(key, {}).get(name, "").strip() for key, texts in asked.replies.items() for name in texts
    )


# Reading


def shown_states(house: House) -> tuple[str, ...]:
    """The states in which a translation is public: the partnership decides about drafts."""
    return SHOWN_WITH_DRAFT if house.partnership.show_draft else SHOWN


def of_version(entry_id: str, version: int) -> dict[str, Translation]:
    """Every translation of one version by its language, whatever its state."""
    mine = (EntryTranslation.entry_id == entry_id, EntryTranslation.version == version)
    return {row.language: view_of(row) for row in db.session.scalars(select(EntryTranslation).where(*mine))}


def of_public() -> dict[str, dict[str, Translation]]:
    """Every translation of every public version that is whole, by entry and language, in one query."""
    same = (EntryTranslation.entry_id == Entry.id) & (EntryTranslation.version == Entry.public_version)
    columns = [getattr(EntryTranslation, each.name) for each in fields(Translation)]
    query = select(EntryTranslation.entry_id, *columns).join(Entry, same)
    found: dict[str, dict[str, Translation]] = {}
    for entry_id, *row in db.session.execute(query.where(EntryTranslation.state.in_(SHOWN_WITH_DRAFT))):
        found.setdefault(entry_id, {})[row[0]] = Translation(*row)
    return found


def view_of(row: EntryTranslation) -> Translation:
    return Translation(row.language, row.state, row.content, row.checked_by, row.changed_on)


# Writing


def save(
    house: House, entry_id: str, version: int, new: Translation, content: EntryText, actor: SignedIn | None
) -> None:
    """Write down a translation of a version. Raises `Invalid` for a state that it has not reached.

    `content` is what that version says. Raises `Conflict` if the entry has a later version by now.
    """
    check(content, new)
    with writing():
        entry = db.session.get(Entry, entry_id)
        if entry is None:
            raise NotFound(N_("There is no such entry."))
        if version not in (entry.version, entry.public_version):
            raise Conflict(N_("Somebody changed this entry after you opened it. Nothing of theirs was overwritten."))
        row = row_of(entry_id, version, new.language)
        row.content, row.state, row.checked_by = new.words.stored(), new.state, new.checked_by.strip()
        row.changed_on, row.changed_by = house.today(), actor.id if actor else None
        if version == entry.public_version:
            facts.loop_changed()
        audit.record(
            house, actor.email if actor else "command", "entry-translated", entry.slug, f"{new.language}: {new.state}"
        )


def check(content: EntryText, new: Translation) -> None:
    if new.state not in TRANSLATED:
        raise Invalid(N_("Choose how far it is."))
    if new.language == content.language:
        raise Invalid(N_("The entry was written in this language."))
    texts = (*new.words.own.values(), *(text for reply in new.words.replies.values() for text in reply.values()))
    if any(len(text) > LONGEST for text in texts):
        raise Invalid(N_("Keep each text under %(most)s letters."), most=LONGEST)
    if new.state != "in progress" and not is_whole(content, new.words):
        raise Invalid(N_("Translate every text first. Until then it is in progress."))
    if new.state in SHOWN and not new.checked_by.strip():
        raise Invalid(N_("Name the role of the person who speaks this language and read it."))


def row_of(entry_id: str, version: int, language: str) -> EntryTranslation:
    key = {"entry_id": entry_id, "version": version, "language": language}
    row = db.session.get(EntryTranslation, tuple(key.values()))
    if row is None:
        row = EntryTranslation(**key)
        db.session.add(row)
    return row


def carry_on(house: House, entry_id: str, version: int, old: EntryText, new: EntryText) -> None:
    """Give a new version the translations of the one before. In the caller's transaction.

    Words of texts that say something else now are dropped, and such a translation is in progress again.
    """
    before, now = source(old), source(new)
    for language, translation in of_version(entry_id, version - 1).items():
        if language == new.language:
            continue
        words = still_true(translation.words, before, now)
        stays = before == now
        row = EntryTranslation(entry_id=entry_id, version=version, language=language, content=words.stored())
        row.state = translation.state if stays else "in progress"
        row.checked_by, row.changed_on = translation.checked_by if stays else "", house.today()
        db.session.add(row)


def still_true(words: Translated, before: Translated, now: Translated) -> Translated:
    def same(given: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
        return {key: text for key, text in given.items() if key in new and old.get(key) == new[key]}

    replies = {
        key: same(given, before.replies.get(key, {}), now.replies[key])
        for key, given in words.replies.items()
        if key in now.replies
    }
    return Translated(same(words.own, before.own, now.own), replies)
