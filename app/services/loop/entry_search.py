"""Finding public entries: by words, audience, journey point, organisation, kind of answer and year. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from app.house import House
from app.services.loop import entry_shelf
from app.services.loop.entries import EntryView
from app.services.loop.entry_shelf import all_public
from app.services.loop.folding import folded

__all__ = ["Found", "Wish", "all_public", "find", "years"]
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
    kept = entry_shelf.shelf(house)
    fitting = [view for view in kept.spoken(house, language).values() if fits(house, view, wish)]
    texts = kept.searched(house, language) if wish.words else {}
    for word in set(folded(wish.words).split()):
        fitting = [view for view in fitting if word in texts[view.id]]
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
