"""Who answered beside who is known to be there, as a safe table. No scores, no storage.

People of a group are told to the nearest 5. A group of fewer than `k` is hidden, and then one larger group is too:
nothing can be subtracted down to a few. Everything else that is said (share, interval, who is missing, how well the
answers fit) is reckoned from the numbers as they are shown, so it tells no more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from analysis.disclosure import Release, SafeTable, side_table
from analysis.rounding import STEP, shown_n, shown_share, shown_share_interval
from analysis.rows import TurnoutRow
from analysis.scoring import half_up, wilson

KIND, ALL = "turnout", "all"
SHOWN, FEW, HIDDEN = "shown", "few", "hidden"
"""How a group stands in the table: told; fewer than k people; left out so that those few cannot be reckoned."""
FEWEST_TIMES = 5
"""So many times `k` people must have answered, or nothing is compared: a share of fewer would tell of single people."""
EXPECTED = 10
"""A group is called missing only if so many were to be expected: of fewer, chance alone could leave half away."""
WHOLE = 950
"""Known shares (in thousandths) that add up to so much cover an attribute, so that its fit can be said."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One attribute exactly; stays inside. `known`: thousandths by group; `people`: who said anything about it."""

    attribute: str
    known: Mapping[str, int]
    answered: Mapping[str, int]
    people: int


def turnout_table(audience: str, wave: str, counted: Iterable[Counted], k: int, title: str, version: str) -> SafeTable:
    """For each attribute a line for everybody who said it and, if they are enough, one for each known group."""
    release = Release("", wave, None, "board", k, version)
    return side_table(release, KIND, title, [row for one in counted for row in rows_of(audience, wave, one, k)])


def rows_of(audience: str, wave: str, one: Counted, k: int) -> Iterator[TurnoutRow]:
    people = shown_n(one.people)
    if one.people < k:
        return
    yield TurnoutRow(audience, wave, one.attribute, ALL, SHOWN, 1000, people)
    if one.people < FEWEST_TIMES * k:
        return
    states = states_of(one, k)
    for group, known in one.known.items():
        about = (audience, wave, one.attribute, group, states[group], known)
        n = shown_n(one.answered.get(group, 0)) if states[group] == SHOWN else None
        yield TurnoutRow(*about, **figures(states[group], n, known, people, k))


def states_of(one: Counted, k: int) -> dict[str, str]:
    """How each group stands: of all that anybody named, whether or not the partnership knows its share.

    A group that nearly everybody named tells of the others, so it is hidden too. Beside a few people the group with the
    largest known share is: it is the least likely to be missing, and how many it has plays no part, which would tell.
    """
    n = {group: one.answered.get(group, 0) for group in one.known.keys() | one.answered.keys()}
    few = {group for group in n if n[group] < k}
    hidden = {group for group in n.keys() - few if one.people - n[group] < k}
    if few and not hidden:
        hidden |= set(sorted(n.keys() - few, key=lambda group: (-one.known.get(group, 0), group))[:1])
    return {group: FEW if group in few else HIDDEN if group in hidden else SHOWN for group in n}


def figures(state: str, n: int | None, known: int, people: int, k: int) -> dict[str, int | str | None]:
    """What is said of a group, from numbers as they are shown alone."""
    expected = Fraction(known * people, 1000)
    most = n if n is not None else k - 1
    missing = state != HIDDEN and expected >= max(EXPECTED, k) and 2 * most < expected
    said: dict[str, int | str | None] = {
        "expected": shown_n(half_up(expected)),
        "verdict": "missing" if missing else "",
    }
    if n is not None:
        low, high = shown_share_interval(*wilson(min(n, people), people))
        return said | {"n": n, "share": shown_share(min(n, people), people), "share_low": low, "share_high": high}
    return said | ({"share_high": STEP * ceil(Fraction(100 * k, people * STEP))} if state == FEW else {})


def fit(rows: Iterable[TurnoutRow]) -> int | None:
    """How well the lines of one attribute fit what is known, 0 to 100 to the nearest 5; None if groups are unknown.

    Half the sum of all differences, from 100: the index of dissimilarity, turned round (Duncan and Duncan 1955).
    Hidden groups count together, as what is left.
    """
    everybody, *groups = rows
    if not groups or not WHOLE <= sum(row.known for row in groups) <= 2000 - WHOLE:
        return None
    told = [(Fraction(row.known, 10), Fraction(100 * row.n, everybody.n)) for row in groups if row.n is not None]
    left = 100 - sum(there for there, _ in told), 100 - sum(said for _, said in told)
    apart = sum(abs(there - said) for there, said in told) + abs(max(left[0], 0) - max(left[1], 0))
    return max(0, 100 - STEP * half_up(Fraction(apart, 2 * STEP)))


def last_step(days: Iterable[date], today: date, k: int) -> date:
    """The day up to which people are counted, given the day of each: a Sunday, and `k` people after the one before.

    So two looks at the table never differ by a few people only. Before the first such Sunday: the day before any came.
    """
    first_days = sorted(days)
    step, counted, weeks = date.min, 0, sorted({day + timedelta(days=6 - day.weekday()) for day in first_days})
    for sunday in (each for each in weeks if each < today):
        until = bisect_right(first_days, sunday)
        if until - counted >= k:
            step, counted = sunday, until
    return step


def response(answered: int, known: int) -> int | None:
    """How many per cent of all who could be asked have answered, to the nearest whole one; None below a hundred."""
    return half_up(Fraction(100 * shown_n(answered), known)) if answered >= 100 else None
