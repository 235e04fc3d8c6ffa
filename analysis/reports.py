"""From additive cells to a release's table: groups, baseline, change. `disclosure` makes the table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.change import NO_PAIRS, TOO_FEW, Change, Pairs, board_verdicts, compare
from analysis.disclosure import (
    TOTAL,
    WHOLE,
    CellKey,
    ExactRow,
    Note,
    Release,
    SafeTable,
    publishable,
    safe_table,
)
from analysis.framework import Framework
from analysis.grouping import Group, Grouping, group_name, group_of, merge, size
from analysis.rounding import ENDS
from analysis.rows import COLUMNS
from analysis.scoring import Cell, mean_interval, wilson
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from pandas import DataFrame

MARGINS = ("locality", "journey-point")
TIER_MARGINS: dict[str, tuple[str, ...]] = {"public": (), "board": MARGINS}
"""What each tier shows beside the totals: as separate margins, never crossed."""
People = dict[tuple[str, str], dict[str, int]]
"""(audience, group_kind) to category to distinct people."""
LeftOut = tuple[str, str, str, str]
"""(audience, group_kind, measure_kind, measure)."""
N_ = str
"""Marks a message for extraction; it is translated where it is shown."""


@dataclass(frozen=True)
class BaselineData:
    """The baseline wave's cells and people, in the same shapes as this wave's.

    `untold` names measures that must not be told again in a margin (or total), because they would give somebody away.
    """

    wave: str
    cells: DataFrame
    people: People
    framework_version: str | None = None
    untold: Collection[LeftOut] = ()


@dataclass(frozen=True)
class ReleaseResult:
    """A table that may be stored and shown, and the grouping that later releases may only coarsen."""

    table: SafeTable
    grouping: Grouping
    names: Release
    exact: tuple[ExactRow, ...]
    """The rows before rounding; they stay inside."""


@dataclass(frozen=True)
class Waves:
    """Everything of one release before disclosure control, with categories already joined to groups."""

    shown: Grouping
    cells: dict[CellKey, Cell]
    before: dict[CellKey, Cell] | None
    pairs: dict[CellKey, Pairs]
    left_out: tuple[str, ...]


def release_table(
    *,
    framework: Framework,
    release: str,
    wave: str,
    tier: str,
    k: int,
    cells: DataFrame,
    people: People,
    baseline: BaselineData | None = None,
    pairs: DataFrame | None = None,
    fixed_grouping: Grouping | None = None,
    left_out: Collection[LeftOut] = (),
) -> ReleaseResult:
    """The table of one wave for one tier, with the change since the baseline in the same (perhaps coarser) groups.

    `people`: (audience, group_kind) to category to distinct people; group_kind is total, locality or journey-point, and
    total has one category of any name. Frames, one row per combination, sums in units of 1/5040 point:
    `cells`: audience, group_kind, group, measure_kind, measure, n, total, squares, positive;
    `pairs`: the keys of cells, optional baseline_group, n, sx, sy, sxx, syy, sxy (x baseline, y this wave).
    `fixed_grouping` is the `grouping` of the tier's latest release. `baseline` is None when this wave is the baseline.
    `left_out` names measures that must not be shown in a margin (or total), because they would give somebody away.
    """
    waves = _prepare(tier, k, cells, people, baseline, pairs, fixed_grouping, left_out)
    rows = tuple(_with_verdicts(framework, _exact_rows(framework, waves, k)))
    grouping = {key: groups for key, groups in waves.shown.items() if key[1] != TOTAL}
    kept = {**(fixed_grouping or {}), **grouping}
    names = Release(release, wave, baseline and baseline.wave, tier, k, framework.version, framework.title)
    table = safe_table(names, rows, kept, _notes(waves, k, baseline, framework), framework.settings)
    return ReleaseResult(table, kept, names, rows)


def unrounded_rows(*, framework: Framework, release: str, wave: str, tier: str, k: int, **data: Any) -> list[dict]:
    """The same rows before rounding, as dicts of `COLUMNS`: for tests on made-up data only, never to be shown.

    Takes the arguments of `release_table`.
    """
    frames = (data.get(key) for key in ("cells", "people", "baseline", "pairs", "fixed_grouping"))
    waves = _prepare(tier, k, *frames, data.get("left_out", ()))
    rows = _with_verdicts(framework, _exact_rows(framework, waves, k))
    return [{"release": release, "wave": wave, **_unrounded(row, framework)} for row in rows]


def _unrounded(row: ExactRow, framework: Framework) -> dict[str, Any]:
    cell, change = row.cell, row.change or Change(None, None, None, "")
    interval = mean_interval(cell, framework.settings)
    low, high = wilson(cell.positive, cell.n, framework.settings.confidence)
    names = (row.audience, row.group_kind, group_name(row.group), row.measure_kind, row.measure)
    level = (float(interval.mean), interval.low, interval.high, cell.n, 100 * cell.positive / cell.n, low, high)
    difference = None if change.difference is None else float(change.difference)
    return dict(zip(COLUMNS[2:], (*names, *level, difference, change.low, change.high, change.verdict), strict=True))


def _prepare(
    tier: str,
    k: int,
    cells: DataFrame,
    people: People,
    baseline: BaselineData | None,
    pairs: DataFrame | None,
    fixed: Grouping | None,
    without: Collection[LeftOut] = (),
) -> Waves:
    counted_before = baseline.people if baseline else {}
    shown = _groups(people, counted_before, TIER_MARGINS[tier], k, fixed or {})
    before = None
    if baseline:
        counted = grouped_cells(baseline.cells, shown)
        told = {key: cell for key, cell in counted.items() if (*key[:2], *key[3:]) not in baseline.untold}
        before = publishable(told, shown, k)
    found = grouped_cells(cells, shown)
    now = publishable({key: cell for key, cell in found.items() if (*key[:2], *key[3:]) not in without}, shown, k)
    left_out = tuple(sorted({audience for audience, _ in people if (audience, TOTAL) not in shown}))
    linked = {} if pairs is None else _pairs(pairs, shown)
    return Waves(shown, now, before, linked, left_out)


def _groups(counted: People, before: People, margins: tuple[str, ...], k: int, fixed: Grouping) -> Grouping:
    """The groups to show: audiences of at least `k` people, and margins that keep more than one group."""
    shown: Grouping = {}
    for (audience, kind), people in counted.items():
        if kind == TOTAL and sum(people.values()) >= k:
            shown[audience, TOTAL] = (WHOLE,)
    for audience, kind in [(each, kind) for each, _ in shown for kind in margins]:
        known = dict.fromkeys(before.get((audience, kind), {}), 0)
        groups = merge({**known, **counted.get((audience, kind), {})}, k, fixed.get((audience, kind)))
        if len(groups) > 1:
            shown[audience, kind] = groups
    return shown


def grouped_people(people: People, shown: Grouping) -> dict[tuple[str, str, Group], int]:
    """Distinct people of each group that is shown, as (audience, group_kind, group) to n."""
    sizes: dict[tuple[str, str, Group], int] = {}
    for (audience, kind), groups in shown.items():
        own = people.get((audience, kind), {})
        for group in groups:
            sizes[audience, kind, group] = sum(own.values()) if kind == TOTAL else size(own, group)
    return sizes


def grouped_cells(frame: DataFrame, shown: Grouping) -> dict[CellKey, Cell]:
    """Cells of categories added up to the cells of the groups that are shown."""
    cells: dict[CellKey, Cell] = {}
    for key, row in _grouped(frame, shown):
        own = Cell(*(int(row[column]) for column in ("n", "total", "squares", "positive")))
        cells[key] = cells.get(key, Cell()) + own
    return cells


def _pairs(frame: DataFrame, shown: Grouping) -> dict[CellKey, Pairs]:
    """Linked people of each shown group: those who were in the group at the baseline and are in it now."""
    pairs: dict[CellKey, Pairs] = {}
    for key, row in _grouped(frame, shown):
        where = group_of(shown[key[0], key[1]])
        if key[1] == TOTAL or where.get(row.get("baseline_group", row["group"])) == key[2]:
            own = Pairs(*(int(row[column]) for column in ("n", "sx", "sy", "sxx", "syy", "sxy")))
            pairs[key] = pairs.get(key, NO_PAIRS) + own
    return pairs


def _grouped(frame: DataFrame, shown: Grouping) -> Iterator[tuple[CellKey, Mapping[str, Any]]]:
    where = {key: group_of(groups) for key, groups in shown.items()}
    for row in frame.to_dict("records"):
        audience, kind = row["audience"], row["group_kind"]
        groups = where.get((audience, kind), {})
        group = WHOLE if kind == TOTAL and groups else groups.get(row["group"])
        if group:
            yield (audience, kind, group, row["measure_kind"], row["measure"]), row


def _exact_rows(framework: Framework, waves: Waves, k: int) -> Iterator[ExactRow]:
    order = {measure: place for place, measure in enumerate(framework.measures)}

    def place(key: CellKey) -> tuple[int, int, Group, int, str]:
        audience, kind, group, measure_kind, measure = key
        audiences = AUDIENCES.index(audience) if audience in AUDIENCES else len(AUDIENCES)
        kinds = (TOTAL, *MARGINS).index(kind)
        return audiences, kinds, group, order.get((measure_kind, measure), len(order)), measure

    for key in sorted(waves.cells, key=place):
        cell, old = waves.cells[key], (waves.before or {}).get(key)
        change = None
        if waves.before is not None:
            linked = waves.pairs.get(key, NO_PAIRS)
            change = compare(old, cell, linked, k, framework.settings, ENDS) if old else TOO_FEW
        yield ExactRow(*key, cell, old, change)


def _with_verdicts(framework: Framework, rows: Iterable[ExactRow]) -> Iterator[ExactRow]:
    """Better or worse only for the cells named in advance, their error rate held over all of them together."""
    every = list(rows)
    named = {row.key: row.change for row in every if row.group_kind == TOTAL and row.named in framework.named_cells}
    verdicts = board_verdicts({key: change for key, change in named.items() if change}, framework.settings)
    for row in every:
        verdict = verdicts.get(row.key, TOO_FEW.verdict if row.change and row.change.difference is None else "")
        yield replace(row, change=row.change and replace(row.change, verdict=verdict))


def _notes(waves: Waves, k: int, baseline: BaselineData | None, framework: Framework) -> Iterator[Note]:
    for audience in waves.left_out:
        message = N_("Fewer than %(k)s people answered: nothing is shown for %(audience)s.")
        yield Note(message, (("audience", audience), ("k", k)))
    for (audience, kind), groups in sorted(waves.shown.items()):
        joined = [group_name(group) for group in groups if len(group) > 1]
        if joined:
            message = N_("Shown together, so that each group has at least %(k)s people: %(groups)s (%(audience)s).")
            yield Note(message, (("audience", audience), ("groups", ", ".join(joined)), ("k", k), ("kind", kind)))
    if baseline and baseline.framework_version not in (None, framework.version):
        message = N_("The baseline was asked under version %(version)s of the framework.")
        yield Note(message, (("version", baseline.framework_version),))
