"""Figures from services: bringing them in, and the month by month page of the board. Scores stay those of a release."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import FileField

from app.account.forms import StaffForm, told_at
from app.board import months_chart
from app.board.english import in_english
from app.board.told import answer_of
from app.board.topic_pages import figures_of, links
from app.board.words import AUDIENCE_WORDS
from app.downloads.csv_file import csv_bytes
from app.guards import BOARD_READERS, allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.services.errors import NotFound
from app.services.scoring import monthly, outside_figures
from app.services.scoring.outside_file import MAY_BE, NEEDED

blueprint = Blueprint("outside", __name__)
blueprint.before_request(in_english)
blueprint.add_app_template_global(months_chart.value_text, "value_text")
Page = str | Response | tuple[str, int]
EXAMPLE = (
    (
        "plans-in-20-weeks",
        "Education, health and care plans made within 20 weeks",
        "monthly",
        "percent",
        "2026-10",
        "61",
    ),
    ("chasing-rate", "Calls and e-mails that chase an answer, of all", "monthly", "percent", "2026-10", "34.5"),
)
DIRECTIONS = {"better": "Better", "worse": "Worse", "same": "The same", "moved": "Moved", "": "First value"}


class FiguresForm(StaffForm):
    """A file of figures."""

    file = FileField(N_("CSV file"))


@blueprint.get("/staff/figures")
@allow("officer", "analyst", "administrator")
def listed() -> Page:
    return figures_page(FiguresForm())


@blueprint.post("/staff/figures")
@allow("officer", "analyst")
def bring() -> Page:
    form, sent = FiguresForm(request.form), request.files.get("file")
    if not sent or not sent.filename:
        form.file.errors = [N_("Choose a CSV file.")]
        return figures_page(form), 422
    with told_at(form, "file"):
        new, replaced = outside_figures.bring_in(house(), sent.read(), current_staff().email)
        flash(gettext("%(new)s values are new, %(replaced)s were replaced.", new=new, replaced=replaced))
        return redirect(url_for(".listed"), 303)
    return figures_page(form), 422


def figures_page(form: FiguresForm) -> str:
    figures = outside_figures.everything(house())
    return render_template("board/topics/figures.html", form=form, figures=figures, needed=NEEDED, may_be=MAY_BE)


@blueprint.post("/staff/figures/<figure_id>/remove")
@allow("officer", "analyst")
def remove(figure_id: str) -> Page:
    outside_figures.remove(house(), figure_id, current_staff().email)
    flash(gettext("The figure is removed."))
    return redirect(url_for(".listed"), 303)


@blueprint.get("/staff/figures/example.csv")
@allow("officer", "analyst", "administrator")
def example() -> Response:
    """A file to start from."""
    rest = ("2026-10-31", "Case records of the service", "Head of the service", "higher", "", "", "", "")
    names = (*NEEDED, *MAY_BE)
    rows = [dict(zip(names, (*line, *rest), strict=True)) for line in EXAMPLE]
    response = Response(csv_bytes(names, rows), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="figures-example.csv")
    return response


@blueprint.get("/board/monthly")
@blueprint.get("/board/monthly/<month_id>")
@allow(*BOARD_READERS)
def month(month_id: str = "") -> Page:
    """The latest release beside what moved in a month: in operations and in promises; what is red; what was done."""
    shown = monthly.month(house(), month_id)
    before = f"{shown.first.year - (shown.first.month == 1)}-{(shown.first.month - 2) % 12 + 1:02}"
    return render_template(
        "board/topics/month.html",
        month=shown,
        release=shown.release,
        figures=figures_of(shown.release) if shown.release else None,
        drawn=[(each, months_chart.picture(each)) for each in shown.figures],
        answers=[answer_of(house(), each) for each in shown.published],
        before=before,
        after="" if shown.running else f"{monthly.following(shown.first):%Y-%m}",
        directions=DIRECTIONS,
        audience_words=AUDIENCE_WORDS,
        said=request.args.get("said", ""),
        **links(None),
    )


@blueprint.get("/board/figures/<figure_id>.svg")
@allow(*BOARD_READERS)
def picture_file(figure_id: str) -> Response:
    found = next((each for each in outside_figures.everything(house()) if each.id == figure_id), None)
    if found is None:
        raise NotFound(N_("There is no such figure."))
    made = months_chart.picture(found)
    response = Response(render_template("board/svg/file.html", picture=made), mimetype="image/svg+xml")
    response.headers.set("Content-Disposition", "attachment", filename=f"{made.id}.svg")
    return response
