"""Every picture of the board by its name: title, description, marks and the table beside it. No page is made here.

A name says what is drawn, so that it is the same in every release: `levels.parent-carer` (one audience: index and
domains), `levels.parent-carer.locality.A+C` (one group of it), `audiences.domain.support` (one measure, the audiences
below each other), `trend.index.index` (one measure over the waves), `views.headline` and `views.criteria.57b` (several
measures, the audiences on one line), `shares.rate-health.parent-carer` (how one audience rates one service).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.mapping import mapped
from app.board import chart, ratings, trend_chart, views_chart
from app.board.chart import score_text
from app.board.comparison import gaps, trend
from app.board.figures import INDEX, Figures, Line, Panel
from app.board.rooms import MAPPING_OF
from app.board.words import AUDIENCE_WORDS, NO_CLEAR_GAP, POINTS_APART
from app.languages import N_, gettext, name_of
from app.services.errors import NotFound
from surveys.model import AUDIENCES


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. `shape` names its template in `board/svg/`; `head` and `rows` are the same figures as a table."""

    name: str
    title: str
    about: str
    shape: str
    chart: Any
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def id(self) -> str:
        """Its name as ids in pages and names of files have it."""
        return self.name.replace(".", "-").replace("+", "-")


def picture(figures: Figures, name: str, mirrored: bool = False) -> Picture:
    """The picture of this name. Raises `NotFound` if there is none, or nothing in this release to draw."""
    what, *parts = name.split(".")
    try:
        made = MAKERS[what](figures, name, parts, mirrored)
    except (KeyError, ValueError):
        made = None
    if made is None:
        raise NotFound(N_("There is no such picture in this release."))
    return made


def shown(figures: Figures, names: Iterable[str], mirrored: bool = False) -> list[Picture]:
    """Those of these pictures for which the release has figures."""
    made = (MAKERS[name.partition(".")[0]](figures, name, name.split(".")[1:], mirrored) for name in names)
    return [each for each in made if each]


def levels(figures: Figures, name: str, parts: Sequence[str], mirrored: bool) -> Picture | None:
    """Index and domains of one audience, of everybody or of one group."""
    audience, *group = parts
    kind, own = group or ("total", "all")
    who = gettext(AUDIENCE_WORDS[audience])
    found = [figures.line(said, audience, kind, own, *measure) for *measure, said in figures.measures]
    title = gettext(N_("Scores of %(who)s"), who=who)
    if group:
        title = f"{title}: {figures.group_name(kind, own)}"
    return panel_picture(name, title, gettext(N_("Measure")), [line for line in found if line], mirrored)


def audiences(figures: Figures, name: str, parts: Sequence[str], mirrored: bool) -> Picture | None:
    """One measure, the audiences below each other."""
    kind, measure = parts
    found = [line for _, line in views_of(figures, kind, measure)]
    return panel_picture(name, measure_name(figures, kind, measure), gettext(N_("Who")), found, mirrored)


def panel_picture(name: str, title: str, first: str, lines: Sequence[Line], mirrored: bool) -> Picture | None:
    if not lines:
        return None
    before = any(line.before for line in lines)
    rows = tuple((line.name, *([level_text(line.before)] if before else []), level_text(line.now)) for line in lines)
    head = (first, *([gettext(N_("Baseline"))] if before else []), gettext(N_("Now")))
    about = " ".join(said_of(line) for line in lines)
    drawn = chart.draw(Panel(name, title, tuple(lines)), mirrored)
    return Picture(name, title, about, "levels", drawn, head, rows)


def said_of(line: Line) -> str:
    values = {"low": score_text(line.now.ci_low), "high": score_text(line.now.ci_high), "name": line.name}
    values["now"] = score_text(line.now.score)
    if line.before:
        message = N_("%(name)s: %(before)s at the baseline, %(now)s now; likely between %(low)s and %(high)s.")
        return gettext(message, **values, before=score_text(line.before.score))
    return gettext(N_("%(name)s: %(now)s now; likely between %(low)s and %(high)s."), **values)


def level_text(row: Any) -> str:
    if row is None:
        return "–"
    likely = gettext(N_("%(low)s to %(high)s"), low=score_text(row.ci_low), high=score_text(row.ci_high))
    return f"{score_text(row.score)} ({likely})"


