"""The page on which people leave an address after a survey. It knows no ticket and no answer.

It knows a receipt only if somebody types it there, so that we remember it for the next survey.
"""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from app.guards import respondent
from app.here import house
from app.languages import current_language, translated
from app.reach.links import blueprint
from app.respond.visit import speak_for, whole_form
from app.services.errors import Invalid, NotFound
from app.services.reach import contacts, remembered
from app.services.running import throttle
from surveys.model import Survey

MOST, WINDOW = 120, 15 * 60
"""Addresses from one network: a whole room may leave theirs at once over its one connection."""
LONGEST = 300


@blueprint.get("/stay/<survey_id>")
@respondent
def ask_for_address(survey_id: str) -> Response:
    return address_page(survey_of(survey_id))


@blueprint.post("/stay/<survey_id>")
@respondent
def leave_address(survey_id: str) -> Response:
    survey, form = survey_of(survey_id), whole_form()
    typed, code = form.get("address", "")[:LONGEST], form.get("receipt", "")[:LONGEST].strip()
    throttle.attempt(house(), "contact", request.remote_addr or "", MOST, WINDOW)
    wants = {"follow_up": "follow_up" in form and survey.schedule == "wave", "news": "news" in form}
    field = "receipt"
    try:
        code = remembered.check(house(), code, survey.id, request.remote_addr or "") if code else ""
        field = "address"
        stop = contacts.leave(house(), typed, survey.id, current_language().code, **wants, receipt=code)
    except Invalid as wrong:
        field = "news" if wrong.message == contacts.NOTHING_CHOSEN else field
        return address_page(survey, typed, wants, (field, translated(wrong)), form.get("receipt", "")[:LONGEST])
    page = render_template("reach/stayed.html", survey=survey, stop=stop, until=contacts.kept_until(house()))
    return make_response(page)


def survey_of(survey_id: str) -> Survey:
    survey = house().partnership.catalogue.latest(survey_id)
    if survey is None:
        raise NotFound(contacts.NO_SURVEY)
    speak_for(survey)
    return survey


def address_page(
    survey: Survey,
    typed: str = "",
    wants: dict[str, bool] | None = None,
    error: tuple[str, str] | None = None,
    code: str = "",
) -> Response:
    page = render_template(
        "reach/stay.html",
        survey=survey,
        typed=typed,
        code=code,
        wants=wants or {},
        errors=[error] if error else [],
        until=contacts.kept_until(house()),
    )
    return make_response(page, 422 if error else 200)
