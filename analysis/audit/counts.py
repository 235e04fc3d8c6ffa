"""What blocks a release: groups too small, and differences between releases that isolate a few people; cheap checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.disclosure import TOTAL, WHOLE, CellKey, SafeTable
from analysis.grouping import Group, Groups, group_name, is_coarser
from analysis.reports import People, grouped_cells, grouped_people
from surveys.findings import Finding

if TYPE_CHECKING:
    from pandas import DataFrame

GroupKey = tuple[str, str, Group]
"""(audience, group_kind, group)."""


@dataclass(frozen=True)
class Counts:
    """Exact numbers of people behind what one table shows. Stays inside; read by the audit only."""

    release: str
    wave: str
    tier: str
    k: int
    people: dict[GroupKey, int]
    answered: dict[CellKey, int]

    def groups(self, audience: str, kind: str) -> Groups:
        """The groups of a margin that are shown."""
        return tuple(sorted(group for own, its_kind, group in self.people if (own, its_kind) == (audience, kind)))

    @property
    def margins(self) -> list[tuple[str, str]]:
        """Every (audience, group_kind) but the totals."""
        return sorted({(audience, kind) for audience, kind, _ in self.people if kind != TOTAL})


def published_counts(table: SafeTable, people: People, cells: DataFrame) -> Counts:
    """The exact counts of what a table shows, from the release's own members (as for `release_table`)."""
    shown = {(row.audience, row.group_kind, tuple(row.group.split("+"))) for row in table.rows}
    grouping: dict[tuple[str, str], Groups] = {}
    for audience, kind, group in sorted(shown):
        grouping[audience, kind] = (*grouping.get((audience, kind), ()), group)
    counted, answered = grouped_people(people, grouping), grouped_cells(cells, grouping)
    keys = {(row.audience, row.group_kind, tuple(row.group.split("+")), *row.key[3:]) for row in table.rows}
    sizes = {key: counted.get(key, 0) for key in shown}
    numbers = {key: answered[key].n if key in answered else 0 for key in keys}
    return Counts(table.release, table.wave, table.tier, table.k, sizes, numbers)


def check_release(new: Counts, earlier: Sequence[Counts] = ()) -> list[Finding]:
    """What is wrong with publishing `new` after all `earlier` releases of the programme; empty if nothing is.

    Codes: R001 a group of fewer than k; R002 a few people left over beside the shown groups; R003 a few people more or
    fewer than another release of the same wave; R004 a grouping finer than before. No finding says a number of people.
    """
    findings = [*_small(new), *_left_over(new)]
    for old in earlier:
        if old.wave == new.wave:
            findings += _few_between(new, old)
        if old.tier == new.tier:
            findings += _finer(new, old)
    return findings


def isolates(few: int, k: int) -> bool:
    """Whether a difference of this many people tells of fewer than `k` of them."""
    return 0 < abs(few) < k


def _small(new: Counts) -> Iterator[Finding]:
    for key, count in sorted([*new.people.items(), *new.answered.items()]):
        if count < new.k:
            message = f"fewer than {new.k} people are behind {_words(key)}"
            yield Finding("R001", new.release, message, "Join it with another group, or leave the measure out.")


def _left_over(new: Counts) -> Iterator[Finding]:
    """People of the audience who are in none of the shown groups, and people who answered a measure in none of them."""
    for audience, kind in new.margins:
        groups = new.groups(audience, kind)
        whole = (audience, TOTAL, WHOLE)
        rest = new.people.get(whole, 0) - sum(new.people[audience, kind, group] for group in groups)
        if isolates(rest, new.k):
            message = f"the {kind} groups of {audience} leave a few people over"
            yield Finding("R002", new.release, message, "Show every category of the margin, joined as needed.")
        for measure in sorted({key[3:] for key in new.answered if key[:2] == (audience, kind)}):
            shown = sum(new.answered.get((audience, kind, group, *measure), 0) for group in groups)
            if isolates(new.answered.get((*whole, *measure), shown) - shown, new.k):
                message = f"the {kind} groups of {audience} leave a few people over in {measure[1]}"
                yield Finding("R002", new.release, message, "Leave the measure out of the margin.")


def _few_between(new: Counts, old: Counts) -> Iterator[Finding]:
    """The same people twice, plus or minus a few, in any group that both releases tell of, alone or added up."""
    k = min(new.k, old.k)
    for key in sorted(new.people):
        audience, kind, group = key
        inside = [each for each in old.groups(audience, kind) if set(each) <= set(group)]
        if {category for each in inside for category in each} != set(group):
            continue
        gained = new.people[audience, kind, group] - sum(old.people[audience, kind, each] for each in inside)
        if isolates(gained, k) or (gained and any(isolates(gain, k) for gain in _measure_gains(new, old, key, inside))):
            message = f"{_words(key)} differs by a few people from release {old.release}"
            yield Finding("R003", new.release, message, "Leave the late answers out until there are more of them.")


def _measure_gains(new: Counts, old: Counts, key: GroupKey, inside: Iterable[Group]) -> Iterator[int]:
    """How many more people answered each measure that both releases show for this group."""
    for measure in sorted({each[3:] for each in new.answered if each[:3] == key}):
        parts = [old.answered.get((*key[:2], each, *measure)) for each in inside]
        if None not in parts:
            yield new.answered[*key, *measure] - sum(parts)


def _finer(new: Counts, old: Counts) -> Iterator[Finding]:
    for audience, kind in new.margins:
        groups, before = new.groups(audience, kind), old.groups(audience, kind)
        if not is_coarser(groups, before):
            message = f"the {kind} groups of {audience} are finer than in release {old.release}"
            yield Finding("R004", new.release, message, "Start from that release's grouping and join further.")


def _words(key: Iterable) -> str:
    audience, kind, group, *measure = key
    return " ".join([audience, kind, group_name(group), *measure[1:]])
