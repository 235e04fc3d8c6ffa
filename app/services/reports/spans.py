"""What happened in a year or a quarter: entries that were published, promises that fell due. Reads what is public."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from app.house import House
from app.services.errors import N_, NotFound
from app.services.loop import entry_search, loop_measures
from app.services.loop.entries import EntryView
from app.services.loop.loop_measures import PromiseView

FIRST_YEAR = 2020


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included, and their name: "2026", "2026-q4", "18 months to 2026-12"."""

    name: str
    first: date
    last: date

    def has(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def year(house: House, text: str) -> Span:
    """A year that has begun. Raises `NotFound` for any other."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if not FIRST_YEAR <= number <= house.today().year:
        raise NotFound(N_("We cannot find this page"))
    return Span(text, date(number, 1, 1), date(number, 12, 31))


def quarter(house: House, text: str) -> Span:
    """A quarter that has begun, such as "2026-q4". Raises `NotFound` for any other."""
    number, _, part = text.partition("-q")
    if part not in ("1", "2", "3", "4"):
        raise NotFound(N_("We cannot find this page"))
    first = date(year(house, number).first.year, 3 * int(part) - 2, 1)
    if first > house.today():
        raise NotFound(N_("We cannot find this page"))
    return Span(text, first, last_of_month(first, 2))


def eighteen_months(house: House, text: str) -> Span:
    """The 18 months that end with a month such as "2026-12"; it may be the present month, not a later one."""
    number, _, part = text.partition("-")
    if not (part.isdigit() and 1 <= int(part) <= 12):
        raise NotFound(N_("We cannot find this page"))
    begun = date(year(house, number).first.year, int(part), 1)
    if begun > house.today():
        raise NotFound(N_("We cannot find this page"))
    first = begun
    for _month in range(17):
        first = (first - timedelta(days=1)).replace(day=1)
    return Span(text, first, last_of_month(begun, 0))


def last_of_month(day: date, later: int) -> date:
    """The last day of the month that comes `later` months after the day's, within one year."""
    month = day.month + later
    return date(day.year, month, monthrange(day.year, month)[1])


def answered(house: House, span: Span, language: str = "") -> list[EntryView]:
    """Public entries that were published or updated within the span, the newest first; in a language, or as written."""
    return [v for v in entry_search.all_public(house, language) if span.has(v.published_on) or span.has(v.updated_on)]


def promised(house: House, span: Span, language: str = "") -> list[PromiseView]:
    """Public promises that were due within the span, and those still open whatever their day."""
    made = loop_measures.promises(house, language)
    return [each for each in made if span.has(each.reply.date) or each.standing in ("late", "open")]
