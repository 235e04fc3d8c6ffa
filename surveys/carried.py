"""An earlier answer in a later wording: `{answer:<question id>}` in a question's text. No rendering."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from surveys.answers import Answers
from surveys.findings import Finding
from surveys.model import Question, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.one_of import OneOf

PLACE = re.compile(r"\{answer:([A-Za-z0-9-]+)\}")


def carried(question: Question) -> tuple[str, ...]:
    """The ids of the earlier questions whose answers stand in this one's text."""
    return tuple(dict.fromkeys(PLACE.findall(question.text)))


def worded(survey: Survey, question: Question, answers: Answers, say: Callable[[str], str]) -> str:
    """The question as this person reads it; its other text if one of the answers that it needs was not given."""
    labels = {name: label_of(survey, name, answers, say) for name in carried(question)}
    if not all(labels.values()):
        return say(question.text_without)
    return PLACE.sub(lambda place: labels[place[1]], say(question.text))


def label_of(survey: Survey, name: str, answers: Answers, say: Callable[[str], str]) -> str:
    """How an earlier answer is called; empty if it was skipped, is unknown or was never asked."""
    earlier, answer = survey.question_by_id.get(name), answers.get(name)
    if earlier is None or answer is None or answer.state != "answered":
        return ""
    return QUESTION_TYPES[earlier.kind].display(earlier, answer, say)


def check_carried(survey: Survey, question: Question) -> Iterator[Finding]:
    """Only a single choice of an earlier page can be carried, and there is always something to say without it."""
    names, order = carried(question), [page.id for page in survey.pages]
    if bool(names) != bool(question.text_without):
        advice = (
            "Give a text with {answer:...} also a text_without, for when that was skipped; no other text needs one."
        )
        yield Finding("S021", question.place, "'text_without' and {answer:...} do not go together.", advice)
    for name in names:
        earlier = survey.question_by_id.get(name)
        if earlier is None or not isinstance(QUESTION_TYPES.get(earlier.kind), OneOf):
            advice = "Name a question of which one answer is chosen."
            yield Finding("S021", question.place, f"the answer to {name!r} cannot be carried.", advice)
        elif order.index(survey.page_of[name]) >= order.index(survey.page_of[question.id]):
            advice = "Put the question whose answer it carries on an earlier page."
            yield Finding("S021", question.place, f"{name!r} is not on an earlier page.", advice)
