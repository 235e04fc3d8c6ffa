"""The only maker of a `SafeTable`: what may be shown, rounded until it gives nobody away. Computes no statistics."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import InitVar, astuple, dataclass
from functools import cached_property
from typing import Any

from analysis.change import Change
from analysis.framework import Settings
from analysis.grouping import Group, Grouping, group_name
from analysis.rounding import shown_n, shown_score, shown_share, shown_share_interval
from analysis.rows import HEADLINE, KEYS, ROWS, SafeRow, columns_of
from analysis.scoring import DEFAULTS, Cell, half_up, mean_interval, wilson

TOTAL = "total"
WHOLE: Group = ("all",)
"""The one group of group_kind "total"."""
_MINT = object()


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about a table: an English msgid and the ids or numbers for its %(name)s places."""

    message: str
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.params)

    def __str__(self) -> str:
        return self.message % self.values if self.params else self.message


@dataclass(frozen=True)
class SafeTable:
    """One table of a closed release as it is shown everywhere. Made here or read back by `from_dict`, nowhere else.

    `kind` is one of `rows.ROWS`, which names its columns. In the headline, `rows` are this wave's, `baseline_rows` the
    baseline wave's in the same groups, and `grouping` is what later releases may only coarsen. Raises TypeError if made
    anywhere else.
    """

    title: str
    release: str
    wave: str
    baseline_wave: str | None
    tier: str
    k: int
    framework_version: str
    rows: tuple[Any, ...]
    baseline_rows: tuple[SafeRow, ...]
    grouping: Grouping
    notes: tuple[Note, ...]
    kind: str = HEADLINE
    mint: InitVar[object] = None

    def __post_init__(self, mint: object) -> None:
        if mint is not _MINT:
            raise TypeError("a SafeTable is made by analysis.disclosure alone")

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.kind)

    def records(self) -> Iterator[dict[str, str | int | None]]:
        """Each row as column to value."""
        return (dict(zip(self.columns, astuple(row), strict=True)) for row in self.rows)

    def select(self, **columns: str) -> tuple[Any, ...]:
        """This wave's rows whose columns have these values, in the order of the table."""
        if len(columns) == len(KEYS) and self.kind == HEADLINE and columns.keys() == set(KEYS):
            row = self.by_key.get(tuple(columns[key] for key in KEYS))
            return (row,) if row else ()
        named = [self.with_value.get(each, ()) for each in columns.items() if each[0] in NAMES]
        fewest = min(named, key=len, default=self.rows)
        return tuple(row for row in fewest if all(getattr(row, key) == value for key, value in columns.items()))

    @cached_property
    def with_value(self) -> dict[tuple[str, str], list[Any]]:
        """The rows by column and value, for columns of names: a page asks a table hundreds of times."""
        found: dict[tuple[str, str], list[Any]] = {}
        for column in (each for each in self.columns if each in NAMES):
            for row in self.rows:
                found.setdefault((column, getattr(row, column)), []).append(row)
        return found

    @cached_property
    def by_key(self) -> dict[tuple[str, ...], SafeRow]:
        """The headline's rows by (audience, group_kind, group, measure_kind, measure)."""
        return {row.key: row for row in self.rows}

    @cached_property
    def baseline_by_key(self) -> dict[tuple[str, ...], SafeRow]:
        return {row.key: row for row in self.baseline_rows}

    @cached_property
    def by_measure(self) -> dict[tuple[str, str], tuple[Any, ...]]:
        """The rows of each (measure_kind, measure), in the order of the table."""
        found: dict[tuple[str, str], list[Any]] = {}
        for row in self.rows:
            found.setdefault((row.measure_kind, row.measure), []).append(row)
        return {measure: tuple(own) for measure, own in found.items()}

    def baseline_of(self, row: SafeRow) -> SafeRow | None:
        """The baseline's row of the same audience, group and measure, or None if there is none to show."""
        return self.baseline_by_key.get(row.key)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists, strings, ints and None, ready for JSON."""
        grouping: dict[str, dict[str, list[list[str]]]] = {}
        for (audience, kind), groups in sorted(self.grouping.items()):
            grouping.setdefault(audience, {})[kind] = [list(group) for group in groups]
        plain = {key: getattr(self, key) for key in PLAIN}
        rows = {key: [list(astuple(row)) for row in getattr(self, key)] for key in ("rows", "baseline_rows")}
        notes = [{"message": note.message, "params": note.values} for note in self.notes]
        own = {} if self.kind == HEADLINE else {"kind": self.kind}
        return {**plain, **own, **rows, "columns": list(self.columns), "grouping": grouping, "notes": notes}

    def to_json(self) -> str:
        """The same text for the same table, always: keys sorted, no spaces."""
        return json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SafeTable:
        """A stored release again. Raises ValueError if it does not have the columns of this version."""
        kind = data.get("kind", HEADLINE)
        if tuple(data["columns"]) != columns_of(kind):
            raise ValueError(f"stored columns {data['columns']} are not {columns_of(kind)}")
        kinds = ((audience, kind, groups) for audience, own in data["grouping"].items() for kind, groups in own.items())
        return cls(
            **{key: data[key] for key in PLAIN},
            kind=kind,
            rows=tuple(ROWS[kind](*row) for row in data["rows"]),
            baseline_rows=tuple(SafeRow(*row) for row in data["baseline_rows"]),
            grouping={(audience, kind): tuple(map(tuple, groups)) for audience, kind, groups in kinds},
            notes=tuple(Note(each["message"], tuple(sorted(each["params"].items()))) for each in data["notes"]),
            mint=_MINT,
        )

    @classmethod
    def from_json(cls, text: str) -> SafeTable:
        return cls.from_dict(json.loads(text))


NAMES = ("audience", "group_kind", "group", "measure_kind", "measure", "survey", "question", "wave")
PLAIN = ("title", "release", "wave", "baseline_wave", "tier", "k", "framework_version")


@dataclass(frozen=True, slots=True)
class ExactRow:
    """What is known of one cell before disclosure control; stays inside `analysis`."""

    audience: str
    group_kind: str
    group: Group
    measure_kind: str
    measure: str
    cell: Cell
    baseline: Cell | None = None
    change: Change | None = None

    @property
    def key(self) -> CellKey:
        return self.audience, self.group_kind, self.group, self.measure_kind, self.measure

    @property
    def named(self) -> tuple[str, str, str]:
        """As the framework names cells in advance."""
        return self.audience, self.measure_kind, self.measure


@dataclass(frozen=True, slots=True)
class Release:
    """What a release is called and under which rules it is made."""

    id: str
    wave: str
    baseline_wave: str | None
    tier: str
    k: int
    framework_version: str
    title: str = ""


CellKey = tuple[str, str, Group, str, str]
"""(audience, group_kind, group, measure_kind, measure)."""


def publishable(
    cells: Mapping[CellKey, Cell], groups: Mapping[tuple[str, str], Iterable[Group]], k: int
) -> dict[CellKey, Cell]:
    """The cells that may be shown: those of measures that at least `k` people answered in every group of the margin."""
    shown: dict[CellKey, Cell] = {}
    measures = {(audience, kind, mk, measure) for audience, kind, _, mk, measure in cells}
    for audience, kind, measure_kind, measure in measures:
        keys = [(audience, kind, group, measure_kind, measure) for group in groups.get((audience, kind), ())]
        if all(key in cells and cells[key].n >= k for key in keys):
            shown |= {key: cells[key] for key in keys}
    return shown


def safe_table(
    release: Release,
    rows: Iterable[ExactRow],
    grouping: Grouping,
    notes: Iterable[Note] = (),
    settings: Settings = DEFAULTS,
) -> SafeTable:
    """Round exact rows into a table that may be shown. Raises ValueError for a cell of under `release.k` people."""
    exact = tuple(rows)
    small = [row for row in exact for cell in (row.cell, row.baseline) if cell is not None and cell.n < release.k]
    if small:
        raise ValueError(f"{len(small)} cells have fewer than {release.k} people")
    return SafeTable(
        title=release.title,
        release=release.id,
        **{key: getattr(release, key) for key in PLAIN if key not in ("title", "release")},
        rows=tuple(_shown(release, row, settings) for row in exact),
        baseline_rows=tuple(_baselines(release, exact, settings)),
        grouping=grouping,
        notes=tuple(notes),
        mint=_MINT,
    )


def side_table(release: Release, kind: str, title: str, rows: Iterable[Any], notes: Iterable[Note] = ()) -> SafeTable:
    """A table beside the headline. Its rows are made by `beside` from cells of at least k people, rounded here."""
    every = tuple(rows)
    if any(type(row) is not ROWS[kind] for row in every):
        raise ValueError(f"not all rows are of a table of {kind}")
    plain = {key: getattr(release, key) for key in PLAIN if key not in ("title", "release")}
    empty: dict[str, Any] = {"baseline_rows": (), "grouping": {}, "notes": tuple(notes)}
    return SafeTable(title=title, release=release.id, **plain, kind=kind, rows=every, **empty, mint=_MINT)


def _shown(release: Release, row: ExactRow, settings: Settings) -> SafeRow:
    safe = {**level(row.cell, settings), **change_of(row)}
    return SafeRow(release.id, release.wave, *_names(row), **safe)


def _baselines(release: Release, rows: Iterable[ExactRow], settings: Settings) -> Iterator[SafeRow]:
    for row in rows:
        if row.baseline is not None and release.baseline_wave:
            yield SafeRow(release.id, release.baseline_wave, *_names(row), **level(row.baseline, settings))


def _names(row: ExactRow) -> tuple[str, str, str, str, str]:
    return row.audience, row.group_kind, group_name(row.group), row.measure_kind, row.measure


def level(cell: Cell, settings: Settings) -> dict[str, int | None]:
    """Score, interval, n and, from enough people on, the share of positive answers, all rounded."""
    interval = mean_interval(cell, settings)
    level: dict[str, int | None] = {
        "score": shown_score(interval.mean),
        "ci_low": shown_score(interval.low),
        "ci_high": shown_score(interval.high),
        "n": shown_n(cell.n),
    }
    if cell.n >= settings.positive_min_n:
        low, high = shown_share_interval(*wilson(cell.positive, cell.n, settings.confidence))
        level |= {"positive": shown_share(cell.positive, cell.n), "positive_low": low, "positive_high": high}
    return level


def change_of(row: ExactRow) -> dict[str, Any]:
    """The difference of the two shown scores; the interval of the exact difference, rounded; the exact verdict."""
    if row.change is None:
        return {}
    if row.baseline is None or row.change.low is None or row.change.high is None:
        return {"verdict": row.change.verdict}
    change = shown_score(row.cell.mean) - shown_score(row.baseline.mean)
    low, high = half_up(row.change.low), half_up(row.change.high)
    return {"change": change, "change_low": low, "change_high": high, "verdict": row.change.verdict}
