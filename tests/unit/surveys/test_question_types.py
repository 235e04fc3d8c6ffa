"""Each question kind: what a form or a cell of a file says, what is kept, shown and scored."""

from __future__ import annotations

import pytest

from surveys.answers import SKIPPED, Answer
from surveys.model import Option, Question, Survey
from surveys.problems import Problem
from surveys.question_types import QUESTION_TYPES
from surveys.question_types import free_text as texts
from surveys.question_types.base import Entry
from surveys.question_types.number import BOTH, NOT_WHOLE, OUT_OF_RANGE
from surveys.question_types.one_of import ONE_ONLY, UNKNOWN
from surveys.question_types.ranking import TOO_MANY
from surveys.question_types.several import ALONE

NOT_SURE = Option("not-sure", "I do not know", missing="not-sure")
FACES = tuple(Option(str(n), f"Face {n}", points=(n - 1) * 25) for n in (5, 4, 3, 2, 1))
THREE = (Option("good", "Good", 100), Option("so-so", "So-so", 50), Option("bad", "Bad", 0))
SCALE = tuple(Option(str(n), str(n), points=n * 10) for n in range(11))
PEOPLE = (Option("home", "At home"), Option("school", "At school"), Option("nobody", "No one", exclusive=True))
HELP = (Option("quiet", "A quiet place"), Option("breaks", "Breaks"), Option("talk", "Somebody to talk to"))
QUESTIONS = {
    "faces-5": Question("q", "faces-5", "?", options=(*FACES, NOT_SURE)),
    "faces-3": Question("q", "faces-3", "?", options=(*THREE, NOT_SURE)),
    "single": Question("q", "single", "?", options=(*PEOPLE, NOT_SURE)),
    "several": Question("q", "several", "?", options=(*PEOPLE, NOT_SURE)),
    "yes-no": Question("q", "yes-no", "?", options=(Option("yes", "Yes", 100), Option("no", "No", 0), NOT_SURE)),
    "scale-0-10": Question("q", "scale-0-10", "?", options=(*SCALE, NOT_SURE)),
    "number": Question("q", "number", "?", options=(NOT_SURE,), minimum=1, maximum=150),
    "short-text": Question("q", "short-text", "?", max_length=10),
    "long-text": Question("q", "long-text", "?", max_length=20),
    "statement": Question("q", "statement", "Read this."),
    "ranking": Question("q", "ranking", "?", options=(*HELP, NOT_SURE), maximum=2),
    "cards": Question("q", "cards", "?", options=(*HELP, NOT_SURE)),
}


def said(value: object) -> Answer:
    return Answer("answered", value)


def from_form(kind: str, *values: str) -> Answer:
    question = QUESTIONS[kind]
    return QUESTION_TYPES[kind].answer(question, QUESTION_TYPES[kind].entry(question, values))


UNDERSTOOD = [
    ("faces-5", ["4"], said("4"), 75),
    ("faces-3", ["so-so"], said("so-so"), 50),
    ("single", ["home"], said("home"), None),
    ("yes-no", ["no"], said("no"), 0),
    ("yes-no", ["not-sure"], Answer("not-sure"), None),
    ("several", ["school", "home", "school"], said(["home", "school"]), None),
    ("several", ["nobody"], said(["nobody"]), None),
    ("several", ["not-sure"], Answer("not-sure"), None),
    ("scale-0-10", ["0"], said(0), 0),
    ("scale-0-10", ["10"], said(10), 100),
    ("number", [" 12 "], said(12), None),
    ("number", ["+12", ""], said(12), None),
    ("number", ["١٢"], said(12), None),
    ("number", ["۴۵"], said(45), None),
    ("number", ["", "not-sure"], Answer("not-sure"), None),
    ("short-text", ["  a\r\nb\x00 "], said("a b"), None),
    ("long-text", ["one\r\ntwo\rthree"], said("one\ntwo\nthree"), None),
    ("long-text", ["می\u200cخواهم \u202b"], said("می\u200cخواهم \u202b"), None),
    ("long-text", ["x" * 20], said("x" * 20), None),
    ("statement", [], said("seen"), None),
    ("ranking", ["talk", "quiet"], said(["talk", "quiet"]), None),
    ("ranking", ["talk", "talk"], said(["talk"]), None),
    ("ranking", ["", "breaks"], said(["breaks"]), None),
    ("ranking", ["not-sure"], Answer("not-sure"), None),
    ("ranking", ["not-sure", "talk"], said(["talk"]), None),
    ("cards", ["talk:so-so", "quiet:going-well"], said(["quiet:going-well", "talk:so-so"]), None),
    ("cards", ["breaks:not-good"], said(["breaks:not-good"]), None),
    ("cards", ["not-sure"], Answer("not-sure"), None),
    ("cards", ["talk:so-so", "not-sure"], said(["talk:so-so"]), None),
]


