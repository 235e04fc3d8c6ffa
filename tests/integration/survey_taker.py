"""A scripted person who takes any survey, and knows from its definition alone what must be stored of each answer.

Nothing of the question kinds' own code is used, so that a mistake there shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from werkzeug.test import TestResponse

from surveys.answers import MISSING_KINDS
from surveys.model import Option, Question, Survey
from tests.contracts.leftovers import leftovers
from tests.integration.respond_walker import Walker

Stored = tuple[str, object]
"""The state of an answer and its value."""
PILES = ("going-well", "so-so", "not-good")
TEXTS = ("short-text", "long-text")
TYPED = (*TEXTS, "number")
SAID = "They listen. شكرا, dziękuję, بہت شکریہ"
LONGEST_WAY = 60


@dataclass(frozen=True, slots=True)
class Reply:
    """What is chosen or typed on a page for one question, and what must be stored of it."""

    fields: dict[str, object]
    stored: Stored
    comment: str = ""


def reply(question: Question, turn: int) -> Reply:
    """The answer of this turn: over as many turns as there are options, each of them is chosen."""
    if question.kind in TEXTS:
        return Reply({question.id: f"{SAID} {turn}"}, ("answered", None), f"{SAID} {turn}")
    real = [option for option in question.options if not option.missing]
    if question.kind == "number":
        return number(question, turn)
    if question.kind == "cards":
        return cards(question, real, turn)
    if question.kind == "ranking":
        return ranking(question, real, turn)
    option = question.options[turn % len(question.options)]
    if option.missing:
        return Reply({question.id: option.id}, (option.missing, None))
    if question.kind == "several":
        return several(question, option)
    return Reply({question.id: option.id}, ("answered", int(option.id) if question.kind == "scale-0-10" else option.id))


def number(question: Question, turn: int) -> Reply:
    if question.options and turn % 3 == 2:
        option = question.options[0]
        return Reply({question.id: option.id}, (option.missing, None))
    lowest, highest = question.minimum or 0, 9999 if question.maximum is None else question.maximum
    typed = lowest + turn * 7 % (highest - lowest + 1)
    return Reply({question.id: str(typed)}, ("answered", typed))


def several(question: Question, option: Option) -> Reply:
    """The option and, where both can be, the first one too; kept in the order of the definition."""
    first = question.options[0]
    chosen = [option.id] if option is first or option.exclusive or first.exclusive else [first.id, option.id]
    return Reply({question.id: chosen}, ("answered", chosen))


def ranking(question: Question, real: list[Option], turn: int) -> Reply:
    places = min(question.maximum or len(real), len(real))
    chosen = [real[(turn + place) % len(real)].id for place in range(places)]
    return Reply({f"{question.id}.{place}": name for place, name in enumerate(chosen, 1)}, ("answered", chosen))


def cards(question: Question, real: list[Option], turn: int) -> Reply:
    """Each card on a pile, but for the last one in every second turn, which is left lying."""
    sorted_cards = real[:-1] if turn % 2 else real
    placed = [f"{card.id}:{PILES[(turn + place) % 3]}" for place, card in enumerate(sorted_cards)]
    fields = {f"{question.id}.{value.partition(':')[0]}": value for value in placed}
    return Reply(fields, ("answered", placed))


@dataclass
class Taker(Walker):
    """Takes one survey in one language. Each page must be in that language and run in its direction."""

    survey: Survey = None
    language: str = "en"
    direction: str = "ltr"
    turn: int = 0
    manner: dict[str, str] = field(default_factory=dict)
    stored: dict[str, Stored] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def arrive(self, response: TestResponse, address: str) -> Taker:
        super().arrive(response, address)
        html = self.document.query_one("html").attrs
        assert (html["lang"], html["dir"]) == (self.language, self.direction), self.path
        assert not (found := leftovers(self.document)), f"{self.path} in {self.language}: {found}"
        return self

    def begin(self, way: str) -> Taker:
        """Start in this way, with the helper whose turn it is, where any is asked for."""
        self.open(f"/s/{self.survey.id}?lang={self.language}")
        offered = self.offered()
        self.manner = {"presentation": way}
        if "helper" in offered:
            self.manner["helper"] = offered["helper"][self.turn % len(offered["helper"])]
        assert way in offered.get("presentation", ["plain"])
        return self.send("next", **{name: said for name, said in self.manner.items() if name in offered})

    def answer_all(self) -> Taker:
        """Answer page after page up to the page where everything can be checked."""
        for _ in range(LONGEST_WAY):
            if self.place == "finish":
                return self
            self.answer_page()
        raise AssertionError(f"no end: {self.seen}")

    def answer_page(self) -> None:
        sent, offered = {}, self.offered()
        for question in self.questions_here():
            said = reply(question, self.turn)
            for name, value in said.fields.items() if question.kind not in TYPED else ():
                chosen = value if isinstance(value, list) else [value]
                assert set(chosen) <= set(offered[name]), f"{self.path}: {name} offers no {value}"
            sent |= said.fields
            self.stored[question.id] = said.stored
            if said.comment:
                self.comments[question.id] = said.comment
        self.go_on(sent)

    def go_on(self, sent: dict[str, object]) -> None:
        before = self.path
        self.post(self.form() | sent | {"action": "next"})
        assert self.page.status_code == 200, f"{before}: {self.words()}"

    def skip_all(self) -> Taker:
        for _ in range(LONGEST_WAY):
            if self.place == "finish":
                return self
            asked = self.questions_here()
            self.stored |= {question.id: ("skipped", None) for question in asked}
            self.send("skip" if asked else "next")
        raise AssertionError(f"no end: {self.seen}")

    def questions_here(self) -> list[Question]:
        """The questions of this page, as its boxes are named."""
        names = [box.attrs.get("name", "") for box in self.boxes("input", "textarea")]
        known = self.survey.question_by_id
        asked = dict.fromkeys(name if name in known else name.rpartition(".")[0] for name in names)
        return [known[name] for name in asked if name in known]


def as_stored(state: str, value: str | None) -> Stored:
    assert state == "answered" or state in MISSING_KINDS
    return state, None if value is None else json.loads(value)
