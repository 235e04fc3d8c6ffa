"""The link in a message to somebody whose receipt we remember: one button starts the next survey as the same person."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request

from app.guards import respondent
from app.here import house
from app.languages import current_language
from app.reach.links import blueprint
from app.respond.returning import follow_up, next_wave, spoken_survey
from app.respond.visit import whole_form
from app.services.asking.receipts import Found
from app.services.errors import Invalid
from app.services.reach import remembered


@blueprint.get("/back/<token>")
@respondent
def welcome_back(token: str) -> Response:
    """Opening it changes nothing, because mail programs open links by themselves."""
    found = remembered_of(token)
    if found is None:
        return to_receipts()
    survey = spoken_survey(found)
    return make_response(render_template("reach/back.html", survey=survey, wave=next_wave(found)))


@blueprint.post("/back/<token>")
@respondent
def begin_again(token: str) -> Response:
    whole_form()
    found = remembered_of(token)
    return follow_up(found) if found else to_receipts()


def remembered_of(token: str) -> Found | None:
    """What the receipt stands for; None once it has ended or its answers were taken back."""
    try:
        return remembered.find(house(), token, request.remote_addr or "")
    except Invalid:
        return None


def to_receipts() -> Response:
    return redirect(f"/r/?lang={current_language().code}", 303)
