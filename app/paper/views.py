"""What can be printed, as addresses: the sheet of a survey for everyone, and of a link for staff."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, render_template, request, send_file, url_for

from app.collect.views import mine_only
from app.guards import allow, public
from app.here import house
from app.languages import current_language, gettext, languages, set_language
from app.paper.pdf import PrintError
from app.paper.posters import print_of, words
from app.paper.typeset import left_to_right, printed_address, printed_picture, shelf, survey_sheet
from app.respond.visit import speak_for
from app.services.asking import collectors as links
from app.services.asking import entrances

blueprint = Blueprint("paper", __name__)
blueprint.add_app_template_global(printed_picture)
blueprint.add_app_template_filter(left_to_right)
blueprint.add_app_template_filter(printed_address)
LOOK_AGAIN = 3
"""Seconds until a page that waits for its PDF looks again."""


@blueprint.get("/s/<survey_id>/paper.pdf")
@public
def sheet(survey_id: str) -> Response:
    """The survey to print and fill in, in the language that is asked for."""
    entrance = entrances.by_survey(house(), survey_id)
    speak_for(entrance.survey)
    return printed(survey_sheet(entrance), f"{survey_id}.{current_language().code}.pdf", entrance.address)


@blueprint.get("/staff/collectors/<code>/paper.pdf")
@allow("officer", "facilitator")
def link_sheet(code: str) -> Response:
    """The same for everyone who gets it through one link: what the link knows is not asked, and its QR is on top."""
    row = links.get(house(), code, mine_only())
    entrance = entrances.by_collector(house(), row.code)
    speak_for(entrance.survey)
    html = survey_sheet(entrance, entrances.known_of(house(), row.code))
    return printed(html, f"{row.code}.{current_language().code}.pdf", url_for("collect.collector", code=row.code))


@blueprint.get("/staff/collectors/<code>/<any('poster-A4', 'poster-A5', slips):what>.pdf")
@allow("officer", "facilitator")
def link_print(code: str, what: str) -> Response:
    """A poster of a link, or slips to tear off, in the language that is asked for."""
    row = links.get(house(), code, mine_only())
    entrance = entrances.by_collector(house(), row.code)
    speak_for(entrance.survey)
    name = f"{row.code}.{what}.{current_language().code}.pdf"
    return printed(print_of(entrance, what), name, url_for("collect.collector", code=row.code))


@blueprint.get("/staff/collectors/<code>/share")
@allow("officer", "facilitator")
def share(code: str) -> str:
    """Everything that makes a link known, in each language."""
    set_language("en")
    row = links.get(house(), code, mine_only())
    entrance = entrances.by_collector(house(), row.code)
    offered = languages().offered(row.survey_id)
    said = [words(entrance, language) for language in offered]
    return render_template("collect/share.html", row=row, words=said, survey=entrance.survey)


def printed(html: str, name: str, way_back: str) -> Response:
    """The PDF if it was made before; else have it made and say so, on a page that looks again by itself."""
    found = shelf().find(html)
    if found:
        response = send_file(found, mimetype="application/pdf", download_name=name, max_age=0)
        response.headers["Content-Language"] = current_language().code
        return response
    try:
        shelf().order(html)
    except PrintError:
        g.refusal = gettext("This sheet is not ready")
        g.way_on = f"{way_back}?lang={current_language().code}"
        raise
    page = make_response(render_template("paper/waiting.html", here=request.full_path.rstrip("?")), 202)
    page.headers["Refresh"] = str(LOOK_AGAIN)
    return page
