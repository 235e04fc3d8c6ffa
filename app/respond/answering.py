"""The pages of questions: shown, answered, skipped, left. Every answer is saved before the next page is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response, g, jsonify, make_response, redirect, render_template, request
from wtforms import Form

from app.guards import respondent
from app.here import house
from app.languages import current_language, gettext, say
from app.look import look, look_address
from app.respond.blueprint import blueprint
from app.respond.sending import by_script
from app.respond.visit import LONGEST_ANSWER, Visit, address_of, current_visit, go, token_of, visit_form
from app.services.asking import participation
from app.services.asking.participation import Outdated, Seen
from app.services.errors import N_, Conflict
from surveys import carried, flow
from surveys.answers import SKIPPED, Answers
from surveys.forms import filled_form, page_form, to_answers
from surveys.model import Page, Question
from surveys.problems import Problem
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.free_text import FreeText

NOT_OPEN_YET = N_("Answer or skip the questions before it first. What you said is saved.")
FROM_CHECK = "check"
"""In the address of a page that was opened to change an answer, so that it leads back to the check page."""

SEEN = "as_seen"
"""The hidden field that says what was saved when its page was made, so that what comes late undoes nothing newer."""

HEARD = "read_aloud"
"""The hidden field of a page that says whether something of it was read aloud."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a page stands among the questions asked: the numbers of its first and last question, and of all."""

    first: int
    last: int
    total: int


@blueprint.get("/<any(s,c):door>/<key>/<page_id>")
@respondent
def page(door: str, key: str, page_id: str) -> Response:
    visit = current_visit(door, key)
    shown = open_page(visit, page_id)
    return page_response(visit, shown, filled_form(visit.survey, shown, visit.draft.answers, visit.draft.known))


@blueprint.post("/<any(s,c):door>/<key>/<page_id>")
@respondent
def answer_page(door: str, key: str, page_id: str) -> Response:
    visit, shown = sent_page(current_visit(door, key), page_id)
    sent = visit_form(visit.ticket, longest_text(visit, shown))
    action = sent.get("action", "next")
    form = page_form(visit.survey, shown, visit.draft.known)(sent)
    if action == "next" and not form.validate():
        return page_response(visit, shown, form, status=422)
    given = answers_to_keep(visit, shown, form, action)
    if action == "save" and undoes(visit, given):
        return jsonify(mark=mark_of(visit, page_id), whole=False)
    try:
        visit = saved(visit, given, sent, page_id)
    except Outdated as newer:
        return outdated_page(visit, shown, form, newer)
    if action == "save":
        return jsonify(mark=mark_of(visit, page_id), whole=form.validate())
    if action == "stop":
        return go("stop", door, key)
    if action == "look":
        return redirect(look_address(), 303)
    before = flow.previous_page(visit.survey, visit.draft.answers, page_id, visit.draft.known)
    if action == "back":
        return go("page", door, key, page_id=before.id) if before else go("start", door, key)
    return onward(visit, door, key, page_id)


def outdated_page(visit: Visit, shown: Page, form: Form, newer: Outdated) -> Response:
    """The page as it was sent, for whoever looks at it to send it again; a script knows that it has the last word."""
    if by_script():
        return make_response(jsonify(mark=newer.mark), newer.status)
    return page_response(visit, shown, form, newer.status, newer)


def undoes(visit: Visit, given: Answers) -> bool:
    """Whether earlier answers would go with these: not while somebody is still thinking, but when they press "next"."""
    answers = visit.draft.answers
    return bool(answers.keys() - flow.answer_page(visit.survey, answers, given, visit.draft.known).keys())


def longest_text(visit: Visit, shown: Page) -> int:
    """How many letters the largest box of a page takes."""
    asked = [visit.survey.question_by_id[name] for name in shown.questions]
    kinds = [(QUESTION_TYPES[question.kind], question) for question in asked]
    return max((kind.limit(question) for kind, question in kinds if isinstance(kind, FreeText)), default=LONGEST_ANSWER)


def answers_to_keep(visit: Visit, shown: Page, form: Form, action: str) -> Answers:
    """All answers of the page; all skipped; or, on the way elsewhere, what is valid and not left blank."""
    if action == "skip":
        return dict.fromkeys(shown.questions, SKIPPED)
    if action == "next":
        return to_answers(form)
    kept = {}
    for field in form:
        try:
            answer = field.answer()
        except Problem:
            continue
        if answer != SKIPPED or field.question.id in visit.draft.answers:
            kept[field.question.id] = answer
    return kept


