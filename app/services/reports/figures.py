"""How much came in, by audience and by way, fit for everyone: groups large enough, numbers to the nearest 5."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.house import House
from app.models.answering import Response
from app.models.base import db
from app.services.asking import notes
from app.services.loop import exemptions
from app.services.stories import left_out

AS_REASON = {"single-case": "one-person"}


@dataclass(frozen=True, slots=True)
class Volume:
    """About how many answers came (to the nearest 5) from these groups, which stand together; None for too few."""

    groups: tuple[str, ...]
    about: int | None


def by_audience(house: House, first: date, last: date) -> tuple[Volume, ...]:
    return joined(house, counted(Response.audience, first, last))


def by_channel(house: House, first: date, last: date) -> tuple[Volume, ...]:
    return joined(house, counted(Response.channel, first, last))


def beside_answers(house: House, first: date, last: date) -> tuple[Volume, ...]:
    """People behind notes, letters, calls and counted hands, by way; never added to the answers."""
    exact: Counter[str] = Counter()
    for parts in notes.counted(first, last).values():
        for (_audience, way), number in parts.items():
            exact[way] += number
    return joined(house, exact)


def in_all(house: House, first: date, last: date) -> int | None:
    """About how many answers came in all; None where they are too few to say."""
    total = sum(counted(Response.audience, first, last).values())
    return about(total) if total >= house.partnership.thresholds.public else None


def left_out_of_year(house: House, year: int) -> list[tuple[str, str, int | None]]:
    """(limb, reason, about how many comments) that the yearly report leaves out; None for too few to say a number."""
    k = house.partnership.thresholds.public
    found = Counter(left_out.of_year(house, year)) + entries_left_out(house, year)
    return [(limb, reason, about(n) if n >= k else None) for (limb, reason), n in sorted(found.items())]


def entries_left_out(house: House, year: int) -> Counter[tuple[str, str]]:
    """Entries that were left out with a reason, under the report's words for reasons."""
    found: Counter[tuple[str, str]] = Counter()
    for (limb, exemption), number in exemptions.left_out(house, year).items():
        found[limb, AS_REASON.get(exemption, exemption)] += number
    return found


def people(house: House, number: int | None) -> int | None:
    """How many took part in an event, as everyone may read it; None where that is too few to say, or not known."""
    return about(number) if number and number >= house.partnership.thresholds.public else None


def about(number: int) -> int:
    from analysis.rounding import shown_n

    return shown_n(number)


def counted(column: object, first: date, last: date) -> dict[str, int]:
    """Exact counts, which stay here."""
    query = select(column, func.count()).where(Response.submitted_on.between(first, last)).group_by(column)
    return dict(tuple(row) for row in db.session.execute(query))


def joined(house: House, exact: Mapping[str, int]) -> tuple[Volume, ...]:
    """The smallest group joins the next smallest until each has enough: nothing is blank, nothing can be subtracted."""
    k = house.partnership.thresholds.public
    groups = sorted((number, (name,)) for name, number in exact.items())
    while len(groups) > 1 and groups[0][0] < k:
        (one, names), (other, more) = groups[:2]
        groups = sorted([(one + other, tuple(sorted(names + more))), *groups[2:]])
    return tuple(Volume(names, about(n) if n >= k else None) for n, names in reversed(groups))
