"""Coming back with a receipt: what happened with what was said, the follow-up survey, and taking it back."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from app.guards import respondent
from app.here import house
from app.languages import current_language, translated
from app.respond.blueprint import blueprint
from app.respond.entering import started
from app.respond.visit import speak_for, whole_form
from app.services.asking import entrances, receipts, withdrawal
from app.services.asking.entrances import Entrance
from app.services.asking.receipts import Found
from app.services.errors import N_, Conflict, Invalid
from app.services.loop import entry_readers, entry_themes, entry_topics
from app.services.running import throttle
from surveys.model import Survey

WRONG_CODES, WINDOW = 30, 15 * 60
"""Wrong codes from one network address in so many seconds. Right ones do not count: a whole class may come at once."""
ENTRIES = 12
NO_FOLLOW_UP = N_("There is no new survey for this receipt now.")


@blueprint.get("/r/")
@respondent
def enter_receipt() -> Response:
    return form_page(request.args.get("code", "")[:60])


@blueprint.post("/r/")
@respondent
def use_receipt() -> Response:
    form = whole_form()
    typed = form.get("code", "")[:200]
    limit = {"name": "receipt", "key": request.remote_addr or "", "limit": WRONG_CODES, "window_seconds": WINDOW}
    throttle.refuse_if_over(house(), **limit)
    try:
        found = receipts.find(house(), typed)
    except Invalid as wrong:
        throttle.attempt(house(), **limit)
        return form_page(typed, translated(wrong), 422)
    match form.get("action"):
        case "follow-up":
            return follow_up(found)
        case "withdraw":
            return withdrawal_page(found, typed)
        case "withdraw-now":
            return withdrawn(found, typed)
    return found_page(found, typed)


def form_page(typed: str, error: str = "", status: int = 200) -> Response:
    return make_response(render_template("respond/return.html", typed=typed, error=error), status)


def found_page(found: Found, typed: str) -> Response:
    survey = spoken_survey(found)
    answers = entry_topics.answers_to(house(), found, current_language().code)[:ENTRIES]
    entry_readers.told(house(), [entry.id for entry in answers], "receipt")
    page = render_template(
        "respond/returned.html",
        found=found,
        survey=survey,
        typed=typed,
        entries=answers,
        said_by=entry_themes.said_by(house(), answers, found.audience),
        wave=next_wave(found),
    )
    return make_response(page)


def withdrawal_page(found: Found, typed: str) -> Response:
    """What taking it back means, and are you sure?"""
    survey = spoken_survey(found)
    return make_response(render_template("respond/withdraw.html", survey=survey, typed=typed))


def withdrawn(found: Found, typed: str) -> Response:
    spoken_survey(found)
    withdrawal.withdraw(house(), typed)
    return make_response(render_template("respond/withdrawn.html"))


def spoken_survey(found: Found) -> Survey | None:
    """The survey of a receipt, with the page set to its language and audience."""
    survey = house().partnership.catalogue.latest(found.survey_id)
    if survey is not None:
        speak_for(survey)
    return survey


def next_wave(found: Found) -> str | None:
    """The open wave in which this person has not answered by this receipt yet."""
    survey = house().partnership.catalogue.latest(found.survey_id)
    wave = entrances.opening(house(), Entrance(survey)).wave if survey else None
    return wave if wave != found.wave else None


def follow_up(found: Found) -> Response:
    """Start the follow-up as the same person, whom nobody can name."""
    wave = next_wave(found)
    if wave is None:
        raise Conflict(NO_FOLLOW_UP)
    survey = house().partnership.catalogue.latest(found.survey_id)
    speak_for(survey)
    return started(Entrance(survey), wave, found.person)
