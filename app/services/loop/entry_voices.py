"""Who said what an entry answers: counts that it keeps from a release, and quotes that may be shown today. Reads only.

Counts are rows of the public release's safe table. A quote is named by its id: one that is taken back is gone at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.themes import Theme
from app.services.loop.entry_texts import EntryText
from app.services.themes import published, quotes
from app.services.themes.quotes import QuoteView
from surveys.model import AUDIENCES

EVERYWHERE = "general"
OF_ROW = ("programme", "theme", "audience", "people", "n")
Voices = dict[str, tuple[QuoteView, ...]]


@dataclass(frozen=True, slots=True)
class Count:
    """About how many people of an audience said it, of so many who wrote something, in which wave."""

    audience: str
    people: int
    n: int
    wave: str


def with_counts(house: House, content: EntryText) -> EntryText:
    """The text with a row of the latest public release for each of its themes; what it has of one stays."""
    kept = [row for row in content.snapshot.themes if key_of(row) in content.themes]
    missing = set(content.themes) - {key_of(row) for row in kept}
    release = published.latest(house) if missing else None
    if release is not None:
        new = [asdict(row) for row in release.tables[published.KIND].rows if row.group_kind == "total"]
        small = ({name: row[name] for name in OF_ROW} for row in new if key_of(row) in missing)
        kept += [{**row, "release": release.id, "wave": release.wave} for row in small]
    return replace(content, snapshot=replace(content.snapshot, themes=tuple(kept)))


def key_of(row: Mapping[str, object]) -> str:
    return f"{row['programme']}/{row['theme']}"


def counts(content: EntryText) -> list[Count]:
    """For each audience that the entry is about, the theme of it that most people said."""
    found = []
    for audience in AUDIENCES:
        rows = [row for row in content.snapshot.themes if row["audience"] == audience]
        if rows and content.audience in (audience, ""):
            most = max(rows, key=lambda row: (row["people"], row["n"]))
            found.append(Count(audience, most["people"], most["n"], most["wave"]))
    return found


def fits(content: EntryText, quote: QuoteView) -> bool:
    """Whether words may stand in an entry: beside what the page says of it they must not tell more of their writer."""
    return (
        not content.localities
        and content.audience in (quote.audience, "")
        and content.journey_point in (quote.journey_point, EVERYWHERE)
    )


def quotes_of(house: House, contents: Mapping[str, EntryText]) -> Voices:
    """The quotes of entries that may be shown today, by the entry's id, in one query."""
    wanted = {quote for content in contents.values() for quote in content.quotes}
    known = {quote.id: quote for quote in quotes.approved(house, ids=sorted(wanted))} if wanted else {}
    return {entry_id: tuple(shown(content, known)) for entry_id, content in contents.items() if content.quotes}


def shown(content: EntryText, known: Mapping[str, QuoteView]) -> Iterator[QuoteView]:
    for quote_id in content.quotes:
        quote = known.get(quote_id)
        if quote is not None and fits(content, quote):
            yield quote


def offered(house: House, themes: Iterable[str], chosen: Iterable[str] = ()) -> list[QuoteView]:
    """Quotes that an officer can choose: the approved ones of these themes ("programme/code"), and those chosen now."""
    wanted = set(themes)
    rows = db.session.execute(select(Theme.id, Theme.programme_id, Theme.code)) if wanted else ()
    own = [row.id for row in rows if f"{row.programme_id}/{row.code}" in wanted]
    found = [quote for theme in own for quote in quotes.approved(house, theme_id=theme)]
    more = set(chosen) - {quote.id for quote in found}
    return found + (quotes.approved(house, ids=sorted(more)) if more else [])
