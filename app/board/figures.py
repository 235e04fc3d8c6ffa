"""A release as the board reads it: rows in the order and the words of the pages. Reads a `SafeTable`, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.board.words import AUDIENCE_WORDS, HIGHER, PART_MOVED, SHORT_VERDICTS, listed_text
from app.languages import N_, gettext, name_of
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable
    from analysis.framework import Framework
    from analysis.rows import SafeRow
    from surveys.partnership import Partnership

INDEX = N_("Confidence Index")
MARGINS = ("locality", "journey-point")
NOT_STATED = "not-stated"
MOVED = ("better", "worse", "small-change")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one audience: now and, if there is one, at the baseline. `name` is in the reader's language."""

    measure: str
    name: str
    now: SafeRow
    before: SafeRow | None

    @property
    def verdict(self) -> str:
        return self.now.verdict

    @property
    def short_verdict(self) -> str:
        """A few words for the picture: "12 better", "no clear change"."""
        message = SHORT_VERDICTS[self.now.verdict]
        if self.now.verdict == "small-change" and (self.now.change or 0) < 0:
            message = SHORT_VERDICTS["small-worse"]
        return gettext(message, change=abs(self.now.change or 0))

    @property
    def sentence(self) -> str:
        """The change in whole words, with its interval."""
        from analysis.change import change_sentence

        message, params = change_sentence(self.now.change, self.now.change_low, self.now.change_high, self.verdict)
        return gettext(message, **params)


@dataclass(frozen=True, slots=True)
class Panel:
    """One audience's headline: the index first, then the domains."""

    audience: str
    name: str
    lines: tuple[Line, ...]

    @property
    def index(self) -> Line | None:
        return next((line for line in self.lines if line.measure == "index"), None)


