"""What a room sees: the screen with the short code, and the questions for hands up one at a time, in its language.

Only who opened the session counts hands. Everything works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for

from app.collect.pictures import qr_svg
from app.errors import refused
from app.groups import counting
from app.guards import allow, current_staff
from app.here import house
from app.languages import current_language, gettext, languages, set_language
from app.services.asking import groups, hands_up
from app.services.asking.groups import SessionView
from app.services.asking.hands_up import HandsUp
from app.services.errors import N_, NotFound, ServiceError
from surveys.model import Page, Question
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.free_text import TOO_LONG, clean
from surveys.question_types.tally import Tally
from surveys.tallies import question_of, wording

blueprint = Blueprint("room", __name__, url_prefix="/staff/groups")
OF_STAFF = allow("officer", "facilitator")
FROM_CHECK = "check"


@blueprint.errorhandler(ServiceError)
def refused_to_staff(error: ServiceError) -> Response:
    """A refusal is for the facilitator, so it is said in the language of staff."""
    set_language("en")
    return refused(error)


def speak(view: SessionView) -> None:
    """Set the page to one of the session's languages, or to English, to which the note on drafts leads."""
    asked = request.args.get("lang", "")
    survey = house().partnership.catalogue.latest(view.survey_id)
    g.audience, g.survey_id = survey.audience, survey.id
    set_language(asked if asked in (*view.languages, "en") else view.languages[0])


@blueprint.get("/<code>/screen")
@OF_STAFF
def screen(code: str) -> Response:
    """The code, large, for everybody's phones."""
    view = groups.get(house(), current_staff(), code)
    speak(view)
    survey = house().partnership.catalogue.latest(view.survey_id)
    host = house().config.public_url.partition("://")[2]
    return shown_page("groups/screen.html", view, survey=survey, host=f"{host}/c")


@blueprint.get("/<code>/picture.svg")
@OF_STAFF
def picture(code: str) -> Response:
    """The QR picture of the session's address."""
    view = groups.get(house(), current_staff(), code)
    return Response(qr_svg(f"{house().config.public_url}/c/{view.code}"), mimetype="image/svg+xml")


@blueprint.get("/<code>/ask/")
@OF_STAFF
def carry_on(code: str) -> Response:
    """To the first question that was not asked yet, or to the check page."""
    _view, found = room_of(code)
    return to_page(code, found.first_open)


@blueprint.get("/<code>/ask/<page_id>")
@OF_STAFF
def ask(code: str, page_id: str) -> Response:
    view, found = room_of(code)
    shown = page_of(found, page_id)
    said = found.asked.get(question_of(found.survey, shown).id)
    typed = {key: str(hands) for key, hands in said.hands.items()} if said else {}
    return question_page(view, found, shown, typed, said.note if said else "")


@blueprint.post("/<code>/ask/<page_id>")
@OF_STAFF
def count(code: str, page_id: str) -> Response:
    """Keep what was counted, then go where the button leads; + and - lead here again."""
    view, found = room_of(code, writes=bool(request.form.get("note", "").strip()))
    shown = page_of(found, page_id)
    question, action = question_of(found.survey, shown), request.form.get("action", "next")
    if action == "skip":
        keep(view, question, {}, "")
        return following(code, found, shown)
    counted, note = counting.count_of(question, request.form, found.size), clean(request.form.get("note", ""), True)
    errors = dict(counted.wrong) | note_too_long(note)
    if errors and action != "back":
        return question_page(view, found, shown, counted.typed, note, errors)
    untouched = action == "back" and question.id not in found.asked and not (note or any(counted.hands.values()))
    if not errors and not untouched:
        keep(view, question, counted.hands, note)
    _step, key = counting.stepped(action)
    if key:
        return redirect(f"{address('room.ask', code, page_id=page_id)}#{counting.ids(question)[key]}", 303)
    return backward(code, found, shown) if action == "back" else following(code, found, shown)


