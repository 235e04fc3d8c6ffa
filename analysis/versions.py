"""Versions of the framework: whether their scores mean the same, and the table of two side by side. Never mixes any."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from analysis.change import NO_PAIRS, Pairs, compare
from analysis.disclosure import TOTAL, ExactRow, Release, change_of, level
from analysis.framework import Framework, Settings
from analysis.rounding import ENDS
from analysis.rows import VersionRow
from analysis.scoring import Cell

HEADLINE_KINDS = ("index", "domain")
"""What is shown under several versions: what they define. An indicator is the same in all that have it."""


class Counted(NamedTuple):
    """People of one wave, scored under one version, exactly; `before` and `pairs` are of that version's baseline."""

    version: str
    wave: str
    audience: str
    measure_kind: str
    measure: str
    cell: tuple[int, int, int, int]
    before: tuple[int, int, int, int] | None = None
    pairs: tuple[int, ...] = ()


def meaning(framework: Framework) -> tuple[Any, ...]:
    """Everything that index and domains depend on. Names, mappings and the choice of cells are not part of it."""
    settings = framework.settings
    rules = (settings.min_answered, settings.positive, settings.headline_schedule)
    domains = (
        (domain.id, domain.weight, tuple(sorted(each.id for each in framework.anchors if each.domain == domain.id)))
        for domain in framework.domains
    )
    return (*rules, tuple(sorted(domains)))


def alike(one: Framework | None, other: Framework | None) -> bool:
    """Whether scores under both mean the same, so that they may be compared. Nobody knows if a file is not kept."""
    if one is None or other is None:
        return False
    return one.version == other.version or meaning(one) == meaning(other)


def version_rows(
    own: Iterable[tuple[Any, ...]],
    exact: Sequence[ExactRow],
    release: Release,
    waves: Collection[str],
    settings: Settings,
) -> Iterator[VersionRow]:
    """Whole audiences under each version, the earliest version first; nothing if there is only one.

    `own` are rows of `Counted` under earlier versions, `exact` the release's own rows, `waves` those that this tier has
    shown.
    """
    before = [Counted(*each) for each in own]
    if not before:
        return
    for each in before:
        if each.wave in waves:
            yield from shown(each, release.k, settings)
    for row in exact:
        if row.group_kind == TOTAL and row.measure_kind in HEADLINE_KINDS:
            names = (release.framework_version, release.wave, *row.named)
            yield VersionRow(*names, **level(row.cell, settings), **moved(row))


def shown(each: Counted, k: int, settings: Settings) -> Iterator[VersionRow]:
    """One row as it may leave; none of fewer than k people, and no change from fewer."""
    cell, before = Cell(*each.cell), Cell(*each.before) if each.before else None
    if cell.n < k:
        return
    change: dict[str, Any] = {}
    if before is not None and before.n >= k:
        pairs = Pairs(*each.pairs) if each.pairs else NO_PAIRS
        found = compare(before, cell, pairs, k, settings, ENDS)
        change = moved(ExactRow(each.audience, TOTAL, ("all",), each.measure_kind, each.measure, cell, before, found))
    yield VersionRow(*each[:5], **level(cell, settings), **change)


def moved(row: ExactRow) -> dict[str, Any]:
    """The change as it is shown, without a word: words stand in the headline alone."""
    return {key: value for key, value in change_of(row).items() if key != "verdict"}