def saved(visit: Visit, given: Answers, sent: Mapping[str, str], page_id: str) -> Visit:
    """The visit with these answers. Raises `Outdated` if they come too late."""
    seen = Seen(sent[SEEN], all_questions(visit, page_id)) if SEEN in sent else None
    language, heard = current_language().code, sent.get(HEARD) == "yes"
    return replace(visit, draft=participation.save(house(), visit.draft, given, language, heard, seen))


def mark_of(visit: Visit, page_id: str) -> str:
    """What is saved of this page now."""
    return participation.mark_of(visit.draft.answers, all_questions(visit, page_id))


def all_questions(visit: Visit, page_id: str) -> tuple[str, ...]:
    """Those that this person does not see among them: which they are may change while the page is open."""
    return visit.survey.page_by_id[page_id].questions


def onward(visit: Visit, door: str, key: str, page_id: str) -> Response:
    """To the next page; from a page that was opened to change an answer, to what it made open again or to the check."""
    survey, answers, known = visit.survey, visit.draft.answers, visit.draft.known
    after = None
    if request.args.get("from") != FROM_CHECK:
        after = flow.next_page(survey, answers, page_id, known)
    after = after or flow.first_unanswered(survey, answers, known)
    return go("page", door, key, page_id=after.id) if after else go("check", door, key)


def sent_page(visit: Visit, page_id: str) -> tuple[Visit, Page]:
    """The page that a form comes from. One whose box was switched off meanwhile still takes what was written in it."""
    whole = visit.with_boxes()
    before, now = whole.survey.page_by_id.get(page_id), visit.survey.page_by_id.get(page_id)
    if before is None or (now is not None and now.questions == before.questions):
        return visit, open_page(visit, page_id)
    path = flow.path(whole.survey, whole.draft.answers, whole.draft.known)
    g.progress = None
    return whole, next((page for page in path if page.id == page_id), before)


def open_page(visit: Visit, page_id: str) -> Page:
    """The page as this person sees it. Raises `NotFound`, or `Conflict` if it is not their turn yet."""
    visit.page_of(page_id)
    survey, answers, known = visit.survey, visit.draft.answers, visit.draft.known
    for number, shown in enumerate(pages := flow.path(survey, answers, known)):
        if shown.id == page_id:
            g.progress = progress_of(survey, pages, number)
            return shown
        if any(name not in answers for name in shown.questions):
            break
    raise too_early(visit)


def too_early(visit: Visit) -> Conflict:
    """Say that it is not this page's turn, and where the person is."""
    _, door, key = visit.draft.address.split("/")
    here = flow.first_unanswered(visit.survey, visit.draft.answers, visit.draft.known)
    g.way_on = address_of("page", door, key, page_id=here.id) if here else address_of("check", door, key)
    g.refusal = gettext("This page is not open yet")
    return Conflict(NOT_OPEN_YET)


def progress_of(survey: object, pages: tuple[Page, ...], number: int) -> Progress | None:
    """Counts questions, not statements; None on a page that only says something."""
    asked = [sum(survey.question_by_id[name].kind != "statement" for name in page.questions) for page in pages]
    before = sum(asked[:number])
    return Progress(before + 1, before + asked[number], sum(asked)) if asked[number] else None


def page_response(visit: Visit, shown: Page, form: Form, status: int = 200, newer: Outdated | None = None) -> Response:
    errors = [(field.question.id, problem_text(field.errors[0])) for field in form if field.errors]
    summary = [(shown.questions[0], gettext(newer.message))] if newer else errors
    body = render_template(
        "respond/page.html",
        visit=visit,
        survey=visit.survey,
        page=shown,
        form=form,
        errors=summary,
        mark=newer.mark if newer else mark_of(visit, shown.id),
        error_of=dict(errors),
        progress=g.progress,
        reading=look().of("read"),
        options_of=lambda question: flow.shown_options(question, visit.draft.id),
        token=token_of(visit.ticket),
    )
    return make_response(body, status)


def problem_text(problem: Problem) -> str:
    return gettext(problem.text, **problem.params)


@blueprint.app_template_global()
def worded(visit: Visit, question: Question) -> str:
    """The question as this person reads it, with an earlier answer of theirs in it where it carries one."""
    return carried.worded(visit.survey, question, visit.draft.answers, say)
