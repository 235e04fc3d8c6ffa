"""What the public takes away: posters of an entry, pages of a topic, the yearly report in its formats and editions."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, g, make_response, render_template, request, send_file, url_for

from app.guards import public
from app.here import house
from app.languages import current_language, gettext, keep_language
from app.outputs import docx_file, drawing, making, posters, voices
from app.outputs.document import Document
from app.outputs.making import Asked, Print
from app.page_cache import for_everyone
from app.paper.pdf import PrintError, can_print
from app.paper.views import LOOK_AGAIN, printed
from app.services.loop import entries, entry_search
from app.services.running.tasks import TaskView

blueprint = Blueprint("outputs", __name__, url_prefix="/you-said-we-did")
blueprint.url_defaults(keep_language)
blueprint.add_app_template_global(voices.count_lines)
blueprint.add_app_template_global(voices.language_note)
EDITIONS = {"full": "", "easy": "easy-read"}


@blueprint.get("/<slug>/<any('poster-A4', 'poster-A5'):what>.pdf")
@public
def poster(slug: str, what: str) -> Response:
    """One entry to hang up."""
    view = entries.get_published(house(), slug)
    html = posters.poster(view, what.removeprefix("poster-"))
    return printed(html, f"{slug}.{what}.{current_language().code}.pdf", f"/you-said-we-did/{slug}")


@blueprint.get("/topic/<point_id>.pdf")
@public
def one_page(point_id: str) -> Response:
    html = posters.one_page(posters.topic(point_id))
    return printed(html, f"{point_id}.{current_language().code}.pdf", "/you-said-we-did/")


@blueprint.get("/topic/<point_id>.png")
@public
@for_everyone
def picture(point_id: str) -> Response:
    return Response(drawing.png(posters.topic(point_id)), mimetype="image/png")


@blueprint.get("/take-away")
@public
@for_everyone
def take_away() -> str:
    """Everything that can be taken away, for those who tell others."""
    topics = {view.content.journey_point for view in entry_search.all_public(house())}
    points = [point for point in house().partnership.journey_points if point.id in topics]
    years = sorted({*entry_search.years(house()), str(house().today().year)}, reverse=True)
    return render_template("outputs/take_away.html", points=points, years=years)


@blueprint.get("/year/<year>", defaults={"edition": "full"})
@blueprint.get("/year/<year>/easy-read", defaults={"edition": "easy"})
@public
@for_everyone
def yearly(year: str, edition: str) -> str:
    """The yearly report as a page."""
    report = making.built(asked_of("annual", year, edition))
    files = {form: url_for(f".yearly_{form}", year=year, edition=edition) for form in ("pdf", "docx")}
    other = url_for(".yearly", year=year, edition="full" if edition == "easy" else "easy")
    return render_template("outputs/report.html", report=report, files=files, other=other, words_of=making.words_of)


@blueprint.get("/year/<year>.pdf", defaults={"edition": "full"})
@blueprint.get("/year/<year>/easy-read.pdf", defaults={"edition": "easy"})
@public
def yearly_pdf(year: str, edition: str) -> Response:
    asked = asked_of("annual", year, edition)
    return pdf_of(making.built(asked), asked, url_for(".yearly", year=year, edition=edition))


@blueprint.get("/year/<year>.docx", defaults={"edition": "full"})
@blueprint.get("/year/<year>/easy-read.docx", defaults={"edition": "easy"})
@public
def yearly_docx(year: str, edition: str) -> Response:
    return docx_of(making.built(asked_of("annual", year, edition)))


def asked_of(kind: str, period: str, edition: str = "full") -> Asked:
    return {"kind": kind, "period": period, "language": current_language().code, "edition": edition}


# What staff's reports use too


def docx_of(report: Document) -> Response:
    content = docx_file.write(report, house().partnership.name)
    response = Response(content, mimetype=docx_file.MEDIA_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename=f"{report.name}.{report.language}.docx")
    response.headers["Content-Language"] = report.language
    return response


def pdf_of(report: Document, asked: Asked, way_back: str) -> Response:
    """The PDF if the worker has made it; else ask for it once and say how far it is, on a page that looks again."""
    return print_of(making.print_of(report), asked, way_back, making.KIND, report.language)


def print_of(page: Print, asked: Asked, way_back: str, kind: str, language: str) -> Response:
    """The same for any page for the press, made by tasks of this kind."""
    found = making.ready(page, kind)
    if found is not None:
        return sent(found, f"{page.name}.pdf", language)
    if not can_print():
        raise not_ready(way_back, "no Pango on this machine")
    task = making.ask(page, asked, kind)
    if task.state == "failed":
        raise not_ready(way_back, task.detail)
    return waiting(task)


def not_ready(way_back: str, reason: str) -> PrintError:
    g.refusal, g.way_on = gettext("This sheet is not ready"), way_back
    return PrintError(reason)


def sent(found: Path | bytes, name: str, language: str) -> Response:
    if isinstance(found, Path):
        response = send_file(found, mimetype="application/pdf", download_name=name, max_age=0)
    else:
        response = Response(found, mimetype="application/pdf")
        response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["Content-Language"] = language
    return response


def waiting(task: TaskView) -> Response:
    page = render_template("outputs/waiting.html", here=request.full_path.rstrip("?"), task=task)
    response = make_response(page, 202)
    response.headers["Refresh"] = str(LOOK_AGAIN)
    response.headers["Cache-Control"] = "no-store"
    return response
