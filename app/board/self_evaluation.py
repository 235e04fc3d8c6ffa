"""The self-evaluation pack: per inspectors' criterion the evidence that is held here. Figures of one release only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from analysis.mapping import mapped
from app.board import told, topic
from app.board.figures import Figures
from app.board.topic import Statement
from app.house import House
from app.services.loop import entry_search, loop_measures
from app.services.scoring import outside_figures
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from app.services.loop.loop_measures import Measures
    from app.services.scoring.outside_figures import Outside
    from app.services.scoring.releases import ReleaseView


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is held about one criterion. `answers` were published in the year of the pack and name the criterion."""

    id: str
    title: str
    statements: tuple[Statement, ...]
    answers: tuple[told.Answer, ...]
    themes: tuple[Any, ...]
    operations: tuple[Outside, ...]

    @property
    def shown(self) -> list[Statement]:
        """The statements of which the release shows anything."""
        return [each for each in self.statements if any(each.lines)]

    @property
    def is_empty(self) -> bool:
        return not (self.shown or self.answers or self.operations)


@dataclass(frozen=True, slots=True)
class Pack:
    """One year. `paragraphs` groups the criteria by the number of their paragraph in the handbook.

    `volume` is (wave, audience's name, about how many people) of every wave that the release tells of.
    """

    year: int
    release: ReleaseView
    figures: Figures
    paragraphs: tuple[tuple[str, tuple[Evidence, ...]], ...]
    volume: tuple[tuple[str, str, int], ...]
    measures: Measures
    published: int
    unnamed: int
    """Of the answers that were published, those that name no criterion."""

    @property
    def criteria(self) -> list[Evidence]:
        return [each for _, own in self.paragraphs for each in own]


def pack(house: House, figures: Figures, release: ReleaseView, year: int) -> Pack:
    """What a year's pack holds, from one release and what was published in that year."""
    public = [view for view in entry_search.all_public(house) if view.published_on.year == year]
    answers = [told.answer_of(house, view) for view in public]
    outside = outside_figures.everything(house)
    found = [evidence(house, figures, each.id, each.title, answers, outside) for each in house.framework.criteria]
    grouped = groupby(found, key=lambda each: each.id.rstrip("abcdefghijklmnopqrstuvwxyz"))
    paragraphs = tuple((number, tuple(own)) for number, own in grouped)
    measures = loop_measures.measures(house)
    unnamed = sum(not view.content.criteria for view in public)
    return Pack(year, release, figures, paragraphs, tuple(volume(figures)), measures, len(public), unnamed)


def evidence(
    house: House, figures: Figures, target: str, title: str, answers: list[told.Answer], outside: list[Outside]
) -> Evidence:
    own = mapped(house.framework, "criteria", target)
    mine = tuple(each for each in answers if target in each.entry.content.criteria)
    return Evidence(
        target,
        title,
        tuple(topic.statements(figures, own)),
        mine,
        tuple(told.themes(figures, mine) or ()),
        tuple(outside_figures.about(outside, criterion=target)),
    )


def volume(figures: Figures) -> Iterator[tuple[str, str, int]]:
    """How many people answered, wave by wave: of the measure that most people of an audience answered."""
    table = figures.tables.get("trend")
    rows = table.rows if table else figures.table.select(group_kind="total")
    most: dict[tuple[str, str], int] = {}
    for row in rows:
        most[row.wave, row.audience] = max(row.n, most.get((row.wave, row.audience), 0))
    for wave, audience in sorted(most, key=lambda key: (key[0], AUDIENCES.index(key[1]))):
        yield wave, figures.audience_name(audience), most[wave, audience]
