"""Scores of people and cells: within bounds, exact, and the same in whatever order."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from analysis.scoring import UNIT, Cell, half_up, missing_kinds, person_scores
from surveys.answers import MISSING_KINDS, Answer
from surveys.model import Option, Question
from tests.unit.analysis.made_up import DOMAINS, FACES, framework, survey

FRAMEWORK = framework()
SURVEY = survey(FRAMEWORK)
answer = st.one_of(
    st.sampled_from("12345").map(lambda option: Answer("answered", option)), st.sampled_from(MISSING_KINDS).map(Answer)
)
participation = st.dictionaries(st.sampled_from([each.id for each in SURVEY.questions]), answer)
units = st.integers(0, 100 * UNIT)


@given(participation)
def test_scores_are_within_0_and_100(answers: dict):
    assert all(0 <= score.units <= 100 * UNIT for score in person_scores(FRAMEWORK, SURVEY, answers))


@given(participation, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(answers: dict, order: random.Random):
    items = list(answers.items())
    order.shuffle(items)
    assert person_scores(FRAMEWORK, SURVEY, dict(items)) == person_scores(FRAMEWORK, SURVEY, answers)


@given(participation)
def test_scores_equal_a_plain_computation(answers: dict):
    found = {(score.measure_kind, score.measure): score.units for score in person_scores(FRAMEWORK, SURVEY, answers)}
    means = {}
    for domain in DOMAINS:
        own = [each for name, each in answers.items() if name.startswith(domain) and each.state != "not-applicable"]
        points = [FACES[int(each.value) - 1] for each in own if each.state == "answered"]
        if points and 2 * len(points) >= len(own):
            means[domain] = Fraction(sum(points), len(points))
    assert {name: Fraction(each, UNIT) for (kind, name), each in found.items() if kind == "domain"} == means
    index = Fraction(sum(means.values()), 4) if len(means) == 4 else None
    assert found.get(("index", "index")) == (None if index is None else half_up(index * UNIT))
    answered = {name for name, each in answers.items() if each.state == "answered"}
    assert {name for kind, name in found if kind == "indicator"} == answered


@given(participation)
def test_missing_kinds_are_counted_apart(answers: dict):
    states = [each.state for each in answers.values()]
    assert missing_kinds(SURVEY, answers) == {kind: states.count(kind) for kind in MISSING_KINDS if kind in states}


@given(st.lists(units), st.lists(units))
def test_cells_add_up_exactly(some: list[int], others: list[int]):
    assert Cell.of(some) + Cell.of(others) == Cell.of(some + others) == Cell.of(others + some)


@given(st.lists(units, min_size=1))
def test_mean_and_deviations_are_exact(each: list[int]):
    points = [Fraction(value, UNIT) for value in each]
    mean = sum(points) / len(points)
    assert Cell.of(each).mean == mean
    assert Cell.of(each).deviations == sum((value - mean) ** 2 for value in points)


@given(st.fractions())
def test_halves_go_up(value: Fraction):
    assert value - Fraction(1, 2) < half_up(value) <= value + Fraction(1, 2)


def test_a_touchpoint_survey_never_moves_the_headline():
    answers = {question.id: Answer("answered", "3") for question in SURVEY.questions}
    scores = person_scores(FRAMEWORK, survey(FRAMEWORK, schedule="touchpoint"), answers)
    assert {score.measure_kind for score in scores} == {"indicator"}


def test_only_anchors_make_a_domain():
    plain = framework()
    first, *rest = plain.indicators
    loose = type(first)(**{**vars(first), "anchor": False})
    changed = type(plain)(**{**vars_of(plain), "indicators": (loose, *rest)})
    answers = {first.id: Answer("answered", "1"), rest[0].id: Answer("answered", "5")}
    scores = {score.measure: score.units for score in person_scores(changed, survey(changed), answers)}
    assert (scores["experience"], scores[first.id]) == (100 * UNIT, 0)


def vars_of(plain: object) -> dict:
    return {name: getattr(plain, name) for name in plain.__dataclass_fields__}


def test_numbers_are_scored_by_the_option_of_their_name():
    options = tuple(Option(str(ten), str(ten), 10 * ten) for ten in range(11))
    question = Question("experience-0", "scale-0-10", "?", options=options, indicator="experience-0")
    asked = survey(FRAMEWORK)
    tens = type(asked)(**{**vars_of(asked), "questions": (question,)})
    scores = person_scores(FRAMEWORK, tens, {"experience-0": Answer("answered", 7)})
    assert {score.units for score in scores} == {70 * UNIT}