def over_time(figures: Figures, name: str, parts: Sequence[str], mirrored: bool) -> Picture | None:
    """One measure over all waves; from the second wave on."""
    kind, measure = parts
    series = trend(figures, kind, measure)
    waves = sorted({point.wave for each in series for point in each.points})
    if len(waves) < 2:
        return None
    told = [(each.name, {point.wave: point for point in each.points}) for each in series]
    rows = tuple((who, *(level_text(by_wave.get(wave)) for wave in waves)) for who, by_wave in told)
    title = gettext(N_("%(what)s, wave by wave"), what=measure_name(figures, kind, measure))
    about = " ".join(
        f"{who}: " + ", ".join(f"{wave} {scored(by.get(wave))}" for wave in waves) + "." for who, by in told
    )
    return Picture(name, title, about, "trend", trend_chart.draw(series, mirrored), (gettext(N_("Who")), *waves), rows)


def scored(row: Any) -> str:
    return score_text(row.score if row else None)


def side_by_side(figures: Figures, name: str, parts: Sequence[str], mirrored: bool) -> Picture | None:
    """Several measures, each with all audiences on one line: index and domains, or what a page is about."""
    rows = []
    for kind, measure in measures_of(figures, parts):
        views = list(views_of(figures, kind, measure))
        if views:
            rows.append((measure_name(figures, kind, measure), apart_text(figures, kind, measure), views))
    if not rows:
        return None
    names = [gettext(AUDIENCE_WORDS[audience]) for audience in AUDIENCES]
    table = []
    for said, _apart, views in rows:
        by_audience = dict(views)
        own = [by_audience.get(audience) for audience in AUDIENCES]
        table.append((said, *(level_text(line.now if line else None) for line in own)))
    about = " ".join(
        f"{row[0]}: " + ", ".join(f"{w} {v}" for w, v in zip(names, row[1:], strict=True)) + "." for row in table
    )
    title = gettext(N_("The three views side by side"))
    drawn = views_chart.draw([(said, apart, seen(views)) for said, apart, views in rows], mirrored)
    return Picture(name, title, about, "views", drawn, (gettext(N_("Measure")), *names), tuple(table))


def seen(views: Sequence[tuple[str, Line]]) -> list[tuple[str, Line]]:
    return list(views)


def views_of(figures: Figures, kind: str, measure: str) -> Iterable[tuple[str, Line]]:
    """(audience, its line under the audience's name) of each audience that is shown."""
    for audience in AUDIENCES:
        line = figures.line(gettext(AUDIENCE_WORDS[audience]), audience, "total", "all", kind, measure)
        if line:
            yield audience, line


def apart_text(figures: Figures, kind: str, measure: str) -> str:
    """How far the outermost views lie apart, as the release's widest gap says."""
    widest = next(iter(gaps(figures, kind, measure)), None)
    if widest is None:
        return ""
    if not widest.clear:
        return gettext(NO_CLEAR_GAP)
    return gettext(POINTS_APART, points=abs(widest.row.gap))


def measures_of(figures: Figures, parts: Sequence[str]) -> list[tuple[str, str]]:
    if parts == ["headline"]:
        return [(kind, measure) for kind, measure, _ in figures.measures]
    if parts == ["anchors"]:
        return [("indicator", each.id) for each in figures.framework.anchors]
    room, target = parts
    if room == "domains":
        return [("indicator", each.id) for each in figures.framework.indicators if each.domain == target]
    return [("indicator", each.id) for each in mapped(figures.framework, MAPPING_OF[room], target)]


def measure_name(figures: Figures, kind: str, measure: str) -> str:
    if kind == "index":
        return gettext(INDEX)
    if kind == "domain":
        return name_of(figures.framework.domain_by_id[measure].name)
    return name_of(figures.framework.indicator_by_id[measure].meaning)


def shares(figures: Figures, name: str, parts: Sequence[str], mirrored: bool) -> Picture | None:
    """How one audience rates one service."""
    question, audience = parts
    made = ratings.picture(figures, question, audience)
    return made and Picture(name, *made[:2], "shares", *made[2:])


MAKERS: dict[str, Callable[[Figures, str, Sequence[str], bool], Picture | None]] = {
    "levels": levels,
    "audiences": audiences,
    "trend": over_time,
    "views": side_by_side,
    "shares": shares,
}
