"""The measures of the loop by quarter, with trend, as a safe table: how people were answered over time. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select

from app.house import House
from app.models.answering import Response
from app.models.base import db
from app.models.loop import EntryTold, EntryVerdict
from app.services.asking.entrances import last_day_of, quarter_of
from app.services.loop import entry_effects, entry_life, entry_search, loop_measures
from app.services.loop.entries import EntryView
from app.services.loop.loop_measures import days_to_done, heard, kept_on, middle, share
from app.services.scoring import releases
from app.services.scoring.releases import ReleaseView
from app.services.themes.published import KIND as THEMES

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

QUARTERS = 8
"""How many are told, the present one included."""
TITLE = "How well we answer, by quarter"
FACTS = (
    "answers",
    "themes-answered",
    "days-to-answer",
    "days-to-done",
    "promises-due",
    "promises-kept",
    "signed",
    "asked-again",
    "helped",
)
PEOPLE, WORDS = ("told", "volume-by-channel", "volume-by-audience"), ("verdict",)


@dataclass(frozen=True)
class Sources:
    """Everything that quarters are counted from, read once."""

    house: House
    views: tuple[EntryView, ...]
    closed: tuple[ReleaseView, ...]
    signed: frozenset[str]

    @classmethod
    def read(cls, house: House) -> Sources:
        closed = tuple(sorted(releases.listed(entry_effects.TIER), key=lambda each: (each.closed_on, each.id)))
        return cls(house, entry_search.all_public(house), closed, frozenset(entry_life.signed_by_all(house)))


def table(house: House, live: bool = False) -> SafeTable:
    """The last `QUARTERS` quarters, the earliest with anything first.

    Counts of people are of quarters that are over, so that nobody sees one more of them come; `live`, for staff, also
    of the present one.
    """
    from analysis.loop import Quarter, loop_table

    sources, found = Sources.read(house), []
    for name in quarters(house.today()):
        over = last_day_of(name) < house.today()
        people, words = (people_of(name), words_of(name)) if over or live else ({}, {})
        found.append(Quarter(name, dict(facts_of(sources, name)), people, words))
    first = next((place for place, each in enumerate(found) if says_anything(each)), len(found))
    return loop_table(found[first:], house.partnership.thresholds.public, TITLE, house.framework.version)


def says_anything(quarter: object) -> bool:
    return any((*quarter.facts.values(), *quarter.people.values(), *quarter.words.values()))


def quarters(today: date) -> list[str]:
    """The names of the last quarters, the present one last."""
    found, day = [], today
    for _ in range(QUARTERS):
        found.append(quarter_of(day))
        day = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return found[::-1]


def facts_of(sources: Sources, name: str) -> Iterator[tuple[tuple[str, str], int]]:
    """What is not about people: each measure that there is something to say of."""
    out = [view for view in sources.views if quarter_of(view.published_on) == name]
    told = {
        "answers": len(out),
        "themes-answered": themes_answered(sources, name),
        "days-to-answer": middle((view.published_on - view.content.heard_on).days for view in out if heard(view)),
        "days-to-done": middle(done_in(sources.views, name)),
        "signed": share(sum(view.id in sources.signed for view in out), len(out), fewest=1),
        **promises_of(sources, name),
        **helped_in(sources, name),
    }
    yield from (((measure, ""), told[measure]) for measure in FACTS if told.get(measure) is not None)


def themes_answered(sources: Sources, name: str) -> int | None:
    """Per cent of the themes that releases had shown by the end of the quarter that an entry had answered by then."""
    end = last_day_of(name)
    shown = {
        f"{row.programme}/{row.theme}"
        for release in sources.closed
        if release.closed_on <= end and THEMES in release.tables
        for row in release.tables[THEMES].rows
    }
    answered = {theme for view in sources.views if view.published_on <= end for theme in view.content.themes}
    return share(len(shown & answered), len(shown), fewest=1)


def done_in(views: Iterable[EntryView], name: str) -> Iterator[int]:
    """Days from what was said to each thing done in the quarter."""
    for view in views:
        if heard(view):
            days = (view.content.heard_on + timedelta(days=each) for each in days_to_done(view))
            yield from ((day - view.content.heard_on).days for day in days if quarter_of(day) == name)


def promises_of(sources: Sources, name: str) -> dict[str, int | None]:
    """Of the promises that fell due in the quarter, by today: how many, and per cent kept in time."""
    today = sources.house.today()
    due = [
        (view, reply)
        for view in sources.views
        for reply in view.content.replies
        if reply.kind == "we-will" and quarter_of(reply.date) == name and (reply.date < today or kept_on(view, reply))
    ]
    kept = sum(view.standing(reply, today) == "kept" for view, reply in due)
    return {"promises-due": len(due), "promises-kept": share(kept, len(due), fewest=loop_measures.FEWEST_PROMISES)}


def helped_in(sources: Sources, name: str) -> dict[str, int]:
    """Of the entries whose indicator the quarter's last release asked about again: how many moved for the better."""
    closed = [release for release in sources.closed if quarter_of(release.closed_on) == name]
    if not closed:
        return {}
    found: Counter[str] = Counter()
    for view in sources.views:
        words = {each.verdict for each in entry_effects.effects(sources.house, view.content, closed[-1])}
        found.update([word for word in loop_measures.CLEAREST if word in words][:1])
    return {"asked-again": found.total(), "helped": found["better"]} if found else {}


def people_of(name: str) -> dict[str, dict[str, int]]:
    """Counts of people: who was told by which way, and how much was said by which channel and audience."""
    ways = select(EntryTold.way, func.sum(EntryTold.times)).where(EntryTold.quarter == name).group_by(EntryTold.way)
    return {
        "told": {way: int(times) for way, times in db.session.execute(ways)},
        "volume-by-channel": volume(name, Response.channel),
        "volume-by-audience": volume(name, Response.audience),
    }


def volume(name: str, by: ColumnElement[str]) -> dict[str, int]:
    last = last_day_of(name)
    when = Response.submitted_on.between(date(last.year, last.month - 2, 1), last)
    query = select(by, func.count()).where(when, Response.superseded.is_(False)).group_by(by).order_by(by)
    return {part: int(times) for part, times in db.session.execute(query)}


def words_of(name: str) -> dict[str, dict[str, int]]:
    """How many readers said yes, partly, no."""
    query = select(EntryVerdict.verdict, func.sum(EntryVerdict.times)).where(EntryVerdict.quarter == name)
    said = {word: int(times) for word, times in db.session.execute(query.group_by(EntryVerdict.verdict))}
    return {"verdict": {word: said.get(word, 0) for word in ("yes", "partly", "no")}} if said else {}
