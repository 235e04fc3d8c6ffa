"""Did it help? The shown scores on which an entry rests, beside those of the latest release. Shown figures only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.house import House
from app.services.loop.entry_texts import EntryText
from app.services.scoring import releases
from app.services.scoring.releases import ReleaseView

if TYPE_CHECKING:
    from analysis.disclosure import SafeRow

TIER = "public"
"""Entries are public, so only what the public tier shows may stand in them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One shown score with its interval, whole numbers from 0 to 100."""

    wave: str
    score: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Effect:
    """One indicator of one audience before the answer and, once a later wave is out, after it.

    `verdict` is blank without an after.
    """

    audience: str
    indicator: str
    before: Shown
    after: Shown | None = None
    verdict: str = ""


def with_snapshot(house: House, content: EntryText) -> EntryText:
    """The text with the rows of the latest public release that its indicators rest on; unchanged if it has them."""
    wanted = set(content.indicators)
    if not wanted or {row["measure"] for row in content.snapshot.rows} >= wanted:
        return content
    release = releases.latest(TIER)
    if release is None:
        return content
    rows = tuple(row.to_dict() for row in fitting(release.table.rows, content))
    return replace(
        content, snapshot=replace(content.snapshot, release=release.id, wave=release.wave, tier=TIER, rows=rows)
    )


def fitting(rows: tuple[SafeRow, ...], content: EntryText) -> list[SafeRow]:
    """Rows of whole audiences that this entry is about."""
    return [
        row
        for row in rows
        if row.group_kind == "total"
        and row.measure_kind == "indicator"
        and row.measure in content.indicators
        and content.audience in (row.audience, "")
    ]


def effects(house: House, content: EntryText, latest: ReleaseView | None) -> list[Effect]:
    """Before and after for each indicator and audience that the entry rests on, in the order of its snapshot.

    `latest` is the release to compare with, read once by the caller: `releases.latest(TIER)`.
    """
    later = latest is not None and latest.wave > content.snapshot.wave
    after = {(row.audience, row.measure): row.to_dict() for row in fitting(latest.table.rows, content)} if later else {}
    smallest = house.framework.settings.small_change
    return [effect(row, after.get((row["audience"], row["measure"])), smallest) for row in content.snapshot.rows]


def effect(before: dict, after: dict | None, small_change: float) -> Effect:
    first = shown(before)
    if after is None:
        return Effect(before["audience"], before["measure"], first)
    second = shown(after)
    return Effect(before["audience"], before["measure"], first, second, verdict(first, second, small_change))


def shown(row: dict) -> Shown:
    return Shown(row["wave"], row["score"], row["ci_low"], row["ci_high"])


def verdict(before: Shown, after: Shown, small_change: float) -> str:
    """In words only where the two shown intervals do not even touch.

    That is stricter than a test of the difference at 5% (two 95% intervals that do not touch differ at less than 1%),
    which makes up for there being many entries.
    """
    if before.low <= after.high and after.low <= before.high:
        return "no-clear-change"
    if abs(after.score - before.score) < small_change:
        return "small-change"
    return "better" if after.score > before.score else "worse"
