"""The ways in which one survey can be answered, and what is asked in each. One instrument: no way has its own data."""

from __future__ import annotations

from dataclasses import replace

from surveys.model import Question, Survey
from surveys.question_types.base import real_options

PLAIN, EASY_READ, PICTURES, CARDS = "plain", "easy-read", "pictures", "cards"


def ways(survey: Survey) -> tuple[str, ...]:
    """What a person may choose from; plain words come first.

    Pictures alone are for young people who answer for themselves, where every scored question can be answered so.
    Three piles are for those surveys whose scored questions all have three faces: five steps do not fit on them.
    """
    if survey.audience == "professional":
        return (PLAIN,)
    scored = [question for question in survey.questions if question.indicator]
    if survey.audience != "young-person" or survey.voice != "self" or not scored:
        return (PLAIN, EASY_READ)
    pictures = (PICTURES,) * all(speaks_in_pictures(question) for question in scored)
    return (PLAIN, EASY_READ, *pictures, *(CARDS,) * all(question.kind == "faces-3" for question in scored))


def speaks_in_pictures(question: Question) -> bool:
    """Whether nobody needs to read to answer: what is asked has a picture, and so has each answer.

    Only scored questions: what a picture cannot ask, such as a consent, is not asked by one.
    """
    pictured = question.indicator and question.picture and all(option.picture for option in real_options(question))
    return bool(pictured and real_options(question))


def in_way(survey: Survey, way: str) -> Survey:
    """The survey as it is asked in this way: in pictures only, what has to be read is not asked. Made once and kept."""
    if way != PICTURES:
        return survey
    if PICTURES not in survey.workings:
        kept = tuple(question for question in survey.questions if speaks_in_pictures(question))
        names = {question.id for question in kept}
        pages = [
            replace(page, questions=tuple(name for name in page.questions if name in names)) for page in survey.pages
        ]
        survey.workings[PICTURES] = replace(
            survey, questions=kept, pages=tuple(page for page in pages if page.questions)
        )
    return survey.workings[PICTURES]
