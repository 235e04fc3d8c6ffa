"""The tables beside a release's headline: gaps, trend, ratings, journey surveys, observed, themes. Rounded here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from analysis.disclosure import TOTAL, ExactRow, Note, Release, SafeTable, level, side_table
from analysis.framework import Framework
from analysis.gaps import gap_rows
from analysis.quality import quality_rows
from analysis.rounding import STEP, shown_n, shown_share, shown_share_interval
from analysis.rows import JourneyRow, ObservedRow, RatingRow, ThemeRow, TogetherRow, TrendRow
from analysis.scoring import Cell, wilson
from analysis.themes import ThemeCell
from analysis.versions import version_rows

N_ = str
"""Marks a message for extraction; it is translated where it is shown."""
TITLES = {
    "gaps": N_("The three views side by side"),
    "trend": N_("All waves"),
    "versions": N_("Two versions of the framework side by side"),
    "ratings": N_("Ratings of services"),
    "journey": N_("Surveys about one moment"),
    "observed": N_("What others see: a child who does not answer in words"),
    "themes": N_("What people wrote about"),
    "together": N_("What groups said together"),
    "quality": N_("How good is this data?"),
}
BOARD_ONLY = frozenset({"journey"})


@dataclass(frozen=True)
class Beside:
    """Exact figures of the surveys and questions that are not in the headline; each of whole audiences. Stays inside.

    `ratings`: (audience, survey, question, option, chose it, answered); `journey`: (audience, survey, journey point,
    measure kind, measure, n, total, squares, positive); `observed`: the same without survey and with the voice.
    `quarters` are those whose surveys about one moment are counted. `themes` are rows of `themes.ThemeCell`, and
    `coded` the (programme, wave) whose comments they count. `together`: (audience, survey, question, option, hands,
    people, people of the largest room). `versions` are rows of `versions.Counted`, under earlier versions of the
    framework. `quality` are rows of `quality.Part`; `dropout` those of `quality.drop_outs`, which are never shown.
    """

    ratings: tuple[tuple[Any, ...], ...] = ()
    journey: tuple[tuple[Any, ...], ...] = ()
    observed: tuple[tuple[Any, ...], ...] = ()
    quarters: tuple[str, ...] = ()
    themes: tuple[tuple[Any, ...], ...] = ()
    coded: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[Any, ...], ...] = ()
    versions: tuple[tuple[Any, ...], ...] = ()
    quality: tuple[tuple[Any, ...], ...] = ()
    dropout: tuple[tuple[Any, ...], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {name: list(getattr(self, name)) for name in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Beside:
        rows = {name: tuple(map(tuple, data.get(name, ()))) for name in cls.__dataclass_fields__ if name != "quarters"}
        return cls(**rows, quarters=tuple(data.get("quarters", ())))


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class Neighbours:
    """What a release's tables are made from: its own exact rows, the tables of other waves, and what is beside.

    `comparable` are the versions of the framework whose scores mean the same as this one's.
    """

    framework: Framework
    release: Release
    exact: Sequence[ExactRow]
    headline: SafeTable
    earlier: Sequence[SafeTable] = field(default_factory=tuple)
    beside: Beside = NOTHING_BESIDE
    comparable: Collection[str] = ()

    def tables(self) -> list[SafeTable]:
        """The tables that have anything to show, in the order of `rows.ROWS`."""
        rows = {
            "gaps": gap_rows(self.framework, self.exact, self.release.k),
            "trend": trend_rows([*self.same_meaning(), self.headline]),
            "versions": version_rows(
                self.beside.versions, self.exact, self.release, self.waves, self.framework.settings
            ),
            "ratings": self.ratings(),
            "journey": self.journey(),
            "observed": self.observed(),
            "themes": theme_rows(self.beside.themes, self.release.k, self.framework),
            "together": self.together(),
            "quality": quality_rows(self.beside.quality, self.release.k),
        }
        made = {kind: tuple(own) for kind, own in rows.items() if kind not in self.hidden}
        shown = {kind: own for kind, own in made.items() if own}
        return [side_table(self.release, kind, TITLES[kind], own, self.notes(kind)) for kind, own in shown.items()]

    def same_meaning(self) -> Iterator[SafeTable]:
        """The headlines of other waves that may stand in one line with this one."""
        known = {self.headline.framework_version, *self.comparable}
        return (table for table in self.earlier if table.framework_version in known)

    @property
    def waves(self) -> set[str]:
        """Those of which this tier has shown anything."""
        return {table.wave for table in (*self.earlier, self.headline)}

    @property
    def hidden(self) -> frozenset[str]:
        return frozenset() if self.release.tier == "board" else BOARD_ONLY

    def notes(self, kind: str) -> Iterator[Note]:
        if kind == "journey" and self.beside.quarters:
            message = N_("Answers of the quarters: %(quarters)s.")
            yield Note(message, (("quarters", ", ".join(self.beside.quarters)),))

    @property
    def least(self) -> int:
        """People from which on a share is shown."""
        return max(self.release.k, self.framework.settings.positive_min_n)

    def ratings(self) -> Iterator[RatingRow]:
        for *names, chosen, answered in self.beside.ratings:
            if answered >= self.least:
                interval = wilson(chosen, answered, self.framework.settings.confidence)
                share = (shown_share(chosen, answered), *shown_share_interval(*interval), shown_n(answered))
                yield RatingRow(*names, *share)

    def journey(self) -> Iterator[JourneyRow]:
        for *names, n, total, squares, positive in self.beside.journey:
            if n >= self.release.k:
                yield JourneyRow(*names, **level(Cell(n, total, squares, positive), self.framework.settings))

    def observed(self) -> Iterator[ObservedRow]:
        for *names, n, total, squares, positive in self.beside.observed:
            if n >= self.release.k:
                yield ObservedRow(*names, **level(Cell(n, total, squares, positive), self.framework.settings))

    def together(self) -> Iterator[TogetherRow]:
        """Whoever was in a room knows its hands: so the others must be enough people when those are taken away."""
        for *names, hands, people, largest in self.beside.together:
            if people >= self.least and people - largest >= self.release.k:
                yield TogetherRow(*names, shown_share(min(hands, people), people), shown_n(people))


def theme_rows(cells: Iterable[tuple[Any, ...]], k: int, framework: Framework) -> Iterator[ThemeRow]:
    """Themes of the groups that this threshold allows; shares from as many people on as anywhere else."""
    least = max(k, framework.settings.positive_min_n)
    for cell in (ThemeCell(*each) for each in cells if each[0] == k):
        names = (cell.programme, cell.theme, cell.name, cell.audience, cell.kind, cell.group)
        row: dict[str, int | None] = {"people": shown_n(cell.said), "n": shown_n(cell.n)}
        if cell.n >= least:
            low, high = shown_share_interval(*wilson(cell.said, cell.n, framework.settings.confidence))
            row |= {"share": shown_share(cell.said, cell.n), "share_low": low, "share_high": high}
            row |= theme_change(cell, least)
        if cell.scored >= least:
            row["positive"] = shown_share(cell.positive, cell.scored)
            row["negative"] = shown_share(cell.negative, cell.scored)
        yield ThemeRow(*names, **row)


def theme_change(cell: ThemeCell, least: int) -> dict[str, int | None]:
    """The difference of the two shown shares, and the interval of the exact one, widened outward to 5s."""
    if cell.low is None or cell.high is None or cell.before_n < least:
        return {}
    change = shown_share(cell.said, cell.n) - shown_share(cell.before_said, cell.before_n)
    low, high = STEP * floor(cell.low / STEP), STEP * ceil(cell.high / STEP)
    return {"change": change, "change_low": min(low, change), "change_high": max(high, change)}


def trend_rows(tables: Iterable[SafeTable]) -> Iterator[TrendRow]:
    """Every score of whole audiences, wave by wave, as the headlines given show it (the last of a wave counts)."""
    latest = {table.wave: table for table in tables}
    if len(latest) < 2:
        return
    for wave in sorted(latest):
        table = latest[wave]
        for row in table.select(group_kind=TOTAL):
            names = (wave, table.release, row.audience, row.measure_kind, row.measure)
            yield TrendRow(*names, row.score, row.ci_low, row.ci_high, row.n)
