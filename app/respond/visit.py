"""Who is on the line: the ticket in the cookie, its draft, the language of the page, the form that came. No pages."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace

from flask import Response, abort, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from app.here import house
from app.languages import current_language, gettext, languages, set_language
from app.look import look
from app.services.asking import participation, receipts
from app.services.asking.participation import Participation
from app.services.errors import N_, Closed, Conflict, NotFound, ServiceError, TooLarge
from surveys import flow
from surveys.model import Page, Survey
from surveys.pacing import one_at_a_time

COOKIE = "ticket"
LONGEST_BODY = 2 * 1024 * 1024
"""Bytes. More than any box takes, so that a text that is too long comes back to its writer with the reason."""

CUT_OFF = N_("Your answer did not arrive whole. Nothing was lost before it. Go back and send again.")
OTHER_VISIT = N_("This page is from another visit, so its answer was not saved. Start from the link again.")
OTHER_SITE = N_("This came from another website, so nothing was done. Open the survey's own link.")
NO_DRAFT = N_(
    "They were sent, deleted or kept too long, or your browser does not let us keep your place. You can start again."
)


TOO_MUCH = N_(
    "That is far too long for one page. One answer can have %(most)s letters. What you saved before is still there."
)
LONGEST_ANSWER = 2000


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who has started: their ticket and what they have said so far."""

    ticket: str
    draft: Participation

    @property
    def survey(self) -> Survey:
        return self.draft.survey

    def page_of(self, page_id: str) -> Page:
        if page_id not in self.survey.page_by_id:
            raise self.moved(page_id)
        return self.survey.page_by_id[page_id]

    def moved(self, name: str) -> Exception:
        """A page of one question, for somebody who wants the groups again, is where that question stands now."""
        if name not in self.survey.question_by_id:
            if name in self.with_boxes().survey.page_by_id:
                return self.way_past()
            return NotFound(N_("There is no such page in this survey."))
        _, door, key = self.draft.address.split("/")
        return HTTPException(response=go("page", door, key, page_id=self.survey.page_of[name]))

    def with_boxes(self) -> Visit:
        """The same visit with all its boxes for words, whether or not they are asked now."""
        return replace(self, draft=in_steps(participation.with_boxes(house(), self.draft)))

    def way_past(self) -> Exception:
        """A page with a box is not shown while nobody may write in it: on to what comes instead."""
        _, door, key = self.draft.address.split("/")
        here = flow.first_unanswered(self.survey, self.draft.answers, self.draft.known)
        onward = go("page", door, key, page_id=here.id) if here else go("check", door, key)
        return HTTPException(response=onward)


def ticket() -> str:
    return request.cookies.get(COOKIE, "")


def token_of(ticket: str) -> str:
    """What each form of a visit carries, so that no other site and no earlier visit can send it."""
    return house().keyed_hash("respond-form", ticket)[:32]


def draft_here(address: str) -> Participation | None:
    """The unfinished draft of this device at this address, if there is one."""
    draft = participation.load(house(), ticket()) if ticket() else None
    if draft is None or draft.address != address:
        return None
    return in_steps(draft)


def in_steps(draft: Participation) -> Participation:
    """The draft with its pages taken apart for somebody who wants fewer things at once."""
    return replace(draft, survey=one_at_a_time(draft.survey)) if look().of("steps") == "one" else draft


def current_visit(door: str, key: str) -> Visit:
    """The visit that this request belongs to, with the page set to its language.

    A second tap, or the way back after sending, ends at the receipt. Raises `Closed` (410) if there is nothing here.
    """
    address = f"/{door}/{key}"
    draft = draft_here(address)
    if draft is None:
        if ticket() and receipts.of_ticket(house(), ticket()):
            abort(go("receipt", door, key))
        raise nothing_here(address)
    speak_for(draft.survey, draft.language)
    return Visit(ticket(), draft)


def nothing_here(address: str) -> Closed:
    """Say that this device has no answers here, and where to start."""
    g.way_on = f"{address}?lang={current_language().code}"
    g.refusal = gettext("We cannot find your answers on this device")
    return Closed(NO_DRAFT)


def speak_for(survey: Survey, fallback: str = "") -> None:
    """Set the page to the language that the address asks for, if this survey has it, and to its audience."""
    asked = request.args.get("lang", "")
    offered = {language.code for language in languages().offered(survey.id)}
    g.audience, g.survey_id = survey.audience, survey.id
    if asked in offered:
        set_language(asked)
    elif fallback:
        set_language(fallback)
    elif current_language().code not in offered:
        set_language("en")


def whole_form() -> MultiDict[str, str]:
    """The form that was sent from here, if all of it arrived. A body that was cut off has no last field, or raises."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ServiceError(OTHER_SITE)
    request.max_content_length = request.max_form_memory_size = LONGEST_BODY
    try:
        form = request.form
    except ClientDisconnected:
        raise ServiceError(CUT_OFF) from None
    if "whole" not in form:
        raise ServiceError(CUT_OFF)
    return form


def visit_form(visit_ticket: str, most: int = LONGEST_ANSWER) -> MultiDict[str, str]:
    """The whole form of this very visit. `most` is how many letters one of its boxes takes."""
    try:
        form = whole_form()
    except RequestEntityTooLarge:
        drain()
        raise TooLarge(TOO_MUCH, most=most) from None
    if not hmac.compare_digest(form.get("token", "").encode(), token_of(visit_ticket).encode()):
        raise Conflict(OTHER_VISIT)
    return form


def drain() -> None:
    """Read what is still coming and drop it: a browser that is cut off while it sends shows no page at all."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, 16 * LONGEST_BODY)
    while left > 0 and (chunk := stream.read(min(left, 65536))):
        left -= len(chunk)


def go(endpoint: str, door: str, key: str, **values: str) -> Response:
    """On to another page, in the same language; 303, so that reloading it sends nothing again."""
    return redirect(address_of(endpoint, door, key, **values), 303)


def address_of(endpoint: str, door: str, key: str, **values: str) -> str:
    return url_for(f"respond.{endpoint}", door=door, key=key, **values, lang=current_language().code)


def keep_ticket(response: Response, new_ticket: str, address: str, shared: bool) -> Response:
    """Give the device its one cookie. On a shared device it ends with the browser's session."""
    config, days = house().config, house().partnership.retention.draft_days
    response.set_cookie(
        COOKIE,
        new_ticket,
        path=address,
        max_age=None if shared else days * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=config.secure_cookies,
    )
    return response


def forget_ticket(response: Response, address: str) -> Response:
    """Leave nothing of this person on the device."""
    response.delete_cookie(COOKIE, path=address, httponly=True, samesite="Lax", secure=house().config.secure_cookies)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
