"""Typing in sheets of paper: which pile, sheet after sheet, and every tenth a second time by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from wtforms import Form

from app.account.language import speak_english
from app.collect.views import mine_only
from app.guards import allow, current_staff
from app.here import house
from app.keying.forms import pile_form
from app.languages import gettext, say, translated
from app.paper.sheet import Block, blocks
from app.respond.answering import problem_text
from app.respond.entering import helpers_of
from app.services.asking import collectors, keying, keying_checks, own_words, waves
from app.services.asking.keying import Pile
from app.services.errors import Conflict, Invalid
from surveys import words
from surveys.answers import Answer
from surveys.forms import page_form, to_answers
from surveys.model import Page as SurveyPage
from surveys.question_types import QUESTION_TYPES

blueprint = Blueprint("keying", __name__, url_prefix="/staff/keying")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]
HELPER, SERIAL, CONFIRMED, DECISION = "sheet.helper", "sheet.serial", "sheet.confirmed", "sheet.decision"
"""Fields of a sheet that are no question. No question's id has a dot."""
KEYS = "123456789abcdefghijklmoqrstuvwyz"
"""What is typed for the first option, the second, and so on; n, p and x mean something else."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the page says at its top, and where it leads."""

    field: str
    words: str


@blueprint.get("")
@allow("officer", "facilitator")
def start() -> Page:
    """Which sheets, or, once that is said, on to the first of them."""
    links = [row for row in collectors.listed(house(), mine_only()) if row.survey_id]
    form = pile_form(links, waves.listed(house()), request.args if request.args else None)
    if request.args and form.validate():
        try:
            keying.pile(house(), current_staff(), request.args)
        except Invalid as refusal:
            form.survey.errors = [translated(refusal)]
        else:
            return redirect(sheet_address(), 303)
    status = 422 if form.problems() else 200
    return render_template("keying/start.html", form=form, **today()), status


def today() -> dict[str, object]:
    who = current_staff()
    return {
        "count": keying.count_today(house(), who),
        "waiting": keying_checks.waiting(who),
        "quality": keying_checks.quality(),
        "titles": {survey.id: survey.title for survey in house().partnership.catalogue.surveys},
    }


def sheet_address() -> str:
    """The screen of this pile; the pile is in the address, so that the browser can keep it as a bookmark."""
    names = ("code", "survey", "on", "wave", "lang")
    return f"{url_for('keying.sheet')}?{urlencode({name: request.args.get(name, '') for name in names})}"


def this_pile() -> Pile:
    """The pile of the address; one that cannot be goes back to where it is described, with the reason."""
    try:
        of = keying.pile(house(), current_staff(), request.args)
    except Invalid:
        abort(redirect(f"{url_for('keying.start')}?{request.query_string.decode()}"))
    g.audience = of.survey.audience
    return of


def sheet_form(of: Pile, sent: Mapping[str, str] | None = None) -> Form:
    """Every question of the sheet as one form. While boxes are switched off, only those that were typed in already."""
    closed = frozenset() if own_words.may_write(house(), of.survey) else words.boxes(of.survey)
    names = tuple(
        question.id
        for question in of.survey.questions
        if QUESTION_TYPES[question.kind].asks
        and question.attribute not in of.known
        and (question.id not in closed or (sent and sent.get(question.id, "").strip()))
    )
    return page_form(of.survey, SurveyPage("sheet", names), of.known)(sent)


@blueprint.get("/sheet")
@allow("officer", "facilitator")
def sheet() -> Page:
    of = this_pile()
    return sheet_page(of, sheet_form(of))


@blueprint.post("/sheet")
@allow("officer", "facilitator")
def key() -> Page:
    of = this_pile()
    form = sheet_form(of, request.form)
    wrong = problems(form)
    if wrong:
        return sheet_page(of, form, wrong), 422
    answers = to_answers(form)
    astray = keying.off_path(of, answers)
    if astray and request.form.get(CONFIRMED) != " ".join(astray):
        return sheet_page(of, form, to_look_at(of, astray), confirm=" ".join(astray)), 422
    helper = request.form.get(HELPER, "none")
    try:
        done = keying.key(
            house(),
            current_staff(),
            of,
            answers,
            helper if helper in helpers_of(of.survey) else "none",
            request.form.get(SERIAL, "")[:40],
        )
    except (Invalid, Conflict) as refusal:
        return sheet_page(of, form, [Said("serial", translated(refusal))]), refusal.status
    flash(gettext("Sheet %(number)s of today is saved.", number=done.number))
    if done.to_check:
        about = gettext("Write %(mark)s on it and put it aside: a second person types it in again.", mark=mark(done))
        flash(about)
    return redirect(sheet_address(), 303)


