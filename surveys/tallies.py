"""What can be counted when a room answers together, by hands up: rows to count, and how many hands fit. No storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from surveys.carried import carried
from surveys.flow import NOTHING_KNOWN
from surveys.model import Page, Question, Survey
from surveys.pacing import one_at_a_time
from surveys.question_types import QUESTION_TYPES


def asked_of_a_room(survey: Survey, known: frozenset[str] = NOTHING_KNOWN) -> tuple[Question, ...]:
    """The questions that a room can be asked aloud.

    Not those about the people themselves: nobody is made to show by hands who they are. Conditions fall away, since a
    room never has one answer.
    """
    return tuple(
        question
        for question in survey.questions
        if QUESTION_TYPES[question.kind].asks and not question.about and question.attribute not in known
    )


def pages_for_a_room(survey: Survey, left_out: frozenset[str], known: frozenset[str]) -> tuple[Page, ...]:
    """The survey's pages taken apart, one question each, with the statements that introduce them."""
    asked = {question.id for question in asked_of_a_room(survey, known)} - left_out
    return tuple(page for page in one_at_a_time(survey).pages if asked & set(page.questions))


def question_of(survey: Survey, page: Page) -> Question:
    """The one question of a page that is asked of a room; the rest of the page is only read."""
    questions = [survey.question_by_id[name] for name in page.questions]
    return next(question for question in questions if QUESTION_TYPES[question.kind].asks)


def wording(question: Question) -> str:
    """The English text as a room hears it: never with somebody's own earlier answer in it."""
    return question.text_without if carried(question) else question.text


@dataclass(frozen=True, slots=True)
class TooMany:
    """More hands than people: how many were counted, and the keys of the rows that they were counted for."""

    hands: int
    keys: tuple[str, ...]


def too_many(question: Question, hands: Mapping[str, int], size: int) -> TooMany | None:
    """Where more hands were counted than there are people. Fewer is right: nobody has to raise a hand."""
    for tally in QUESTION_TYPES[question.kind].tallies(question):
        rows = [tally] if tally.one_hand else [replace(tally, rows=(row,)) for row in tally.rows]
        for one in rows:
            keys = tuple(row.key for row in one.rows)
            counted = sum(hands.get(key, 0) for key in keys)
            if counted > size:
                return TooMany(counted, keys)
    return None
