"""Every worked example of the method, computed by the software; and the page that shows them is up to date."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from analysis.change import NO_PAIRS, Pairs, change_sentence, compare, discoveries, verdict
from analysis.framework import Domain, Framework, Indicator
from analysis.grouping import group_name, merge
from analysis.rounding import ENDS, shown_n, shown_score, shown_share, shown_share_interval
from analysis.scoring import UNIT, Cell, half_up, mean_interval, person_scores, points_of, wilson
from surveys.answers import Answer
from surveys.model import Option, Page, Question, Survey
from tests.spec import page

K = 10


def rows(table: str) -> list:
    return [pytest.param(*row, id=f"{table}-{number}") for number, row in enumerate(page.examples()[table]["rows"], 1)]


def number(text: str) -> Fraction:
    """`41 2/3` or `-2 1/2` or `9.99`, exactly."""
    sign = -1 if text.startswith("-") else 1
    return sign * sum(Fraction(part) for part in text.lstrip("-").split())


def maybe(text: str) -> Fraction | None:
    return None if text == "none" else number(text)


def people(text: str) -> list[int]:
    """`10 × 25, 10 × 75` as twenty scores in units."""
    counted = [part.split(" × ") for part in text.split(", ")]
    return [int(points) * UNIT for count, points in counted for _ in range(int(count))]


def pairs(text: str) -> Pairs:
    if text == "nobody":
        return NO_PAIRS
    linked = [re.fullmatch(r"(\d+) × (\d+) > (\d+)", part).groups() for part in text.split(", ")]
    return Pairs.of((int(x) * UNIT, int(y) * UNIT) for count, x, y in linked for _ in range(int(count)))


def ends(text: str) -> tuple[float, float]:
    low, high = text.replace("%", "").split(" to ")
    return float(low), float(high)


def points_question(question_id: str, points: list[int | None]) -> Question:
    options = tuple(Option(f"option {place}", f"Option {place}", value) for place, value in enumerate(points, 1))
    return Question(question_id, "single", "?", options=options, indicator=question_id)


def participation(domains: str, weights: list[int]) -> tuple[Framework, Survey, dict[str, Answer]]:
    """A framework, a survey and one person's answers: domains parted by semicolons, items by commas."""
    indicators, questions, answers = [], [], {}
    for place, items in enumerate(domains.split("; ")):
        for item in items.split(", "):
            name = f"item-{len(indicators)}"
            indicators.append(Indicator(name, f"domain-{place}", name, anchor=True))
            scored = item.isdigit()
            questions.append(points_question(name, [int(item) if scored else 0]))
            answers[name] = Answer("answered", "option 1") if scored else Answer(item)
    own = tuple(Domain(f"domain-{place}", "", "", weight) for place, weight in enumerate(weights))
    pages = tuple(Page(each.id, (each.id,)) for each in questions)
    survey = Survey("a.general.b", 1, "young-person", "general", "A", 5, "wave", tuple(questions), pages)
    return Framework("1", domains=own, indicators=tuple(indicators)), survey, answers


def score(domains: str, weights: list[int], kind: str) -> Fraction | None:
    found = [each.units for each in person_scores(*participation(domains, weights)) if each.measure_kind == kind]
    return Fraction(found[0], UNIT) if found else None


@pytest.mark.parametrize(("question", "points", "answer", "by_hand", "expected"), rows("item-points"))
def test_item_points(question: str, points: str, answer: str, by_hand: str, expected: str):
    values = [None, None] if points == "no points" else [int(each) for each in points.split(", ")]
    given = Answer("answered", answer) if answer.startswith("option") else Answer(answer)
    assert points_of(points_question("item", values), given) == maybe(expected)


@pytest.mark.parametrize(("items", "by_hand", "expected"), rows("domain-score"))
def test_domain_score(items: str, by_hand: str, expected: str):
    assert score(items, [1], "domain") == maybe(expected)


@pytest.mark.parametrize(("domains", "weights", "by_hand", "expected"), rows("index"))
def test_index(domains: str, weights: str, by_hand: str, expected: str):
    assert score(domains, [int(each) for each in weights.split(", ")], "index") == maybe(expected)