@pytest.mark.parametrize(("kind", "values", "answer", "points"), UNDERSTOOD)
def test_what_a_form_says(kind: str, values: list[str], answer: Answer, points: int | None) -> None:
    assert from_form(kind, *values) == answer
    assert QUESTION_TYPES[kind].points(QUESTIONS[kind], answer) == points


@pytest.mark.parametrize("kind", [kind for kind in QUESTION_TYPES if kind != "statement"])
@pytest.mark.parametrize("values", [[], [""], ["", ""]])
def test_blank_is_skipped(kind: str, values: list[str]) -> None:
    assert from_form(kind, *values) == SKIPPED
    assert QUESTION_TYPES[kind].parse(QUESTIONS[kind], "  ") == SKIPPED
    assert QUESTION_TYPES[kind].points(QUESTIONS[kind], SKIPPED) is None


REFUSED = [
    ("faces-5", ["6"], UNKNOWN),
    ("yes-no", ["yes", "no"], ONE_ONLY),
    ("single", ["'; drop table"], UNKNOWN),
    ("scale-0-10", ["11"], UNKNOWN),
    ("several", ["home", "moon"], UNKNOWN),
    ("several", ["home", "nobody"], ALONE),
    ("several", ["home", "not-sure"], ALONE),
    ("number", ["twelve"], NOT_WHOLE),
    ("number", ["1.5"], NOT_WHOLE),
    ("number", ["²"], NOT_WHOLE),
    ("number", ["9" * 5000], NOT_WHOLE),
    ("number", ["0"], OUT_OF_RANGE),
    ("number", ["-3"], OUT_OF_RANGE),
    ("number", ["151"], OUT_OF_RANGE),
    ("number", ["12", "not-sure"], BOTH),
    ("short-text", ["x" * 11], texts.TOO_LONG),
    ("long-text", ["x" * 1_000_000], texts.TOO_LONG),
    ("ranking", ["talk", "moon"], UNKNOWN),
    ("ranking", ["talk", "quiet", "breaks"], TOO_MANY),
    ("cards", ["moon:so-so"], UNKNOWN),
    ("cards", ["talk:lovely"], UNKNOWN),
    ("cards", ["talk"], UNKNOWN),
    ("cards", ["talk:so-so", "talk:not-good"], ONE_ONLY),
]


@pytest.mark.parametrize(("kind", "values", "text"), REFUSED)
def test_what_cannot_be_taken_says_why(kind: str, values: list[str], text: str) -> None:
    with pytest.raises(Problem) as caught:
        from_form(kind, *values)
    assert caught.value.text == text
    assert str(caught.value) == text % caught.value.params if caught.value.params else text


def test_too_long_says_how_long_it_may_be_and_how_long_it_is() -> None:
    with pytest.raises(Problem) as caught:
        from_form("long-text", " " + "ż" * 25)
    assert caught.value.params == {"allowed": 20, "typed": 25}


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_what_was_answered_is_shown_again(kind: str) -> None:
    question, question_type = QUESTIONS[kind], QUESTION_TYPES[kind]
    for answer in [answer for name, _, answer, _ in UNDERSTOOD if name == kind] + [SKIPPED] * question_type.asks:
        assert question_type.answer(question, question_type.entry_of(question, answer)) == answer
    assert question_type.entry_of(question, None) == Entry()