def mark(done: keying.Keyed) -> str:
    return f"{house().today():%d.%m.} / {done.number}"


def problems(form: Form) -> list[Said]:
    form.validate()
    return [Said(field.question.id, problem_text(field.errors[0])) for field in form if field.errors]


def to_look_at(of: Pile, astray: list[str]) -> list[Said]:
    """What was answered on the sheet although another answer says to leave it out."""
    number_of = {row.question.id: row.number for block in blocks(of.survey, of.known) for row in block.rows}
    said = gettext(
        "Question %(number)s is answered, but another answer says to leave it out. Look at both on the sheet."
    )
    return [Said(name, said % {"number": number_of[name]}) for name in astray]


def sheet_page(of: Pile, form: Form, said: list[Said] | None = None, confirm: str = "", **more: object) -> str:
    said = said or []
    return render_template(
        "keying/sheet.html",
        pile=of,
        form=form,
        blocks=asked_blocks(of),
        errors=[(one.field, one.words) for one in said],
        error_of={one.field: one.words for one in said},
        confirm=confirm,
        helpers=helpers_of(of.survey),
        typed=request.form,
        here=sheet_address(),
        keys=KEYS,
        count=keying.count_today(house(), current_staff()),
        **more,
    )


def asked_blocks(of: Pile) -> list[Block]:
    """As on paper, without what is only read."""
    return [block for block in blocks(of.survey, of.known) if any(row.number for row in block.rows)]


@blueprint.post("/undo")
@allow("officer", "facilitator")
def undo() -> Page:
    number = keying.undo_last(house(), current_staff())
    flash(gettext("Sheet %(number)s of today is taken back. Nothing of it is stored.", number=number))
    return redirect(sheet_address() if request.args.get("on") else url_for("keying.start"), 303)


# --- every tenth sheet a second time ---


@blueprint.get("/check/<sheet_id>")
@allow("officer", "facilitator")
def check(sheet_id: str) -> Page:
    of = keying_checks.pile_of(house(), current_staff(), sheet_id)
    g.audience = of.survey.audience
    return sheet_page(of, sheet_form(of), checking=True)


@blueprint.post("/check/<sheet_id>")
@allow("officer", "facilitator")
def compare(sheet_id: str) -> Page:
    who, of = current_staff(), keying_checks.pile_of(house(), current_staff(), sheet_id)
    g.audience = of.survey.audience
    form = sheet_form(of, request.form)
    wrong = problems(form)
    if wrong:
        return sheet_page(of, form, wrong, checking=True), 422
    answers = to_answers(form)
    found = keying_checks.differences(who, sheet_id, of, answers)
    decision = request.form.get(DECISION)
    if found and decision not in ("first", "second"):
        return sheet_page(of, form, told(of, found), checking=True, different=True), 422
    if decision == "second" and found:
        keying_checks.replace(house(), who, sheet_id, answers, len(found))
    else:
        keying_checks.checked(house(), who, sheet_id, len(found))
    flash(gettext("The sheet is checked: %(n)s answers were different.", n=len(found)))
    return redirect(url_for("keying.start"), 303)


def told(of: Pile, found: list[tuple[str, Answer | None, Answer | None]]) -> list[Said]:
    """The differences in words; a comment's own words stay where they are."""
    number_of = {row.question.id: row.number for block in blocks(of.survey, of.known) for row in block.rows}
    said = []
    for name, first, second in found:
        question, number = of.survey.question_by_id[name], number_of[name]
        if first is None or second is None:
            said.append(Said(name, gettext("Question %(number)s: the words are different.", number=number)))
            continue
        kind = QUESTION_TYPES[question.kind]
        shown = [kind.display(question, answer, say) or gettext("blank") for answer in (first, second)]
        words = gettext("Question %(number)s: first “%(first)s”, now “%(second)s”.")
        said.append(Said(name, words % {"number": number, "first": shown[0], "second": shown[1]}))
    return said
