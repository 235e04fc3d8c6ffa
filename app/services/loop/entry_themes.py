"""Which themes entries answer: what can be chosen, and how many people releases say said them. Reads only."""

from __future__ import annotations

from collections.abc import Iterable

from app.house import House
from app.services.asking import programmes
from app.services.loop.entries import EntryView
from app.services.themes import book, published


def offered(house: House) -> list[tuple[str, str]]:
    """("programme/code", name) of each open theme of each programme."""
    return [
        (f"{programme.id}/{theme.code}", theme.name)
        for programme in programmes.listed(house)
        for theme in book.listed(house, programme.id)
    ]


def said_by(house: House, views: Iterable[EntryView], audience: str) -> dict[str, int]:
    """How many people of an audience said what an entry answers, by the entry's id.

    As the latest public release shows it: the largest of the entry's themes. An entry without such a count is left out.
    """
    release = published.latest(house)
    if release is None:
        return {}
    shown = {
        f"{row.programme}/{row.theme}": row.people
        for row in release.tables[published.KIND].rows
        if row.group_kind == "total" and row.audience == audience
    }
    counts = {view.id: max((shown.get(theme, 0) for theme in view.content.themes), default=0) for view in views}
    return {entry_id: people for entry_id, people in counts.items() if people}
