"""The staff side of group sessions: the list, opening, what is asked of the room, ending. The room is in `room`."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.account.forms import told_at
from app.account.language import speak_english
from app.groups.forms import RoomForm, SessionForm, hints, room_form, session_form
from app.guards import allow, current_staff
from app.here import house
from app.languages import gettext, languages
from app.services.asking import group_results, groups, hands_up, own_words
from app.services.asking import waves as wave_dates
from app.services.asking.groups import SessionView
from app.services.asking.hands_up import HandsUp
from surveys.model import Survey
from surveys.tallies import asked_of_a_room

blueprint = Blueprint("groups", __name__, url_prefix="/staff/groups")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]
OF_STAFF = allow("officer", "facilitator")


@blueprint.get("")
@OF_STAFF
def listed() -> Page:
    rows = groups.listed(house(), current_staff())
    return render_template("staff/groups/list.html", rows=rows, titles=survey_titles())


@blueprint.get("/new")
@OF_STAFF
def new() -> Page:
    return new_page(filled_session_form())


@blueprint.post("/new")
@OF_STAFF
def make() -> Page:
    form = filled_session_form()
    if form.validate() and spoken(form):
        with told_at(form, "last_day"):
            given = form.survey.data, form.languages.data, form.size.data, form.last_day.data, form.known()
            code = groups.open_session(house(), *given, actor=current_staff().email)
            flash(gettext("The session is open. Show the screen, or count hands."))
            return redirect(url_for("groups.session", code=code))
    return new_page(form), 422


def filled_session_form() -> SessionForm:
    waves, offered = wave_dates.listed(house()), languages().offered()
    start = {"languages": ["en"], "last_day": house().today()}
    return session_form(house().partnership, waves, offered, request.form or None, start)


def spoken(form: SessionForm) -> bool:
    """Whether the survey is ready in every language that was chosen; else the form says where it is not."""
    ready = {language.code for language in languages().offered(form.survey.data)}
    missing = [languages().by_code[code].name for code in form.languages.data if code not in ready]
    if missing:
        message = gettext("This survey is not ready in: %(names)s.", names=", ".join(missing))
        form.languages.errors = [*form.languages.errors, message]
    return not missing


def new_page(form: SessionForm) -> str:
    return render_template("staff/groups/new.html", form=form)


@blueprint.get("/<code>")
@OF_STAFF
def session(code: str) -> Page:
    view = groups.get(house(), current_staff(), code)
    mine = view.owner == current_staff().id
    found = hands_up.load(house(), view) if mine else None
    spoken_here = [languages().by_code[name] for name in view.languages if name in languages().by_code]
    about = {"mine": mine, "spoken": spoken_here, "next_page": found.first_open if found else None}
    return render_template(
        "staff/groups/session.html", row=view, link=link_to(code), titles=survey_titles(), found=found, **about
    )


@blueprint.post("/<code>/end")
@OF_STAFF
def end(code: str) -> Page:
    groups.end(house(), current_staff(), code)
    flash(gettext("The session has ended. Whoever opens its code is told so."))
    return redirect(url_for("groups.session", code=code))


@blueprint.post("/<code>/remove")
@OF_STAFF
def remove(code: str) -> Page:
    groups.remove(house(), current_staff(), code)
    flash(gettext("The session %(code)s is deleted.", code=code))
    return redirect(url_for("groups.listed"))


@blueprint.get("/<code>/hands")
@OF_STAFF
def hands(code: str) -> Page:
    """How many people raise hands, and what they are asked."""
    view = groups.own(house(), current_staff(), code)
    return hands_page(view, filled_room_form(view, hands_up.load(house(), view)))


@blueprint.post("/<code>/hands")
@OF_STAFF
def plan(code: str) -> Page:
    """Begin to count, or change the plan of a count that has begun; then on to the room's pages."""
    view = groups.own(house(), current_staff(), code)
    found = hands_up.load(house(), view)
    form = filled_room_form(view, found)
    if form.validate():
        with told_at(form, "size"):
            left_out = {value for value, *_ in form.questions.iter_choices()} - set(form.questions.data)
            if found is None:
                hands_up.begin(house(), current_staff(), code, form.size.data, left_out, form.language.data)
            else:
                hands_up.change(house(), current_staff(), code, form.size.data, left_out)
            return redirect(url_for("room.carry_on", code=code, lang=form.language.data))
    return hands_page(view, form), 422


def filled_room_form(view: SessionView, found: HandsUp | None) -> RoomForm:
    asked = asked_of_a_room(survey_of(view, found), hands_up.known_of(view))
    left_out = found.left_out if found else frozenset()
    start = {
        "size": found.size if found else view.size,
        "language": found.language if found else view.languages[0],
        "questions": [question.id for question in asked if question.id not in left_out],
    }
    spoken_here = [language for language in languages().offered() if language.code in view.languages]
    return room_form(asked, spoken_here, request.form or None, start)


def survey_of(view: SessionView, found: HandsUp | None) -> Survey:
    return found.survey if found else own_words.as_asked(house(), house().partnership.catalogue.latest(view.survey_id))


def hands_page(view: SessionView, form: RoomForm) -> str:
    found = hands_up.load(house(), view)
    survey = survey_of(view, found)
    about = hints(survey, asked_of_a_room(survey, hands_up.known_of(view)))
    return render_template("staff/groups/hands.html", row=view, form=form, found=found, survey=survey, about=about)


@blueprint.post("/<code>/hands/undo")
@OF_STAFF
def undo(code: str) -> Page:
    hands_up.undo(house(), current_staff(), code)
    flash(gettext("The group's answer is taken back. Change it, then store it again."))
    return redirect(url_for("groups.session", code=code))


@blueprint.post("/<code>/hands/drop")
@OF_STAFF
def drop(code: str) -> Page:
    hands_up.drop(house(), current_staff(), code)
    flash(gettext("The count is thrown away."))
    return redirect(url_for("groups.session", code=code))


@blueprint.get("/<code>/said")
@OF_STAFF
def said(code: str) -> Page:
    """What the group said, as far as this person may see it."""
    view = groups.get(house(), current_staff(), code)
    found = group_results.shown(house(), current_staff(), code)
    threshold = house().partnership.thresholds.board
    return render_template("staff/groups/said.html", row=view, found=found, threshold=threshold, titles=survey_titles())


def link_to(code: str) -> str:
    return f"{house().config.public_url}/c/{code}"


def survey_titles() -> dict[str, str]:
    return {survey.id: survey.title for survey in house().partnership.catalogue.surveys}
