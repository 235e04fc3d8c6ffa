"""What must hold so that a survey can be asked: ids, kinds, options, conditions. Wording is judged in `checks`."""

from __future__ import annotations

from collections.abc import Iterator

from wtforms import Form

from surveys.answers import MISSING_KINDS
from surveys.carried import check_carried
from surveys.findings import Finding
from surveys.model import Condition, Option, Question, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.tables import doubles

RESERVED_PAGES = ("check", "finish", "stop", "receipt")
RESERVED_FIELDS = ("action", "whole", "token", "lang", "from", "meta", "form_errors")
LONGEST_ID = 60


def check_structure(survey: Survey) -> Iterator[Finding]:
    """Every structural error of one survey."""
    for name in doubles([question.id for question in survey.questions]):
        yield Finding("S006", survey.place, f"two questions have the id {name!r}.", "Give each its own id.")
    for page in survey.pages:
        if page.id in RESERVED_PAGES:
            yield Finding("S016", survey.place, f"the page id {page.id!r} is taken.", "Choose another id.")
    if not survey.questions:
        yield Finding("S003", survey.place, "no questions.", "Add [[questions]] or [[use]].")
    for question in survey.questions:
        yield from check_question(question)
        yield from check_carried(survey, question)
        for condition in question.show_if:
            yield from check_condition(survey, question, condition)


def check_question(question: Question) -> Iterator[Finding]:
    """Id, kind and options of one question."""
    if question.id in RESERVED_FIELDS or hasattr(Form, question.id):
        yield Finding("S006", question.place, f"the id {question.id!r} is taken by the form itself.", "Choose another.")
    if len(question.id) > LONGEST_ID:
        yield Finding("S020", question.place, "the id is too long.", f"Use at most {LONGEST_ID} characters.")
    for name in doubles([option.id for option in question.options]):
        yield Finding("S006", question.place, f"two options have the id {name!r}.", "Give each its own id.")
    for option in question.options:
        yield from check_option(question, option)
    kind = QUESTION_TYPES.get(question.kind)
    if kind is None:
        known = ", ".join(QUESTION_TYPES)
        yield Finding("S007", question.place, f"unknown kind {question.kind!r}.", f"Known kinds: {known}.")
    else:
        for message, advice in kind.faults(question):
            yield Finding("S013", question.place, message, advice)


def check_option(question: Question, option: Option) -> Iterator[Finding]:
    place = f"{question.place}, option {option.id}"
    if option.points is not None and not 0 <= option.points <= 100:
        yield Finding("S014", place, f"points are {option.points}.", "Points are whole numbers from 0 to 100.")
    if option.missing and option.points is not None:
        yield Finding("S014", place, "an option that means 'no answer' has points.", "Take the points out.")
    if option.missing and option.missing not in MISSING_KINDS[1:]:
        known = ", ".join(MISSING_KINDS[1:])
        yield Finding("S015", place, f"unknown kind of missing {option.missing!r}.", f"Known: {known}.")
    elif (option.missing or option.id) != option.id or (option.id in MISSING_KINDS and not option.missing):
        advice = f'Write id = "{option.missing or option.id}", missing = "{option.missing or option.id}".'
        yield Finding("S015", place, "id and missing are not the same.", advice)


def check_condition(survey: Survey, question: Question, condition: Condition) -> Iterator[Finding]:
    """A condition may only ask about an earlier page, and only about what everyone is asked there."""
    asked = survey.question_by_id.get(condition.question)
    if asked is None:
        advice = "Name a question that stands before this one."
        yield Finding("S010", question.place, f"a condition on the unknown question {condition.question!r}.", advice)
        return
    order = [page.id for page in survey.pages]
    if order.index(survey.page_of[asked.id]) >= order.index(survey.page_of[question.id]):
        advice = "Put the question that it asks about on an earlier page."
        yield Finding("S011", question.place, f"a condition on {asked.id!r}, which is not on an earlier page.", advice)
    if asked.attribute:
        advice = "Ask about another question: a link may say this already, and then it is not asked."
        yield Finding("S011", question.place, f"a condition on the background question {asked.id!r}.", advice)
    if (kind := QUESTION_TYPES.get(asked.kind)) and not kind.asks:
        advice = "Ask about a question: a statement has no answer."
        yield Finding("S011", question.place, f"a condition on the statement {asked.id!r}.", advice)
    for name in condition.any_of:
        if name not in asked.option_by_id:
            known = ", ".join(asked.option_by_id) or "none"
            yield Finding("S012", question.place, f"{asked.id!r} has no option {name!r}.", f"Its options: {known}.")
