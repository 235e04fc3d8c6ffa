"""The board pack of a release: its HTML, and the PDF that the press makes of it. In English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.downloads.base import DownloadContext, Format
from app.here import house
from app.languages import name_of, set_language
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable
    from analysis.framework import Indicator
    from app.board.figures import Figures, Line
    from app.downloads.pdf_charts import Picture


@dataclass(frozen=True, slots=True)
class Part:
    """One page: of a domain or a priority area. `lines` are its own scores by audience, `rows` its indicators'."""

    name: str
    about: str
    lines: tuple[tuple[str, Line], ...]
    rows: tuple[tuple[str, tuple[Line | None, ...]], ...]
    picture: Picture | None = None


def write(table: SafeTable, context: DownloadContext) -> bytes:
    """Made now, or long ago: the press keeps what it made. Takes seconds. Raises `PrintError`."""
    from app.paper.typeset import shelf

    return shelf().make(html_of(table, context)).read_bytes()


def html_of(table: SafeTable, context: DownloadContext) -> str:
    from flask import render_template

    from app.board.chart import score_text
    from app.board.figures import Figures
    from app.board.words import VERDICT_WORDS
    from app.downloads.pdf_charts import picture, printable

    set_language("en")
    own = house().made_under(table.framework_version)
    figures = Figures(table, own.framework, own.partnership)
    beside = {each.kind: each for each in context.beside}
    page = render_template(
        "downloads/pack.html",
        context=context,
        table=table,
        figures=figures,
        panels=[(panel, picture(panel)) for panel in figures.panels()],
        domains=list(domains(figures)),
        areas=list(areas(figures)),
        gaps=list(gaps(beside.get("gaps"), context)),
        trend=beside.get("trend"),
        versions=beside.get("versions"),
        ratings=beside.get("ratings"),
        names=context.names,
        verdicts=VERDICT_WORDS,
        score_text=score_text,
    )
    return printable(page)


def domains(figures: Figures) -> Iterator[Part]:
    """A page for each domain that is shown for anyone: the audiences side by side, then its indicators."""
    from app.board.figures import Panel
    from app.downloads.pdf_charts import picture

    for domain in figures.framework.domains:
        whole = ("total", "all", "domain", domain.id)
        lines = [(who, figures.line(who, audience, *whole)) for audience, who in named(figures)]
        found = tuple((who, line) for who, line in lines if line)
        if found:
            drawn = picture(Panel(domain.id, name_of(domain.name), tuple(line for _, line in found)))
            own = [each for each in figures.framework.indicators if each.domain == domain.id]
            yield Part(name_of(domain.name), name_of(domain.question), found, rows(figures, own), drawn)


def areas(figures: Figures) -> Iterator[Part]:
    """A page for each priority area: the indicators that are mapped to it. No figure of its own."""
    from analysis.mapping import mapped

    for area in figures.framework.priority_areas:
        own = mapped(figures.framework, "priority_areas", area.id)
        yield Part(name_of(area.title), area.id, (), rows(figures, own))


def rows(figures: Figures, indicators: Any) -> tuple[tuple[str, tuple[Line | None, ...]], ...]:
    """The indicators that are shown for anyone, with the audiences side by side."""
    made = ((name_of(each.meaning), cells(figures, each)) for each in indicators)
    return tuple((name, found) for name, found in made if any(found))


def cells(figures: Figures, indicator: Indicator) -> tuple[Line | None, ...]:
    name = name_of(indicator.meaning)
    return tuple(figures.line(name, who, "total", "all", "indicator", indicator.id) for who in AUDIENCES)


def named(figures: Figures) -> list[tuple[str, str]]:
    return list(zip(AUDIENCES, figures.audience_names, strict=True))


def gaps(table: SafeTable | None, context: DownloadContext) -> Iterator[str]:
    """What the audiences see differently, in sentences: the index and the domains."""
    from analysis.gaps import gap_sentence
    from app.languages import gettext

    for row in table.rows if table else ():
        if row.measure_kind != "indicator":
            message, params = gap_sentence(row.gap, row.gap_low, row.gap_high, row.verdict)
            who, other = context.names["audience", row.audience], context.names["audience", row.other]
            yield f"{context.names['measure', row.measure]}: {gettext(message, **params, who=who, other=other)}"


FORMAT = Format("pdf", "application/pdf", write)