@dataclass(frozen=True, slots=True)
class MarginTable:
    """One audience's groups of one kind: per group its name and a cell (or None) for each measure."""

    audience: str
    name: str
    rows: tuple[tuple[str, tuple[Line | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """The indicators of one domain: per indicator its meaning and a cell (or None) for each audience."""

    name: str
    rows: tuple[tuple[str, tuple[Line | None, ...]], ...]


@dataclass(frozen=True)
class Figures:
    """Everything that a board page shows of one release. `tables` are those beside its headline, by kind."""

    table: SafeTable
    framework: Framework
    partnership: Partnership
    tables: Mapping[str, SafeTable] = field(default_factory=dict)

    @property
    def measures(self) -> list[tuple[str, str, str]]:
        """(kind, id, name) of the headline: the index, then each domain."""
        domains = [("domain", domain.id, name_of(domain.name)) for domain in self.framework.domains]
        return [("index", "index", gettext(INDEX)), *domains]

    @property
    def audience_names(self) -> list[str]:
        return [gettext(AUDIENCE_WORDS[audience]) for audience in AUDIENCES]

    def line(self, name: str, audience: str, group_kind: str, group: str, kind: str, measure: str) -> Line | None:
        row = self.table.by_key.get((audience, group_kind, group, kind, measure))
        return Line(measure, name, row, self.table.baseline_of(row)) if row else None

    def panels(self) -> list[Panel]:
        """One a shown audience, in the order in which audiences are always named."""
        panels = []
        for audience in AUDIENCES:
            lines = [self.line(name, audience, "total", "all", kind, measure) for kind, measure, name in self.measures]
            found = tuple(line for line in lines if line)
            if found:
                panels.append(Panel(audience, gettext(AUDIENCE_WORDS[audience]), found))
        return panels

    def margins(self, group_kind: str) -> Iterator[MarginTable]:
        """The groups of each audience, each with the headline measures."""
        for audience in AUDIENCES:
            groups = dict.fromkeys(row.group for row in self.table.select(audience=audience, group_kind=group_kind))
            rows = tuple(
                (
                    self.group_name(group_kind, group),
                    tuple(self.line(name, audience, group_kind, group, kind, id) for kind, id, name in self.measures),
                )
                for group in groups
            )
            if rows:
                yield MarginTable(audience, gettext(AUDIENCE_WORDS[audience]), rows)

    def group_name(self, group_kind: str, group: str) -> str:
        """ "North and South" for "north+south"."""
        places = self.partnership.localities if group_kind == "locality" else self.partnership.journey_points
        names = {place.id: name_of(place.name) for place in places} | {NOT_STATED: gettext(N_("Not stated"))}
        return listed_text([names.get(part, part) for part in group.split("+")])

    def audience_name(self, audience: str) -> str:
        return gettext(AUDIENCE_WORDS[audience])

    def lines_of(self, kind: str, measure: str) -> list[Line | None]:
        """One measure of everybody in each audience, in their order."""
        return [self.line(self.audience_name(who), who, "total", "all", kind, measure) for who in AUDIENCES]

    def group_with(self, audience: str, group_kind: str, place: str) -> str | None:
        """The group in which a place is shown for an audience, such as "A+C" for "A"; None if it is not shown."""
        groups = (row.group for row in self.table.select(audience=audience, group_kind=group_kind))
        return next((group for group in groups if place in group.split("+")), None)

    def moved(self) -> list[tuple[str, Line]]:
        """(audience's name, line) of each cell named in advance that is certain to have moved: the largest first."""
        lines = [(panel.name, line) for panel in self.panels() for line in panel.lines]
        found = [(who, line) for who, line in lines if line.verdict in MOVED]
        return sorted(found, key=lambda each: -abs(each[1].now.change or 0))

    def indicators(self) -> Iterator[IndicatorGroup]:
        """Each domain's indicators that are shown for at least one audience, the three views side by side."""
        for domain in self.framework.domains:
            own = [each for each in self.framework.indicators if each.domain == domain.id]
            rows = []
            for each in own:
                meaning = name_of(each.meaning)
                cells = tuple(self.line(meaning, who, "total", "all", "indicator", each.id) for who in AUDIENCES)
                if any(cells):
                    rows.append((meaning, cells))
            if rows:
                yield IndicatorGroup(name_of(domain.name), tuple(rows))

    def headline(self) -> list[tuple[str, str]]:
        """(verdict, sentence): for whom the index moved, then which domains moved where the index did not."""
        found: dict[tuple[str, str], list[str]] = {}
        for panel in self.panels():
            whole = verdict_and_sign(panel.index) if panel.index else "too-few"
            found.setdefault((whole, ""), []).append(panel.name)
            for line in panel.lines:
                if line.verdict in PART_MOVED and line.verdict != whole and line is not panel.index:
                    found.setdefault((line.verdict, line.name), []).append(panel.name)
        ordered = sorted(found, key=lambda key: (key[1] != "", list(HIGHER).index(key[0])))
        return [(verdict, headline_text(verdict, part, listed_text(found[verdict, part]))) for verdict, part in ordered]

    def notes(self) -> list[str]:
        """What was merged or left out, in words; ids become names."""
        names = {audience: gettext(word) for audience, word in AUDIENCE_WORDS.items()}
        shown = []
        for note in self.table.notes:
            values = dict(note.values)
            if "kind" in values and "groups" in values:
                groups = str(values["groups"]).split(", ")
                values["groups"] = "; ".join(self.group_name(str(values["kind"]), group) for group in groups)
            values["audience"] = names.get(str(values.get("audience", "")), "")
            shown.append(gettext(note.message, **values))
        return shown


def verdict_and_sign(line: Line) -> str:
    if line.verdict == "small-change":
        return "small-better" if (line.now.change or 0) > 0 else "small-worse"
    return line.verdict


def headline_text(verdict: str, part: str, who: str) -> str:
    return gettext(PART_MOVED[verdict], what=part, who=who) if part else gettext(HIGHER[verdict], who=who)
