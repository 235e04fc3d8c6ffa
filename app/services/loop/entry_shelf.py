"""Public entries, kept in the process until something public changes; then only what is new is read and made again.

They change a few times a day and are read all the time. Finding some of them is `entry_search`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from app.house import House
from app.services import facts
from app.services.loop import entries
from app.services.loop.entries import EntryView
from app.services.loop.folding import folded

Made = TypeVar("Made")


@dataclass
class Shelf:
    """What is public at one revision, and the same in each language once somebody asked for it, by the entry's id."""

    revision: str
    views: tuple[EntryView, ...]
    in_language: dict[str, dict[str, EntryView]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    before: Shelf | None = None

    def spoken(self, house: House, language: str) -> dict[str, EntryView]:
        """Each entry in this language where it may be shown in it, else as it was written; in the order of all."""
        if language not in self.in_language:
            self.in_language[language] = self.made("in_language", language, lambda view: view.spoken(house, language))
        return self.in_language[language]

    def searched(self, house: House, language: str) -> dict[str, str]:
        """What is looked through when somebody looks for words in this language."""
        if language not in self.texts:
            spoken = self.spoken(house, language)
            self.texts[language] = self.made("texts", language, lambda view: searched_text(spoken[view.id]))
        return self.texts[language]

    def made(self, what: str, language: str, make: Callable[[EntryView], Made]) -> dict[str, Made]:
        """One for each entry; of one that says the same as at the revision before, what was made then."""
        before = self.before
        earlier = getattr(before, what).get(language, {}) if before else {}
        same = {id(view) for view in before.views} if earlier else set()
        return {
            view.id: earlier[view.id] if id(view) in same and view.id in earlier else make(view) for view in self.views
        }


KEPT: dict[str, Shelf] = {}
"""By the address of the database."""


def shelf(house: House) -> Shelf:
    revision, where = facts.loop_revision(), house.config.database_url
    kept = KEPT.get(where)
    if kept is None or kept.revision != revision:
        kept = KEPT[where] = renewed(house, revision, kept)
    return kept


def renewed(house: House, revision: str, kept: Shelf | None) -> Shelf:
    """What is public now. Of what was kept, entries that say the same are the same objects."""
    old = {view.id: view for view in kept.views} if kept else {}
    known = {(view.id, view.public_version): view.content for view in old.values()}
    now = entries.everything_public(house, known)
    if kept:
        kept.before = None
    return Shelf(revision, tuple(old[view.id] if old.get(view.id) == view else view for view in now), before=kept)


def searched_text(view: EntryView) -> str:
    said = view.content
    own = (said.you_said, said.you_said_easy)
    return folded(" ".join([*own, *(f"{reply.text} {reply.text_easy} {reply.instead}" for reply in said.replies)]))


def all_public(house: House, language: str = "") -> tuple[EntryView, ...]:
    """Every public entry, the newest first, read from the database only after something public has changed."""
    kept = shelf(house)
    return tuple(kept.spoken(house, language).values()) if language else kept.views
