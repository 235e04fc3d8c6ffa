"""The flow on small surveys whose right answer is plain to see."""

from __future__ import annotations

from surveys import flow
from surveys.answers import SKIPPED, Answer
from surveys.model import Condition, Option, Page, Question, Survey
from surveys.question_types.statement import SEEN
from tests.unit.surveys.definitions import ask, survey_of

A, B, NOT_SURE = Answer("answered", "a"), Answer("answered", "b"), Answer("not-sure")


def pages(survey: Survey, answers: dict[str, Answer], known: frozenset[str] = frozenset()) -> list[str]:
    return [page.id for page in flow.path(survey, answers, known)]


def test_a_question_waits_for_the_answer_that_it_depends_on() -> None:
    survey = survey_of([ask("one"), ask("two", Condition("one", ("a", "not-sure"))), ask("three")])
    assert pages(survey, {}) == ["one", "three"]
    assert pages(survey, {"one": A}) == ["one", "two", "three"]
    assert pages(survey, {"one": NOT_SURE}) == ["one", "two", "three"]
    assert pages(survey, {"one": B}) == ["one", "three"]
    assert pages(survey, {"one": SKIPPED}) == ["one", "three"]


def test_a_condition_can_be_turned_round_and_can_ask_for_any_answer() -> None:
    survey = survey_of([ask("one"), ask("two", Condition("one", ("a",), negate=True)), ask("three", Condition("one"))])
    assert pages(survey, {"one": A}) == ["one", "three"]
    assert pages(survey, {"one": B}) == ["one", "two", "three"]
    assert pages(survey, {"one": SKIPPED}) == ["one", "two"]


def test_numbers_and_several_choices_can_be_asked_about() -> None:
    survey = survey_of(
        [
            ask("scale", kind="scale-0-10"),
            ask("several", kind="several"),
            ask("low", Condition("scale", ("0", "1"))),
            ask("with-b", Condition("several", ("b",))),
        ]
    )
    said = {"scale": Answer("answered", 1), "several": Answer("answered", ["a", "b"])}
    assert pages(survey, said) == ["scale", "several", "low", "with-b"]
    said = {"scale": Answer("answered", 10), "several": Answer("answered", ["a"])}
    assert pages(survey, said) == ["scale", "several"]


def test_what_a_link_says_is_not_asked() -> None:
    survey = survey_of([ask("one"), ask("where", attribute="locality")])
    assert pages(survey, {}, frozenset(["locality"])) == ["one"]
    assert flow.on_path(survey, {"where": A}, frozenset(["locality"])) == {"one": SKIPPED}


def test_an_answer_off_the_path_does_not_count() -> None:
    chain = [ask("one"), ask("two", Condition("one", ("a",))), ask("three", Condition("two", ("a",)))]
    survey = survey_of(chain)
    assert pages(survey, {"one": B, "two": A, "three": A}) == ["one"]
    assert flow.on_path(survey, {"one": B, "two": A, "three": A}) == {"one": B}


def test_changing_an_answer_asks_again_what_hung_on_it_and_only_that() -> None:
    chain = [ask("one"), ask("two", Condition("one", ("a", "b"))), ask("three", Condition("two", ("a",))), ask("four")]
    survey = survey_of(chain)
    said = {"one": A, "two": A, "three": A, "four": A}
    assert flow.answer_page(survey, said, {"one": A}) == said
    assert flow.answer_page(survey, said, {"one": B}) == {"one": B, "four": A}
    assert flow.first_unanswered(survey, {"one": B, "four": A}).id == "two"
    assert flow.next_page(survey, {"one": B, "four": A}, "one").id == "two"


def test_a_page_shows_only_what_is_asked_and_is_left_out_with_its_last_question() -> None:
    group = [ask("hello", kind="statement"), ask("two", Condition("one", ("a",))), ask("where", attribute="locality")]
    survey = survey_of([ask("one"), *group], [Page("one", ("one",)), Page("group", ("hello", "two", "where"))])
    known = frozenset(["locality"])
    assert flow.path(survey, {})[1].questions == ("hello", "where")
    assert flow.path(survey, {"one": A}, known)[1].questions == ("hello", "two")
    assert pages(survey, {"one": B}, known) == ["one"]


def test_a_statement_is_seen_and_never_submitted() -> None:
    survey = survey_of([ask("hello", kind="statement"), ask("one")])
    assert not flow.reachable(survey, {}, "one")
    assert flow.reachable(survey, {"hello": SEEN}, "one")
    assert flow.on_path(survey, {"hello": SEEN, "one": A}) == {"one": A}


def test_the_next_page_is_found_from_a_page_that_fell_off_the_path() -> None:
    survey = survey_of([ask("one"), ask("two", Condition("one", ("a",))), ask("three")])
    assert flow.next_page(survey, {"one": B}, "two").id == "three"
    assert flow.previous_page(survey, {"one": B}, "two").id == "one"
    assert not flow.reachable(survey, {"one": B}, "two")


def test_random_order_is_the_same_for_a_person_and_keeps_the_last_ones_last() -> None:
    movable = tuple(Option(name, name) for name in "abcdefgh")
    last = (Option("none", "None", exclusive=True), Option("not-sure", "?", missing="not-sure"))
    question = Question("who", "several", "Who?", options=(*movable, *last), random_order=True)
    orders = {tuple(option.id for option in flow.shown_options(question, f"person {number}")) for number in range(20)}
    assert len(orders) > 10
    assert flow.shown_options(question, "me") == flow.shown_options(question, "me")
    assert all(order[-2:] == ("none", "not-sure") and sorted(order[:-2]) == list("abcdefgh") for order in orders)
    assert flow.shown_options(ask("plain"), "me") == ask("plain").options
