"""What stands beside a page's figures: entries, themes, what others published. Chosen here, made elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.house import House
from app.services import entry_effects, entry_search, releases

if TYPE_CHECKING:
    from app.services.entries import EntryView
    from app.services.entry_effects import Effect
    from app.services.releases import ReleaseView
    from surveys.partnership import Reference

THEMES: list[Any] | None = None
"""What people wrote, in themes; None for as long as nothing here codes comments into themes, which the pages say."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One published entry as a board page lists it: what was said, how each reply stands, whether it helped."""

    entry: EntryView
    standings: tuple[tuple[str, str], ...]
    """(kind of reply, standing of a promise or blank)"""
    effects: tuple[Effect, ...]


def answers(house: House, indicators: Collection[str] = (), journey_point: str = "") -> list[Answer]:
    """Published entries that rest on any of these indicators or are about this moment, the newest first."""
    latest = releases.latest(entry_effects.TIER)
    return [
        answer(house, view, latest) for view in entry_search.all_public(house) if fits(view, indicators, journey_point)
    ]


def newest(house: House, most: int) -> list[Answer]:
    latest = releases.latest(entry_effects.TIER)
    return [answer(house, view, latest) for view in entry_search.all_public(house)[:most]]


def fits(view: EntryView, indicators: Collection[str], journey_point: str) -> bool:
    content = view.content
    return bool(set(content.indicators) & set(indicators)) or (
        bool(journey_point) and content.journey_point == journey_point
    )


def answer_of(house: House, view: EntryView) -> Answer:
    return answer(house, view, releases.latest(entry_effects.TIER))


def answer(house: House, view: EntryView, latest: ReleaseView | None) -> Answer:
    standings = tuple((reply.kind, view.standing(reply, house.today())) for reply in view.content.replies)
    return Answer(view, standings, tuple(entry_effects.effects(house, view.content, latest)))


def published_figures(house: House, **columns: str) -> Iterator[Reference]:
    """What others published about a priority area or a moment of the journey."""
    for each in house.partnership.references:
        if all(getattr(each, name) == value for name, value in columns.items()):
            yield each
