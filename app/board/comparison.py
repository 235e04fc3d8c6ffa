"""The three views beside each other and over the waves: gaps and trends of one release, in words. Makes no figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.board.words import AUDIENCE_WORDS
from app.languages import gettext
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from analysis.rows import GapRow
    from app.board.figures import Figures

CLEAR = ("higher", "lower")
"""The verdicts of a gap that is certain and large."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two audiences on one measure: the row of the release, and its sentence in the reader's language."""

    row: GapRow
    sentence: str

    @property
    def clear(self) -> bool:
        return self.row.verdict in CLEAR


@dataclass(frozen=True, slots=True)
class Series:
    """One audience over the waves. `points` are rows with wave, score, interval and n, the earliest first."""

    audience: str
    name: str
    points: tuple[Any, ...]


def gaps(figures: Figures, kind: str, measure: str) -> list[Gap]:
    """The gaps between the audiences on one measure, as the release tells them; the widest first."""
    table = figures.tables.get("gaps")
    rows = table.by_measure.get((kind, measure), ()) if table else ()
    found = [Gap(row, gap_text(row)) for row in rows]
    return sorted(found, key=lambda gap: -abs(gap.row.gap))


def gap_text(row: GapRow) -> str:
    from analysis.gaps import gap_sentence

    message, params = gap_sentence(row.gap, row.gap_low, row.gap_high, row.verdict)
    names = {"who": gettext(AUDIENCE_WORDS[row.audience]), "other": gettext(AUDIENCE_WORDS[row.other])}
    return gettext(message, **params, **names)


def trend(figures: Figures, kind: str, measure: str) -> tuple[Series, ...]:
    """Every wave of whole audiences; in a release that holds no trend, its baseline and itself."""
    series = ((audience, points(figures, audience, kind, measure)) for audience in AUDIENCES)
    return tuple(Series(audience, gettext(AUDIENCE_WORDS[audience]), own) for audience, own in series if own)


def points(figures: Figures, audience: str, kind: str, measure: str) -> tuple[Any, ...]:
    table = figures.tables.get("trend")
    rows = table.by_measure.get((kind, measure), ()) if table else ()
    found = tuple(row for row in rows if row.audience == audience)
    return found or tuple(now_and_before(figures, audience, kind, measure))


def now_and_before(figures: Figures, audience: str, kind: str, measure: str) -> Iterator[Any]:
    line = figures.line("", audience, "total", "all", kind, measure)
    if line:
        if line.before:
            yield line.before
        yield line.now
