"""A survey as it is asked while nobody may write in their own words: without the boxes and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby, pairwise

from surveys.answers import Answers
from surveys.model import Question, Survey
from surveys.question_types import QUESTION_TYPES

MAY_BE_QUOTED = "quote"
"""The id that every survey gives to the question whether words may be shown to others."""


def is_box(question: Question) -> bool:
    """Whether it is answered in a person's own words."""
    return QUESTION_TYPES[question.kind].free_text


def boxes(survey: Survey) -> frozenset[str]:
    """The ids of the questions that are answered in a person's own words."""
    if boxes not in survey.workings:
        survey.workings[boxes] = frozenset(question.id for question in survey.questions if is_box(question))
    return survey.workings[boxes]


def written(survey: Survey, answers: Answers) -> frozenset[str]:
    """The boxes in which something stands."""
    return frozenset(name for name in boxes(survey) & answers.keys() if answers[name].state == "answered")


def without_boxes(survey: Survey, kept: Iterable[str] = ()) -> Survey:
    """The survey without its boxes but for those `kept`, and without what only introduces or follows them.

    Boxes in which somebody has written stay, so that nothing is lost and it can still be changed. Made once and kept.
    """
    kept = boxes(survey) & frozenset(kept)
    if boxes(survey) == kept:
        return survey
    key = (without_boxes, kept)
    if key not in survey.workings:
        survey.workings[key] = narrowed(survey, boxes(survey) - kept, bool(kept))
    return survey.workings[key]


def narrowed(survey: Survey, gone: frozenset[str], any_left: bool) -> Survey:
    gone |= introductions(survey, gone)
    if not any_left:
        gone |= {MAY_BE_QUOTED}
    kept: list[Question] = []
    for question in survey.questions:
        if question.id in gone or any(one.question in gone and not one.negate for one in question.show_if):
            gone |= {question.id}  # what hangs on an answer that nobody can give is never asked
        else:
            conditions = tuple(one for one in question.show_if if one.question not in gone)
            kept.append(question if conditions == question.show_if else replace(question, show_if=conditions))
    pages = [
        replace(page, questions=tuple(name for name in page.questions if name not in gone)) for page in survey.pages
    ]
    return replace(survey, questions=tuple(kept), pages=tuple(page for page in pages if page.questions))


def introductions(survey: Survey, gone: frozenset[str]) -> set[str]:
    """Statements straight before boxes that are all gone."""
    runs = [(kind, list(run)) for kind, run in groupby(survey.questions, key=part_of)]
    found: set[str] = set()
    for (kind, run), (after, boxes_after) in pairwise(runs):
        if kind == "statement" and after == "box" and all(question.id in gone for question in boxes_after):
            found.add(run[-1].id)
    return found


def part_of(question: Question) -> str:
    if is_box(question):
        return "box"
    return "question" if QUESTION_TYPES[question.kind].asks else "statement"
