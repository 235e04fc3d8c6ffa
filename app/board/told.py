"""What stands beside a page's figures: entries, themes, what others published. Chosen here, made elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.house import House
from app.services.loop import entry_effects, entry_search
from app.services.scoring import releases
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from app.board.figures import Figures
    from app.services.loop.entries import EntryView
    from app.services.loop.entry_effects import Effect
    from app.services.scoring.releases import ReleaseView
    from surveys.partnership import Reference

MOST_THEMES = 2
"""Of each audience on the overview."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One published entry as a board page lists it: what was said, how each reply stands, whether it helped."""

    entry: EntryView
    standings: tuple[tuple[str, str], ...]
    """(kind of reply, standing of a promise or blank)"""
    effects: tuple[Effect, ...]


def answers(
    house: House, indicators: Collection[str] = (), journey_point: str = "", locality: str = "", named: str = ""
) -> list[Answer]:
    """Published entries that rest on any of these indicators, are about this moment or place, or name this priority
    area or criterion; the newest first."""
    latest = releases.latest(entry_effects.TIER)
    return [
        answer(house, view, latest)
        for view in entry_search.all_public(house)
        if fits(view, indicators, journey_point, locality) or named in named_by(view)
    ]


def newest(house: House, most: int) -> list[Answer]:
    latest = releases.latest(entry_effects.TIER)
    return [answer(house, view, latest) for view in entry_search.all_public(house)[:most]]


def fits(view: EntryView, indicators: Collection[str], journey_point: str, locality: str) -> bool:
    content = view.content
    return (
        bool(set(content.indicators) & set(indicators))
        or (bool(journey_point) and content.journey_point == journey_point)
        or locality in content.localities
    )


def named_by(view: EntryView) -> tuple[str, ...]:
    return (*view.content.priority_areas, *view.content.criteria)


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


def themes(figures: Figures, answered: Collection[Answer] = (), point: str = "") -> list[Any] | None:
    """What people wrote about, as the release tells it, most often said first: of a moment of the journey, or named by
    these answers. None if it tells of no themes at all."""
    table = figures.tables.get("themes")
    if table is None:
        return None
    named = {name for each in answered for name in each.entry.content.themes}
    rows = [
        row
        for row in table.rows
        if (point in row.group.split("+") if point and row.group_kind != "total" else False)
        or (row.group_kind == "total" and f"{row.programme}/{row.theme}" in named)
    ]
    return sorted(rows, key=lambda row: (-row.people, row.audience, row.name))


def most_said(figures: Figures) -> list[Any]:
    """What most people of each audience wrote about, everybody together."""
    table = figures.tables.get("themes")
    rows = table.select(group_kind="total") if table else ()
    found = []
    for audience in AUDIENCES:
        own = sorted((row for row in rows if row.audience == audience), key=lambda row: (-row.people, row.name))
        found += own[:MOST_THEMES]
    return found
