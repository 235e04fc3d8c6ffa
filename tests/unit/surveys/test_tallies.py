"""What a room can be asked and counted for: every kind says its rows; more hands than people are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import SHIPPED_PARTNERSHIP
from surveys.model import Option, Question
from surveys.partnership_file import load_partnership
from surveys.question_types import QUESTION_TYPES
from surveys.tallies import asked_of_a_room, pages_for_a_room, question_of, too_many, wording

SURVEYS = load_partnership(SHIPPED_PARTNERSHIP).catalogue.surveys
OPTIONS = (Option("a", "Apples"), Option("b", "Pears"), Option("not-sure", "Not sure", missing="not-sure"))


def question(kind: str) -> Question:
    return Question("q", kind, "Which?", options=OPTIONS)


def keys(kind: str) -> list[list[str]]:
    return [[row.key for row in tally.rows] for tally in QUESTION_TYPES[kind].tallies(question(kind))]


@pytest.mark.parametrize("kind", ["single", "faces-5", "faces-3", "yes-no", "scale-0-10", "ranking", "several"])
def test_every_option_is_counted_not_sure_too(kind: str) -> None:
    assert keys(kind) == [["a", "b", "not-sure"]]


def test_each_card_is_counted_by_pile() -> None:
    piles = ("going-well", "so-so", "not-good")
    assert keys("cards") == [[f"a:{pile}" for pile in piles], [f"b:{pile}" for pile in piles], ["not-sure"]]


@pytest.mark.parametrize("kind", ["number", "short-text", "long-text", "statement"])
def test_what_has_to_be_put_in_words_is_not_counted(kind: str) -> None:
    assert keys(kind) == []


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3), st.integers(1, 40))
def test_one_hand_each_never_adds_up_to_more_than_the_people(hands: list[int], size: int) -> None:
    counted = dict(zip(("a", "b", "not-sure"), hands, strict=True))
    assert (too_many(question("single"), counted, size) is not None) == (sum(hands) > size)
    assert (too_many(question("several"), counted, size) is not None) == (max(hands) > size)


def test_the_finding_says_where_and_how_many() -> None:
    found = too_many(question("cards"), {"a:so-so": 3, "b:so-so": 4, "b:not-good": 2}, 5)
    assert (found.hands, found.keys[0]) == (6, "b:going-well")


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.id)
def test_every_survey_can_be_asked_of_a_room_one_question_at_a_time(survey: object) -> None:
    asked = asked_of_a_room(survey)
    pages = pages_for_a_room(survey, frozenset(), frozenset())
    assert [question_of(survey, page) for page in pages] == list(asked)
    assert not any(one.about for one in asked)
    assert not any("{answer:" in wording(one) for one in asked)
    left = frozenset(one.id for one in asked[1:])
    assert len(pages_for_a_room(survey, left, frozenset())) == 1