@blueprint.get("/<code>/check")
@OF_STAFF
def check(code: str) -> Response:
    """Everything that the room said, each with a way to change it."""
    view, found = room_of(code)
    rows = [(page, question_of(found.survey, page)) for page in found.pages]
    return shown_page("groups/check.html", view, found=found, rows=rows)


@blueprint.post("/<code>/check")
@OF_STAFF
def finish(code: str) -> Response:
    view = groups.own(house(), current_staff(), code)
    speak(view)
    hands_up.finish(house(), current_staff(), code, current_language().code)
    return redirect(address("room.thanks", code), 303)


@blueprint.get("/<code>/thanks")
@OF_STAFF
def thanks(code: str) -> Response:
    view = groups.own(house(), current_staff(), code)
    speak(view)
    return shown_page("groups/thanks.html", view)


def room_of(code: str, writes: bool = False) -> tuple[SessionView, HandsUp]:
    """The session and its unfinished count, with the page set to its language. `writes`: a note came with the form."""
    view = groups.own(house(), current_staff(), code)
    found = hands_up.unfinished(house(), view, writes)
    speak(view)
    return view, found


def page_of(found: HandsUp, page_id: str) -> Page:
    shown = next((page for page in found.pages if page.id == page_id), None)
    if shown is None:
        raise NotFound(N_("There is no such page in this survey."))
    return shown


def keep(view: SessionView, question: Question, hands: Mapping[str, int], note: str) -> None:
    hands_up.save(house(), current_staff(), view.code, question, hands, note, current_language().code)


def note_too_long(note: str) -> dict[str, str]:
    most = hands_up.LONGEST_NOTE
    return {"note": gettext(TOO_LONG, allowed=most, typed=len(note))} if len(note) > most else {}


def backward(code: str, found: HandsUp, shown: Page) -> Response:
    """To the question before; from the first one to what is asked of the room."""
    place = found.pages.index(shown)
    return to_page(code, found.pages[place - 1]) if place else redirect(url_for("groups.hands", code=code), 303)


def following(code: str, found: HandsUp, shown: Page) -> Response:
    """On to the next question; from one that was opened to change it, back to the check page."""
    rest = found.pages[found.pages.index(shown) + 1 :]
    return to_page(code, rest[0] if rest and request.args.get("from") != FROM_CHECK else None)


def to_page(code: str, page: Page | None) -> Response:
    """To this question, or to the check page if there is none."""
    return redirect(address("room.ask", code, page_id=page.id) if page else address("room.check", code), 303)


def address(endpoint: str, code: str, **values: str) -> str:
    return url_for(endpoint, code=code, **values, lang=current_language().code)


def question_page(
    view: SessionView,
    found: HandsUp,
    shown: Page,
    typed: Mapping[str, str],
    note: str,
    errors: Mapping[str, str] | None = None,
) -> Response:
    """`errors` are by row, or under "note"."""
    question, errors = question_of(found.survey, shown), errors or {}
    ids = counting.ids(question) | {"note": "note"}
    response = shown_page(
        "groups/ask.html",
        view,
        found=found,
        page=shown,
        question=question,
        place=found.pages.index(shown) + 1,
        boards=counting.boards(question, typed, errors),
        errors=[(ids[key], text) for key, text in errors.items()],
        error_of={ids[key]: text for key, text in errors.items()},
        note=note,
        conditions=list(counting.only_for(found.survey, question)),
    )
    response.status_code = 422 if errors else 200
    return response


@blueprint.app_template_global()
def tallies_of(question: Question) -> tuple[Tally, ...]:
    """What is counted for a question when a room answers it."""
    return QUESTION_TYPES[question.kind].tallies(question)


def shown_page(template: str, view: SessionView, **values: object) -> Response:
    """A page of the room, with the languages that the session is held in."""
    spoken = [languages().by_code[name] for name in view.languages if name in languages().by_code]
    return make_response(render_template(template, row=view, spoken=spoken, wording=wording, **values))
