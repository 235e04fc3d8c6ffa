"""Going out: the check before sending, stopping early, the receipt, and leaving nothing behind on a shared device."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import segno
from flask import Response, make_response, redirect, render_template

from app import look
from app.guards import respondent
from app.here import house
from app.languages import current_language, say
from app.respond.answering import too_early
from app.respond.blueprint import blueprint
from app.respond.entering import entrance_at
from app.respond.visit import (
    Visit,
    current_visit,
    draft_here,
    forget_ticket,
    go,
    nothing_here,
    speak_for,
    ticket,
    token_of,
    visit_form,
    whole_form,
)
from app.services.asking import participation, receipts
from app.services.asking.entrances import Entrance
from surveys import flow
from surveys.model import Question, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.words import boxes, without_boxes, written


@blueprint.get("/<any(s,c):door>/<key>/finish")
@respondent
def check(door: str, key: str) -> Response:
    """Everything that was answered, each with a link to change it."""
    visit = current_visit(door, key)
    if flow.first_unanswered(visit.survey, visit.draft.answers, visit.draft.known):
        raise too_early(visit)
    rows = [(question, shown_answer(visit, question), in_own_words(question)) for question in asked(visit)]
    page = render_template(
        "respond/check.html", visit=visit, survey=visit.survey, rows=rows, token=token_of(visit.ticket)
    )
    return make_response(page)


@blueprint.post("/<any(s,c):door>/<key>/finish")
@respondent
def finish(door: str, key: str) -> Response:
    visit = current_visit(door, key)
    action = visit_form(visit.ticket).get("action", "finish")
    if action == "stop":
        return go("stop", door, key)
    if action == "back":
        last = flow.path(visit.survey, visit.draft.answers, visit.draft.known)[-1]
        return go("page", door, key, page_id=last.id)
    if flow.first_unanswered(without_boxes(visit.survey), visit.draft.answers, visit.draft.known):
        raise too_early(visit)  # boxes that were switched on since the check page was shown do not stop anybody
    return sent(visit, door, key)


@blueprint.get("/<any(s,c):door>/<key>/stop")
@respondent
def stop(door: str, key: str) -> Response:
    """What happens with what was said: the person decides."""
    visit = current_visit(door, key)
    here = flow.first_unanswered(visit.survey, visit.draft.answers, visit.draft.known)
    said = any(visit.draft.answers[q.id].state != "skipped" for q in asked(visit) if q.id in visit.draft.answers)
    wrote = bool(written(visit.survey, visit.draft.answers))
    about = {"here": here, "said": said, "wrote": wrote, "token": token_of(visit.ticket)}
    page = render_template("respond/stop.html", visit=visit, survey=visit.survey, **about)
    return make_response(page)


@blueprint.post("/<any(s,c):door>/<key>/stop")
@respondent
def stopped(door: str, key: str) -> Response:
    if deleted_before(door, key):
        return go("left", door, key, how="deleted")
    visit = current_visit(door, key)
    action = visit_form(visit.ticket).get("action", "back")
    if action == "finish":
        return sent(visit, door, key)
    if action == "discard":
        participation.discard(visit.draft)
        return nothing_stays(go("left", door, key, how="deleted"), visit.draft.address, visit.draft.shared)
    if action == "keep" and not visit.draft.shared:
        return go("left", door, key, how="kept")
    here = flow.first_unanswered(visit.survey, visit.draft.answers, visit.draft.known)
    return go("page", door, key, page_id=here.id) if here else go("check", door, key)


def deleted_before(door: str, key: str) -> bool:
    """Whether this is "delete" once more, from somebody whom the first answer did not reach: there is nothing left."""
    nothing = draft_here(f"/{door}/{key}") is None and not receipts.of_ticket(house(), ticket())
    return nothing and whole_form().get("action") == "discard"


@blueprint.get("/<any(s,c):door>/<key>/left")
@respondent
def left(door: str, key: str) -> Response:
    """The last page of somebody who stopped: their answers are kept on this device, or gone."""
    entrance = entrance_at(door, key)
    draft = draft_here(entrance.address)
    speak_for(entrance.survey, draft.language if draft else "")
    kept_until = draft.expires_on if draft and not draft.shared else None
    page = render_template("respond/left.html", entrance=entrance, survey=entrance.survey, kept_until=kept_until)
    return make_response(page)


@blueprint.get("/<any(s,c):door>/<key>/receipt")
@respondent
def receipt(door: str, key: str) -> Response:
    entrance = entrance_at(door, key)
    speak_for(entrance.survey)
    code, until = receipt_here(entrance)
    page = render_template(
        "respond/receipt.html",
        entrance=entrance,
        survey=entrance.survey,
        code=receipts.grouped(code),
        words=receipts.words_of(code, current_language().code),
        until=until,
        picture_of=qr_picture(code),
        return_address=f"{house().config.public_url}/r/",
        token=token_of(ticket()),
    )
    return make_response(page)


@blueprint.post("/<any(s,c):door>/<key>/receipt")
@respondent
def done(door: str, key: str) -> Response:
    """We are done: nothing of this person stays on the device. Once more does no harm."""
    entrance = entrance_at(door, key)
    if ticket():
        visit_form(ticket())
    return nothing_stays(redirect(entrance.address, 303), entrance.address, entrance.shared)


def nothing_stays(response: Response, address: str, shared: bool) -> Response:
    """The device forgets this person; one that others use too forgets how they wanted the pages to look as well."""
    forget_ticket(response, address)
    if shared:
        look.forget(response, house().config)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def sent(visit: Visit, door: str, key: str) -> Response:
    participation.submit(house(), visit.ticket, current_language().code)
    return go("receipt", door, key)


def receipt_here(entrance: Entrance) -> tuple[str, date]:
    """The code of what this device sent, and its last day. Raises `Closed` if it sent nothing."""
    found = receipts.of_ticket(house(), ticket()) if ticket() else None
    if found is None:
        raise nothing_here(entrance.address)
    return found


def asked(visit: Visit) -> tuple[Question, ...]:
    return flow.asked(visit.survey, visit.draft.answers, visit.draft.known)


def shown_answer(visit: Visit, question: Question) -> str:
    return QUESTION_TYPES[question.kind].display(question, visit.draft.answers[question.id], say)


def in_own_words(question: Question) -> bool:
    """Whether the answer is what the person wrote, in a language that the page does not know."""
    return QUESTION_TYPES[question.kind].free_text


@blueprint.app_template_filter()
def has_boxes(survey: Survey) -> bool:
    """Whether people may have written in their own words."""
    return bool(boxes(survey))


@dataclass(frozen=True, slots=True)
class QrPicture:
    """A QR code as one path: a row is drawn as strokes of height 1. `size` is its width with the quiet zone."""

    size: int
    path: str


def qr_picture(code: str) -> QrPicture:
    """The picture of the address that opens with this code filled in."""
    drawn = segno.make(f"{house().config.public_url}/r/?code={code}", error="m", micro=False)
    rows = tuple(drawn.matrix_iter(border=3))
    return QrPicture(len(rows), "".join(stroke for y, row in enumerate(rows) for stroke in strokes(row, y)))


def strokes(row: Iterable[int], y: int) -> Iterator[str]:
    """The dark stretches of one row."""
    x = 0
    for dark, cells in groupby(row):
        length = len(list(cells))
        if dark:
            yield f"M{x} {y}.5h{length}"
        x += length