CELLS = [
    ("faces-5", "4", said("4")),
    ("faces-5", "!not-sure", Answer("not-sure")),
    ("faces-5", "not-sure", Answer("not-sure")),
    ("faces-5", "!not-applicable", Answer("not-applicable")),
    ("single", "!prefer-not", Answer("prefer-not")),
    ("several", "school; home", said(["home", "school"])),
    ("several", "home;", said(["home"])),
    ("scale-0-10", "7", said(7)),
    ("number", "12", said(12)),
    ("number", "!not-sure", Answer("not-sure")),
    ("short-text", "!help!", said("!help!")),
    ("long-text", " hm ", said("hm")),
    ("statement", "", SKIPPED),
    ("ranking", "talk; quiet", said(["talk", "quiet"])),
    ("ranking", "!not-sure", Answer("not-sure")),
    ("cards", "talk:so-so; quiet:going-well", said(["quiet:going-well", "talk:so-so"])),
    ("cards", "not-sure", Answer("not-sure")),
]


@pytest.mark.parametrize(("kind", "cell", "answer"), CELLS)
def test_what_a_cell_says(kind: str, cell: str, answer: Answer) -> None:
    assert QUESTION_TYPES[kind].parse(QUESTIONS[kind], cell) == answer


BAD_CELLS = [
    ("yes-no", "maybe", "unknown option 'maybe'; expected one of: yes, no, not-sure"),
    ("yes-no", "!later", "unknown option '!later'"),
    ("several", "home;moon", "unknown option 'moon'"),
    ("several", "home;nobody", "goes alone"),
    ("scale-0-10", "7.5", "unknown option '7.5'"),
    ("number", "a lot", "whole number"),
    ("number", "151", "from 1 to 150"),
    ("short-text", "x" * 11, "too long"),
    ("statement", "hello", "only to be read"),
    ("ranking", "talk;moon", "unknown option 'moon'"),
    ("ranking", "talk;quiet;breaks", "up to 2 things"),
    ("cards", "moon:so-so", "unknown option 'moon'"),
    ("cards", "talk", "unknown pile 'talk'; expected one of: talk:going-well, talk:so-so, talk:not-good"),
    ("cards", "talk:lovely", "unknown pile 'talk:lovely'"),
    ("cards", "talk:so-so;talk:not-good", "one answer only"),
]


@pytest.mark.parametrize(("kind", "cell", "reason"), BAD_CELLS)
def test_a_bad_cell_says_what_was_expected(kind: str, cell: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        QUESTION_TYPES[kind].parse(QUESTIONS[kind], cell)


SHOWN = [
    ("faces-5", said("4"), "FACE 4"),
    ("faces-5", Answer("not-sure"), "I DO NOT KNOW"),
    ("several", said(["home", "school"]), "AT HOME; AT SCHOOL"),
    ("several", Answer("prefer-not"), ""),
    ("scale-0-10", said(7), "7"),
    ("number", said(12), "12"),
    ("number", Answer("not-sure"), "I DO NOT KNOW"),
    ("long-text", said("As I wrote it"), "As I wrote it"),
    ("statement", said("seen"), ""),
    ("ranking", said(["talk", "quiet"]), "1. SOMEBODY TO TALK TO\n2. A QUIET PLACE"),
    ("ranking", Answer("not-sure"), "I DO NOT KNOW"),
    ("cards", said(["quiet:going-well", "talk:so-so"]), "A QUIET PLACE: GOING WELL\nSOMEBODY TO TALK TO: SO-SO"),
    ("cards", SKIPPED, ""),
]


@pytest.mark.parametrize(("kind", "answer", "shown"), SHOWN)
def test_an_answer_is_shown_in_the_readers_words(kind: str, answer: Answer, shown: str) -> None:
    assert QUESTION_TYPES[kind].display(QUESTIONS[kind], answer, str.upper) == shown


def test_every_kind_carries_its_name_and_template() -> None:
    for name, question_type in QUESTION_TYPES.items():
        assert question_type.name == name
        assert question_type.template == f"respond/questions/{name}.html"


def test_the_kinds_of_the_tests_are_all_kinds(parents: Survey, children: Survey) -> None:
    """A new kind needs a line in these tables and a question in the partnership of the tests."""
    used = {question.kind for survey in (parents, children) for question in survey.questions}
    assert set(QUESTIONS) == used == set(QUESTION_TYPES)
