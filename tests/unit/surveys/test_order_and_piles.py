"""Ranking and sorting cards, tried on answers drawn at random: forms, kept values and cells of files say the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from surveys.answers import SKIPPED, Answer
from surveys.forms import filled_form, page_form, to_answers
from surveys.model import Option, Question
from surveys.problems import Problem
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.cards import PILE_BY_ID
from tests.unit.surveys.definitions import survey_of

NAMES = ("quiet", "breaks", "talk", "lessons", "friends")
OPTIONS = (*(Option(name, name.title()) for name in NAMES), Option("not-sure", "?", missing="not-sure"))
RANKING, CARDS = Question("order", "ranking", "?", options=OPTIONS), Question("piles", "cards", "?", options=OPTIONS)
SURVEY = survey_of([RANKING, CARDS])
ORDERS = st.lists(st.sampled_from(NAMES), unique=True)
PILES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(list(PILE_BY_ID)))
WORDS = st.lists(st.text(st.sampled_from("quiet:-so;1")) | st.sampled_from([*NAMES, "not-sure", "talk:so-so", ""]))


def sent(name: str, form: list[tuple[str, str]]) -> Answer:
    return to_answers(page_form(SURVEY, SURVEY.page_by_id[name])(MultiDict(form)))[name]


def kept(value: list[str]) -> Answer:
    return Answer("answered", value) if value else SKIPPED


@given(ORDERS)
def test_places_of_a_form_become_an_order(order: list[str]) -> None:
    form = [(f"order.{place}", name) for place, name in enumerate(order, 1)]
    assert sent("order", form) == sent("order", list(reversed(form))) == kept(order)
    assert sent("order", [("order", name) for name in order]) == kept(order)


@given(st.lists(st.sampled_from(NAMES), max_size=5))
def test_whatever_is_tapped_is_an_order(taps: list[str]) -> None:
    """A browser without JavaScript lets one thing stand at two places: it keeps the better one."""
    form = [(f"order.{place}", name) for place, name in enumerate(taps, 1)]
    assert sent("order", form) == kept(list(dict.fromkeys(taps)))


@given(PILES)
def test_piles_of_a_form_are_kept_in_the_order_of_the_cards(piles: dict[str, str]) -> None:
    form = [(f"piles.{card}", f"{card}:{pile}") for card, pile in piles.items()]
    assert sent("piles", form) == kept([f"{card}:{piles[card]}" for card in NAMES if card in piles])


@given(st.sampled_from([RANKING, CARDS]), ORDERS, PILES)
def test_a_cell_of_a_file_a_form_and_the_page_that_shows_it_again_agree(
    question: Question, order: list[str], piles: dict[str, str]
) -> None:
    kind, values = QUESTION_TYPES[question.kind], order
    if question is CARDS:
        values = [f"{card}:{piles[card]}" for card in NAMES if card in piles]
    answer = kept(values)
    assert kind.parse(question, ";".join(values)) == answer
    shown = filled_form(SURVEY, SURVEY.page_by_id[question.id], {question.id: answer})
    assert to_answers(shown) == {question.id: answer}
    lines = kind.display(question, answer, str).splitlines()
    assert len(lines) == len(values)


@given(st.sampled_from([RANKING, CARDS]), WORDS)
def test_nothing_that_is_sent_breaks_a_page(question: Question, values: list[str]) -> None:
    """Each list of values is an answer that can be kept and shown, or a problem that is told."""
    kind = QUESTION_TYPES[question.kind]
    try:
        answer = kind.answer(question, kind.entry(question, values))
    except Problem:
        pass
    else:
        assert kind.answer(question, kind.entry_of(question, answer)) == answer
        assert kind.display(question, answer, str) or answer == SKIPPED


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (replace(RANKING, options=(*OPTIONS, Option("more", "More"))), "6 options to put in order."),
        (replace(RANKING, options=OPTIONS[:1]), "fewer than two options."),
        (replace(RANKING, maximum=6), "the maximum is 6."),
        (replace(RANKING, indicator="belong"), "the kind 'ranking' cannot be scored."),
        (replace(CARDS, options=OPTIONS[:1]), "1 cards."),
        (replace(CARDS, options=tuple(Option(str(n), str(n)) for n in range(7))), "7 cards."),
        (replace(CARDS, options=(*OPTIONS, Option("more", "More", points=50))), "options with points."),
        (replace(CARDS, indicator="belong"), "the kind 'cards' cannot be scored."),
    ],
)
def test_a_definition_that_does_not_suit_is_named(question: Question, message: str) -> None:
    assert message in [fault for fault, _ in QUESTION_TYPES[question.kind].faults(question)]
