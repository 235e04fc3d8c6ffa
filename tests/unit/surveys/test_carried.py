"""An earlier answer in a later wording, and what stands there without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveys import flow
from surveys.answers import SKIPPED, Answer
from surveys.carried import worded
from surveys.messages import survey_messages
from tests.unit.surveys.definitions import ask, survey_of

FIRST = ask("first")
LATER = ask("later")
THEN = ask("then")
SURVEY = survey_of([FIRST, LATER, THEN])
CARRYING = survey_of([FIRST, replace(LATER, text="Think of {answer:first}.", text_without="Think of one."), THEN])
CHOSEN = Answer("answered", "a")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (CHOSEN, "THINK OF A."),
        (SKIPPED, "THINK OF ONE."),
        (Answer("not-sure"), "THINK OF ONE."),
        (None, "THINK OF ONE."),
    ],
)
def test_the_label_stands_in_the_text_in_the_readers_language(answer: Answer | None, text: str) -> None:
    answers = {"first": answer} if answer else {}
    said = {"Think of {answer:first}.": "THINK OF {answer:first}."}
    later = CARRYING.question_by_id["later"]
    assert worded(CARRYING, later, answers, lambda each: said.get(each, each.upper())) == text


def test_what_carries_nothing_is_worded_as_it_stands() -> None:
    assert worded(SURVEY, FIRST, {}, str.upper) == "ABOUT FIRST?"


def test_a_text_that_carries_another_answer_is_asked_again() -> None:
    kept = {"first": CHOSEN, "later": CHOSEN, "then": CHOSEN}
    changed = flow.answer_page(CARRYING, kept, {"first": Answer("answered", "b")})
    assert "later" not in changed
    assert changed["then"] == CHOSEN
    assert flow.answer_page(CARRYING, kept, {"first": CHOSEN}) == kept


def test_both_texts_are_for_translators() -> None:
    texts = {message.text for message in survey_messages(CARRYING)}
    assert {"Think of {answer:first}.", "Think of one."} <= texts
