"""Where one person of a side reads what waits for their word and gives it: by a link, without an account."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app.guards import respondent
from app.here import house
from app.languages import N_, keep_language, translated
from app.respond.visit import whole_form
from app.services.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from app.services.loop import entries, entry_life, reviews
from app.services.loop.entry_differences import differences
from app.services.loop.reviews import Reviewer
from app.services.running import throttle

blueprint = Blueprint("review", __name__, url_prefix="/review")
blueprint.url_defaults(keep_language)
Page = str | Response | tuple[str, int]
COOKIE = "review"
GUESSES, WINDOW = 30, 15 * 60
"""Wrong links from one network address in so many seconds."""


@blueprint.get("/<token>/open")
@respondent
def door(token: str) -> str:
    """Says who is asked; nothing is done until the button is pressed, so that a preview of the link signs nobody in."""
    return render_template("loop/review/door.html", person=person_of(token))


@blueprint.post("/<token>/open")
@respondent
def enter(token: str) -> Response:
    whole_form()
    person_of(token)
    response = redirect(url_for(".waiting"), 303)
    response.set_cookie(
        COOKIE, token, secure=house().config.secure_cookies, httponly=True, samesite="Lax", path="/review"
    )
    return response


@blueprint.get("/")
@respondent
def waiting() -> str:
    person = reviewer()
    return render_template("loop/review/waiting.html", person=person, entries=reviews.waiting(house(), person))


@blueprint.get("/<entry_id>")
@respondent
def entry(entry_id: str) -> str:
    return shown(reviewer(), entry_id)


@blueprint.post("/<entry_id>")
@respondent
def sign(entry_id: str) -> Page:
    person, form = reviewer(), whole_form()
    if not hmac.compare_digest(form.get("token", ""), form_token()):
        raise ServiceError(N_("This form was open for too long. Go back, load the page again and send it once more."))
    decision, comment = form.get("decision", ""), form.get("comment", "")
    try:
        version = int(form.get("version", "0")[:9])
        reviews.sign(house(), person, entry_id, version, decision, comment)
    except (ValueError, Conflict) as clash:
        said = translated(clash) if isinstance(clash, Conflict) else ""
        return shown(person, entry_id, refusal=said, decision=decision, comment=comment), 409
    except Invalid as wrong:
        return shown(person, entry_id, error=translated(wrong), decision=decision, comment=comment), 422
    return redirect(url_for(".thanks", decision=decision), 303)


@blueprint.get("/thanks/<any(agree, change, no):decision>")
@respondent
def thanks(decision: str) -> str:
    person = reviewer()
    return render_template("loop/review/thanks.html", decision=decision, left=len(reviews.waiting(house(), person)))


@blueprint.post("/leave")
@respondent
def leave() -> Response:
    whole_form()
    response = make_response(render_template("loop/review/left.html"))
    response.delete_cookie(COOKIE, path="/review")
    return response


def shown(person: Reviewer, entry_id: str, **more: object) -> str:
    view = reviews.under_review(house(), entry_id)
    before = entries.get_version(house(), entry_id, view.public_version) if view.public_version else None
    return render_template(
        "loop/review/entry.html",
        person=person,
        entry=view,
        content=view.content,
        changes=differences(before, view.content) if before else [],
        sides=entry_life.sides(house(), entry_id, view.version),
        token=form_token(),
        **more,
    )


def reviewer() -> Reviewer:
    token = request.cookies.get(COOKIE, "")
    if not token:
        raise Forbidden(N_("Open the link that was sent to you. It shows what waits for your word."))
    return person_of(token)


def person_of(token: str) -> Reviewer:
    """Whose link it is. Guesses are counted across all processes."""
    limit = {"name": "review", "key": request.remote_addr or "", "limit": GUESSES, "window_seconds": WINDOW}
    throttle.refuse_if_over(house(), **limit)
    try:
        return reviews.find(house(), token[:200])
    except NotFound:
        throttle.attempt(house(), **limit)
        raise


def form_token() -> str:
    return house().keyed_hash("review-form", request.cookies.get(COOKIE, ""))[:32]
