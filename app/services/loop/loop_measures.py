"""The measures of the loop: how long an answer took, which promises were kept, who was told, whether it helped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from app.house import House
from app.services.loop import entry_effects, entry_life, entry_readers, entry_search
from app.services.loop.entries import EntryView
from app.services.loop.entry_texts import ReplyText
from app.services.scoring import releases

CLEAREST = ("better", "worse", "small-change", "no-clear-change")
SOON = timedelta(days=30)
FEWEST_PROMISES = 3
"""A share of fewer promises says nothing about how well promises are kept."""


@dataclass(frozen=True, slots=True)
class PromiseView:
    """One public promise: of which entry, what, and how it stands ("kept", "kept-late", "late", "open")."""

    entry: EntryView
    reply: ReplyText
    standing: str


@dataclass(frozen=True, slots=True)
class Measures:
    """Of all public entries, or of those published in one quarter. Days are whole; None where there is nothing yet."""

    entries: int
    days_to_answer: int | None
    days_to_done: int | None
    promises: Counter[str]
    kept_in_time: int | None
    signed_by_all: int | None
    helped: Counter[str]
    told: dict[str, int]
    verdicts: dict[str, int]


def measures(house: House) -> Measures:
    """Computed from what is public now; nothing in it is about fewer people than the public threshold."""
    public = entry_search.all_public(house)
    standings = Counter(promise.standing for promise in promises(house))
    return Measures(
        entries=len(public),
        days_to_answer=middle((view.published_on - view.content.heard_on).days for view in public if heard(view)),
        days_to_done=middle(days for view in public if heard(view) for days in days_to_done(view)),
        promises=standings,
        kept_in_time=share(standings["kept"], standings["kept"] + standings["kept-late"] + standings["late"]),
        signed_by_all=share(len(entry_life.signed_by_all(house)), len(public), fewest=1),
        helped=helped(house, public),
        told=entry_readers.told_by_quarter(),
        verdicts=entry_readers.shares(house),
    )


def promises(house: House, language: str = "") -> list[PromiseView]:
    """Every public promise: the late ones first, then by the day when it is due; in a language, as written without."""
    found = [
        PromiseView(view, reply, view.standing(reply, house.today()))
        for view in entry_search.all_public(house, language)
        for reply in view.content.replies
        if reply.kind == "we-will"
    ]
    return sorted(found, key=lambda promise: (promise.standing != "late", promise.reply.date, promise.entry.slug))


def due_soon(house: House, made: Iterable[PromiseView]) -> list[PromiseView]:
    """Open promises whose day comes within the next `SOON`."""
    last = house.today() + SOON
    return [promise for promise in made if promise.standing == "open" and promise.reply.date <= last]


def heard(view: EntryView) -> bool:
    return view.content.heard_on is not None and view.published_on >= view.content.heard_on


def days_to_done(view: EntryView) -> Iterable[int]:
    """From the day it was said to each thing done."""
    for reply in view.content.replies:
        done_on = reply.date if reply.kind == "we-did" else kept_on(view, reply)
        if done_on and done_on >= view.content.heard_on:
            yield (done_on - view.content.heard_on).days


def kept_on(view: EntryView, reply: ReplyText) -> date | None:
    word = view.progress.get(reply.key)
    return word.done_on if reply.kind == "we-will" and word else None


def helped(house: House, views: Iterable[EntryView]) -> Counter[str]:
    """How many entries moved what they should, by the clearest word: better before worse before the rest."""
    latest = releases.latest(entry_effects.TIER)
    found: Counter[str] = Counter()
    for view in views:
        words = {effect.verdict for effect in entry_effects.effects(house, view.content, latest)}
        found.update([word for word in CLEAREST if word in words][:1])
    return found


def middle(values: Iterable[int]) -> int | None:
    listed: Sequence[int] = list(values)
    return round(median(listed)) if listed else None


def share(part: int, whole: int, fewest: int = FEWEST_PROMISES) -> int | None:
    """Per cent, or None of fewer than `fewest`."""
    return round(100 * part / whole) if whole >= fewest else None
