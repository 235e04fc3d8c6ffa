"""Finding public entries: by words, audience, journey point, organisation, kind of answer and year. Reads only."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from app.house import House
from app.services import entries, facts
from app.services.entries import EntryView

PAGE = 20
LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader looks for; a blank one looks for everything. `kind` may also be "late" for late promises."""

    words: str = ""
    audience: str = ""
    journey_point: str = ""
    locality: str = ""
    organisation: str = ""
    kind: str = ""
    year: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wish:
        """From the address; what is too long is cut."""
        return cls(**{each.name: query.get(each.name, "").strip()[:LONGEST_WORDS] for each in fields(cls)})

    def given(self) -> dict[str, str]:
        """Only what was asked for, for the next page's address."""
        asked = {each.name: getattr(self, each.name) for each in fields(self)}
        return {key: value for key, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found. `number` counts from 1."""

    entries: tuple[EntryView, ...]
    total: int
    number: int
    pages: int


def find(house: House, wish: Wish, number: int = 1, language: str = "en") -> Found:
    """The page `number` (the nearest that there is) of the public entries that fit the wish, the newest first.

    Each in this language where it has such a translation; words are looked for in what is shown.
    """
    kept = shelf(house)
    fitting = [view for view in kept.spoken(house, language) if fits(house, view, wish)]
    if words := folded(wish.words).split():
        texts = kept.searched(house, language)
        fitting = [view for view in fitting if all(word in texts[view.id] for word in words)]
    pages = max(1, -(-len(fitting) // PAGE))
    number = min(max(number, 1), pages)
    return Found(tuple(fitting[(number - 1) * PAGE : number * PAGE]), len(fitting), number, pages)


def years(house: House) -> list[str]:
    """The years in which something was published, the latest first."""
    return sorted({str(view.published_on.year) for view in all_public(house)}, reverse=True)


def fits(house: House, view: EntryView, wish: Wish) -> bool:
    content = view.content
    return (
        (not wish.audience or content.audience in (wish.audience, ""))
        and (not wish.journey_point or content.journey_point == wish.journey_point)
        and (not wish.locality or not content.localities or wish.locality in content.localities)
        and (not wish.organisation or wish.organisation in {reply.organisation for reply in content.replies})
        and (not wish.year or str(view.published_on.year) == wish.year)
        and (not wish.kind or has_kind(house, view, wish.kind))
    )


def has_kind(house: House, view: EntryView, kind: str) -> bool:
    if kind == "late":
        return any(view.standing(reply, house.today()) == "late" for reply in view.content.replies)
    return any(reply.kind == kind for reply in view.content.replies)


def searched_text(view: EntryView) -> str:
    said = view.content
    own = (said.you_said, said.you_said_easy)
    return folded(" ".join([*own, *(f"{reply.text} {reply.text_easy} {reply.instead}" for reply in said.replies)]))


def folded(text: str) -> str:
    """Without case and accents, so that people find what they half remember."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


@dataclass
class Shelf:
    """What is public at one revision, and the same in each language once somebody asked for it."""

    revision: str
    views: tuple[EntryView, ...]
    in_language: dict[str, tuple[EntryView, ...]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    def spoken(self, house: House, language: str) -> tuple[EntryView, ...]:
        if language not in self.in_language:
            self.in_language[language] = tuple(view.spoken(house, language) for view in self.views)
        return self.in_language[language]

    def searched(self, house: House, language: str) -> dict[str, str]:
        if language not in self.texts:
            self.texts[language] = {view.id: searched_text(view) for view in self.spoken(house, language)}
        return self.texts[language]


# What is public changes a few times a day and is read all the time: kept in the process until its revision moves.
KEPT: dict[str, Shelf] = {}


def shelf(house: House) -> Shelf:
    revision, where = facts.loop_revision(), house.config.database_url
    kept = KEPT.get(where)
    if kept is None or kept.revision != revision:
        kept = KEPT[where] = Shelf(revision, tuple(entries.everything_public()))
    return kept


def all_public(house: House, language: str = "") -> tuple[EntryView, ...]:
    """Every public entry, the newest first, read from the database only after something public has changed."""
    kept = shelf(house)
    return kept.spoken(house, language) if language else kept.views
