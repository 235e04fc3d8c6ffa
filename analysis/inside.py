"""What a closed release keeps inside: exact cells of groups of at least k people. Never shown; no person is in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.beside import NOTHING_BESIDE, Beside
from analysis.disclosure import TOTAL, WHOLE
from analysis.grouping import Group, Grouping, group_name

if TYPE_CHECKING:
    from pandas import DataFrame

CELL_COLUMNS = ("audience", "group_kind", "group", "measure_kind", "measure", "n", "total", "squares", "positive")
People = dict[tuple[str, str], dict[str, int]]


@dataclass(frozen=True)
class Inside:
    """The exact figures behind a release, in the finest groups of its wave that may be shown to anyone.

    `people`: (audience, group_kind, group, n); `cells`: the values of `CELL_COLUMNS`, sums in units; a group is its
    categories joined by "+". A later release of the wave starts from these figures and adds what changed, so somebody
    who has withdrawn since stays counted and cannot be found by subtracting; and they are the baseline of later waves.

    `counted` says how many people the release counts in each place (audience, locality, journey point, measure kind,
    measure, n), so that the audit knows of those who have withdrawn. No score is kept of fewer than k people.
    `baseline` is the release that it is compared with, `before` are all beside which it was made. `crossed` are the
    rows of the analysts' table as shown.
    """

    people: tuple[tuple[str, str, str, int], ...] = ()
    cells: tuple[tuple[Any, ...], ...] = ()
    beside: Beside = NOTHING_BESIDE
    counted: tuple[tuple[Any, ...], ...] = ()
    baseline: str = ""
    crossed: tuple[tuple[Any, ...], ...] = ()
    before: tuple[str, ...] = ()

    @property
    def grouping(self) -> Grouping:
        """The groups of each audience's margins."""
        found: dict[tuple[str, str], list[Group]] = {}
        for audience, kind, group, _ in self.people:
            if kind != TOTAL:
                found.setdefault((audience, kind), []).append(tuple(group.split("+")))
        return {key: tuple(sorted(groups)) for key, groups in found.items()}

    def frames(self) -> tuple[DataFrame, People]:
        """Cells and people as of categories: a group stands under its first one, so it may only be joined further.

        A measure that was not kept in every group of a margin is left out of it: its parts would pass for the whole.
        """
        import pandas as pd

        people: People = {}
        for audience, kind, group, n in self.people:
            people.setdefault((audience, kind), {})[anchor(kind, group)] = n
        whole = self.whole_measures()
        rows = [
            (audience, kind, anchor(kind, group), *rest)
            for audience, kind, group, *rest in self.cells
            if (audience, kind, *rest[:2]) in whole
        ]
        return pd.DataFrame(rows, columns=list(CELL_COLUMNS)), people

    def whole_measures(self) -> set[tuple[str, str, str, str]]:
        """(audience, group_kind, measure_kind, measure) whose kept groups add up to everybody who answered."""
        answered: Counter[tuple[str, str, str, str]] = Counter()
        for audience, kind, _group, measure_kind, measure, n, *_sums in self.cells:
            answered[audience, kind, measure_kind, measure] += n
        return {key for key, n in answered.items() if n == answered[key[0], TOTAL, key[2], key[3]]}

    def to_json(self) -> str:
        data: dict[str, Any] = {"people": self.people, "cells": self.cells, "beside": self.beside.to_dict()}
        data |= {"counted": self.counted, "baseline": self.baseline, "crossed": self.crossed, "before": self.before}
        return json.dumps(data, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Inside:
        data = json.loads(text or '{"people":[],"cells":[]}')
        beside = Beside.from_dict(data.get("beside", {}))
        names = ("people", "cells", "counted", "crossed")
        people, cells, counted, crossed = (tuple(map(tuple, data.get(key, ()))) for key in names)
        return cls(people, cells, beside, counted, data.get("baseline", ""), crossed, tuple(data.get("before", ())))


def anchor(kind: str, group: str) -> str:
    return "" if kind == TOTAL else group.split("+")[0]


def joined(*groupings: Grouping) -> Grouping:
    """The finest grouping that none of these is coarser than: groups that overlap become one."""
    found: dict[tuple[str, str], list[set[str]]] = {}
    for grouping in groupings:
        for key, groups in grouping.items():
            for group in groups:
                found[key] = overlapping(found.get(key, []), set(group))
    return {key: tuple(sorted(tuple(sorted(group)) for group in groups)) for key, groups in found.items()}


def overlapping(groups: Iterable[set[str]], new: set[str]) -> list[set[str]]:
    apart = [group for group in groups if not group & new]
    together = [group for group in groups if group & new]
    return [*apart, new.union(*together)]


def inside_of(cells: DataFrame, people: People, grouping: Grouping, k: int, beside: Beside = NOTHING_BESIDE) -> Inside:
    """The exact figures in these groups (totals too), each of at least `k` people, or of nobody."""
    from analysis.reports import grouped_cells, grouped_people

    shown = {**grouping, **{(audience, TOTAL): (WHOLE,) for audience, kind in people if kind == TOTAL}}
    sizes = grouped_people(people, shown)
    kept = sorted((*key[:2], group_name(key[2]), n) for key, n in sizes.items() if n >= k)
    rows = sorted(
        (*key[:2], group_name(key[2]), *key[3:], cell.n, cell.total, cell.squares, cell.positive)
        for key, cell in grouped_cells(cells, shown).items()
        if cell.n >= k or not cell.n
    )
    return Inside(tuple(kept), tuple(rows), beside)