@pytest.mark.parametrize(("scores", "by_hand", "share", "interval", "shown"), rows("positive-share"))
def test_positive_share(scores: str, by_hand: str, share: str, interval: str, shown: str):
    cell = Cell.of(people(scores))
    low, high = wilson(cell.positive, cell.n)
    assert half_up(Fraction(1000 * cell.positive, cell.n)) == number(share.rstrip("%")) * 10
    assert (round(low, 1), round(high, 1)) == ends(interval)
    if cell.n >= 30:
        bounds = shown_share_interval(low, high)
        assert f"{shown_share(cell.positive, cell.n)}%, {bounds[0]}% to {bounds[1]}%" == shown
    else:
        assert shown.startswith("nothing")


@pytest.mark.parametrize(("scores", "by_hand", "mean", "interval", "shown"), rows("mean-interval"))
def test_mean_interval(scores: str, by_hand: str, mean: str, interval: str, shown: str):
    found = mean_interval(Cell.of(people(scores)))
    assert found.mean == number(mean)
    assert (round(found.low, 3), round(found.high, 3)) == ends(interval)
    assert f"{shown_score(found.mean)}, {shown_score(found.low)} to {shown_score(found.high)}" == shown


@pytest.mark.parametrize(("before", "now", "linked", "by_hand", "expected", "word"), rows("change"))
def test_change(before: str, now: str, linked: str, by_hand: str, expected: str, word: str):
    found = compare(Cell.of(people(before)), Cell.of(people(now)), pairs(linked), K, ends=ENDS)
    assert found.verdict == word
    if expected == "none":
        assert (found.difference, found.low, found.high) == (None, None, None)
    else:
        difference, interval = expected.split(", ")
        assert found.difference == number(difference)
        assert (round(found.low, 3), round(found.high, 3)) == ends(interval)


@pytest.mark.parametrize(("difference", "interval", "by_hand", "word"), rows("verdict"))
def test_verdict(difference: str, interval: str, by_hand: str, word: str):
    assert verdict(number(difference), *ends(interval)) == word


@pytest.mark.parametrize(("p_values", "by_hand", "certain"), rows("board-verdicts"))
def test_board_verdicts(p_values: str, by_hand: str, certain: str):
    found = discoveries({each: float(each) for each in p_values.split(", ")})
    assert ", ".join(sorted(found)) == certain.replace("none", "")


@pytest.mark.parametrize(("change", "interval", "word", "sentence"), rows("sentence"))
def test_sentence(change: str, interval: str, word: str, sentence: str):
    low, high = (None, None) if interval == "none" else map(int, interval.split(" to "))
    message, params = change_sentence(None if change == "none" else int(change), low, high, word)
    assert (message % params if params else message) == sentence


@pytest.mark.parametrize(("counts", "by_hand", "groups"), rows("merging"))
def test_merging(counts: str, by_hand: str, groups: str):
    assert ", ".join(map(group_name, merge(counted(counts), K))) == groups


@pytest.mark.parametrize(("before", "counts", "by_hand", "groups"), rows("coarsening"))
def test_coarsening(before: str, counts: str, by_hand: str, groups: str):
    fixed = tuple(tuple(group.split("+")) for group in before.split(", "))
    assert ", ".join(map(group_name, merge(counted(counts), K, fixed))) == groups


def counted(text: str) -> dict[str, int]:
    return {category: int(n) for category, n in (part.rsplit(" ", 1) for part in text.split(", "))}


@pytest.mark.parametrize(("what", "exact", "by_hand", "shown"), rows("rounding"))
def test_rounding(what: str, exact: str, by_hand: str, shown: str):
    how = {"score": shown_score, "people": lambda n: shown_n(int(n)), "change": half_up}[what]
    assert how(number(exact)) == int(shown)


def test_the_page_is_made_from_these_examples():
    """Run `python tests/spec/page.py` after a change of the method or of an example."""
    assert page.PAGE.read_text(encoding="utf-8") == page.render()
