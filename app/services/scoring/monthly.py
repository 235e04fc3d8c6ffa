"""What moved in one month: figures from services, promises, entries. Scores move only with releases. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.house import House
from app.services.errors import N_, NotFound
from app.services.loop import entry_search, loop_measures
from app.services.loop.entries import EntryView
from app.services.loop.loop_measures import PromiseView
from app.services.scoring import outside_figures, releases
from app.services.scoring.outside_figures import Outside
from app.services.scoring.releases import ReleaseView

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Month:
    """One month as a board sees it at its end (or today, while it runs)."""

    id: str
    first: date
    last: date
    running: bool
    release: ReleaseView | None
    figures: tuple[Outside, ...]
    kept: tuple[PromiseView, ...]
    fell_late: tuple[PromiseView, ...]
    late: tuple[PromiseView, ...]
    due_soon: tuple[PromiseView, ...]
    published: tuple[EntryView, ...]

    @property
    def red(self) -> list[Outside]:
        """Figures that miss their target."""
        return [each for each in self.figures if each.misses_target]


def month(house: House, name: str = "") -> Month:
    """The month of this name (2026-10), or the running one. Raises `NotFound` for what is none or lies ahead."""
    today = house.today()
    name = name or f"{today:%Y-%m}"
    first = first_day(name)
    if first is None or first > today:
        raise NotFound(N_("There is no such month."))
    last = min(today, following(first) - timedelta(days=1))
    promises = [each for each in loop_measures.promises(house) if each.entry.published_on <= last]
    late = tuple(each for each in promises if is_late(each, last))
    return Month(
        id=name,
        first=first,
        last=last,
        running=following(first) > today,
        release=next((each for each in releases.listed("board") if each.closed_on <= last), None),
        figures=tuple(figures_until(house, name)),
        kept=tuple(each for each in promises if (day := done_on(each)) and first <= day <= last),
        fell_late=tuple(each for each in late if each.reply.date >= first - timedelta(days=1)),
        late=late,
        due_soon=tuple(each for each in promises if last <= each.reply.date <= last + SOON and not is_done(each, last)),
        published=tuple(each for each in entry_search.all_public(house) if first <= each.published_on <= last),
    )


def first_day(name: str) -> date | None:
    try:
        return date.fromisoformat(f"{name}-01") if len(name) == len("2026-10") else None
    except ValueError:
        return None


def following(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=32)).replace(day=1)


def figures_until(house: House, name: str) -> Iterator[Outside]:
    for each in outside_figures.everything(house, "monthly"):
        then = each.until(name)
        if then:
            yield then


def done_on(promise: PromiseView) -> date | None:
    word = promise.entry.progress.get(promise.reply.key)
    return word.done_on if word else None


def is_done(promise: PromiseView, day: date) -> bool:
    done = done_on(promise)
    return done is not None and done <= day


def is_late(promise: PromiseView, day: date) -> bool:
    return promise.reply.date < day and not is_done(promise, day)
