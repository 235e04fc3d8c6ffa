"""The form of one page, and the answers that it holds. Which page comes is the flow's business."""

from __future__ import annotations

from wtforms import Form

from surveys.answers import Answers
from surveys.flow import NOTHING_KNOWN
from surveys.model import Page, Survey
from surveys.question_types import QUESTION_TYPES


def page_form(survey: Survey, page: Page, known: frozenset[str] = NOTHING_KNOWN) -> type[Form]:
    """The form class for the questions of a page (as the flow gives it), made once and kept with the survey."""
    names = tuple(name for name in page.questions if survey.question_by_id[name].attribute not in known)
    key = ("form", *names)
    if key not in survey.workings:
        questions = [survey.question_by_id[name] for name in names]
        fields = {question.id: QUESTION_TYPES[question.kind].field(question) for question in questions}
        survey.workings[key] = type("PageForm", (Form,), fields)
    return survey.workings[key]


def filled_form(survey: Survey, page: Page, answers: Answers, known: frozenset[str] = NOTHING_KNOWN) -> Form:
    """The form of a page that shows what was answered before."""
    return page_form(survey, page, known)(data=answers)


def to_answers(form: Form) -> Answers:
    """The answers that a valid form holds; a blank one is skipped. Raises `Problem` if a field is not valid."""
    return {field.question.id: field.answer() for field in form}
