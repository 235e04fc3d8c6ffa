"""How well people are answered, by quarter: the public page and its files. The figures are made by services."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from analysis.disclosure import SafeTable
from app.guards import public
from app.here import house
from app.languages import N_, keep_language
from app.loop.feeds import shared
from app.page_cache import for_everyone
from app.services.loop import loop_measures, loop_quarters

blueprint = Blueprint("measured", __name__, url_prefix="/you-said-we-did")
blueprint.url_defaults(keep_language)
MEASURE_WORDS = {
    "answers": N_("Answers published"),
    "themes-answered": N_("Themes that have an answer"),
    "days-to-answer": N_("Days from what was said to the answer (the middle one)"),
    "days-to-done": N_("Days from what was said to something done (the middle one)"),
    "promises-due": N_("Promises that fell due"),
    "promises-kept": N_("Promises kept in time"),
    "signed": N_("Answers that every side agreed to"),
    "asked-again": N_("Answers that people were asked about again"),
    "helped": N_("Answers after which things got better"),
    "told": N_("People who were told what happened"),
    "verdict": N_("Readers: does this answer what you said?"),
    "volume-by-channel": N_("How people spoke"),
    "volume-by-audience": N_("Who spoke"),
}
PER_CENT = ("themes-answered", "promises-kept", "signed", "verdict")
PART_WORDS = {
    "yes": N_("Yes"),
    "partly": N_("Partly"),
    "no": N_("No"),
    "receipt": N_("With their receipt"),
    "message": N_("By a message"),
    "web": N_("On a phone or computer"),
    "group": N_("In a group"),
    "paper": N_("On paper"),
    "keyed": N_("On paper, typed in"),
    "import": N_("Collected elsewhere"),
    "young-person": N_("Children and young people"),
    "parent-carer": N_("Parents and carers"),
    "professional": N_("Professionals"),
    "others": N_("All others together"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One measure, or one part of it, over the quarters of the table; None where there is nothing to show."""

    measure: str
    part: str
    values: tuple[int | None, ...]

    @property
    def is_share(self) -> bool:
        return self.measure in PER_CENT

    @property
    def points(self) -> str:
        """The line of the small picture, in a box of 100 by 30; empty with fewer than two values."""
        known = [(place, value) for place, value in enumerate(self.values) if value is not None]
        if len(known) < 2:
            return ""
        top = 100 if self.is_share else max(max(value for _place, value in known), 1)
        step = 100 / max(len(self.values) - 1, 1)
        return " ".join(f"{place * step:.1f},{28 - 26 * value / top:.1f}" for place, value in known)


def lines(table: SafeTable) -> tuple[list[str], list[Line]]:
    """The quarters in order, and each line of the page."""
    quarters = list(dict.fromkeys(row.quarter for row in table.rows))
    known = {(row.measure, row.part, row.quarter): row.value for row in table.rows}
    order = {measure: place for place, measure in enumerate(MEASURE_WORDS)}
    names = sorted(dict.fromkeys((row.measure, row.part) for row in table.rows), key=lambda each: order[each[0]])
    return quarters, [Line(*name, tuple(known.get((*name, quarter)) for quarter in quarters)) for name in names]


def page(template: str, table: SafeTable) -> str:
    quarters, shown = lines(table)
    return render_template(
        template,
        quarters=quarters,
        lines=shown,
        measures=loop_measures.measures(house()),
        k=table.k,
        measure_words=MEASURE_WORDS,
        part_words=PART_WORDS,
    )


@blueprint.get("/measures")
@public
@for_everyone
def measures() -> str:
    return page("loop/measured.html", loop_quarters.table(house()))


@blueprint.get("/measures.<any(csv, json):kind>")
@public
@for_everyone
def file(kind: str) -> Response:
    """The same table for other programs."""
    from app.downloads.csv_file import csv_of

    table = loop_quarters.table(house())
    if kind == "csv":
        return shared(Response(csv_of(table), mimetype="text/csv"))
    return shared(Response(table.to_json(), mimetype="application/json"))
