"""Making a release that the audit passes: what would give somebody away is joined or left out. No storage."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from analysis.audit.attack import Flaw
from analysis.disclosure import TOTAL
from analysis.grouping import Grouping, Groups, size
from analysis.reports import LeftOut, People, ReleaseResult

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

COMBINED, MOST = "R005", 0.5
"""Where combinations tell of a few people in this share of a margin's measures, its groups are joined; else the
measures alone are left out."""
LESS_FIRST = ("journey-point", "locality")
"""Which margin loses detail first."""
Make = Callable[[frozenset[LeftOut], Grouping, frozenset[LeftOut]], ReleaseResult]
"""What to leave out, the groups, and what not to tell again of the baseline."""
Look = Callable[["SafeTable"], list[Flaw]]


class Published(NamedTuple):
    """The release, and what the audit still finds in it: empty, unless even the totals give somebody away."""

    result: ReleaseResult
    flaws: list[Flaw]


def publish(make: Make, look: Look, look_back: Look, people: People, fixed: Grouping) -> Published:
    """Make the release again, with a little less, until the audit finds nothing or there is nothing less to show.

    `look` attacks the releases of its own wave, `look_back` those of the baseline's with what this one tells of it.
    """
    without: set[LeftOut] = set()
    untold: set[LeftOut] = set()
    groups = dict(fixed)
    while True:
        result = make(frozenset(without), groups, frozenset(untold))
        flaws = look(result.table)
        if flaws and not less(result, flaws, people, without, groups):
            return Published(result, flaws)
        if not flaws and not untell(result, look_back(result.table), untold):
            return Published(result, [])


def untell(result: ReleaseResult, flaws: Iterable[Flaw], untold: set[LeftOut]) -> bool:
    """Say less of the baseline, by what was found; False if nothing that was found is told here."""
    before = len(untold)
    told = {(row.audience, row.group_kind, row.measure_kind, row.measure) for row in result.table.baseline_rows}
    for flaw in flaws:
        own = [(flaw.audience, kind, *flaw.measure) for kind in (*LESS_FIRST, TOTAL)]
        untold |= set([each for each in own if each in told][:1])
    return len(untold) > before


def less(result: ReleaseResult, flaws: Iterable[Flaw], people: People, without: set[LeftOut], groups: Grouping) -> bool:
    """Join groups or leave measures out, by what was found; False if a flaw is in a total: nothing can be joined."""
    done = True
    for audience in sorted({flaw.audience for flaw in flaws}):
        own = [flaw for flaw in flaws if flaw.audience == audience]
        bad, combined = {flaw.measure for flaw in own}, {flaw.measure for flaw in own if flaw.code == COMBINED}
        for kind in LESS_FIRST:
            rows = result.table.select(audience=audience, group_kind=kind)
            shown = {(row.measure_kind, row.measure) for row in rows}
            here = bad & shown
            if here and len(here & combined) >= MOST * len(shown):
                key = (audience, kind)
                present = tuple(sorted({tuple(row.group.split("+")) for row in rows}))
                groups[key] = with_two_joined(present, people.get(key, {}))
            else:
                without |= {(audience, kind, *measure) for measure in here}
            bad -= here
        done = done and not bad
    return done


def with_two_joined(groups: Groups, people: dict[str, int]) -> Groups:
    """The smallest group joined with the next smallest."""
    first, second, *rest = sorted(groups, key=lambda group: (size(people, group), group))
    return tuple(sorted([tuple(sorted(first + second)), *rest]))
