"""What every question kind can do, and what the kinds share. No kind itself, no rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wtforms import Field
from wtforms.validators import StopValidation

from surveys.answers import MISSING_KINDS, SKIPPED, Answer
from surveys.model import Option, Question
from surveys.problems import Problem
from surveys.question_types.tally import Tally

if TYPE_CHECKING:
    from wtforms.fields.core import UnboundField

Say = Callable[[str], str]
"""Turns an English survey text into the reader's language."""
Fault = tuple[str, str]
"""What is wrong with a definition, and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one form field holds, right or wrong: option ids that are chosen, and text that was typed."""

    chosen: tuple[str, ...] = ()
    typed: str = ""


class FormData(Protocol):
    """What a browser sent."""

    def getlist(self, name: str) -> list[str]:
        """Every value of this name, in the order in which they came."""


class QuestionType(Protocol):
    """One question kind. Instances hold no state; every method is given the question."""

    name: str
    template: str
    """The partial that shows the field."""
    asks: bool
    """False for what is only read."""
    scores: bool
    """Whether an answer can carry points."""
    free_text: bool
    """Whether an answer is in the person's own words, which few may read."""

    def field(self, question: Question) -> UnboundField:
        """The form field."""

    def names(self, question: Question) -> tuple[str, ...]:
        """Under which names a form sends the values, in the order in which they are read."""

    def texts(self, question: Question) -> Iterator[tuple[str, str]]:
        """(part, text) of what the kind itself says beside the definition's words; to be translated like those."""

    def entry(self, question: Question, values: Sequence[str]) -> Entry:
        """What the values that a form sent say, unchecked, so that it can be shown again."""

    def entry_of(self, question: Question, answer: Answer | None) -> Entry:
        """What the form shows for a kept answer."""

    def answer(self, question: Question, entry: Entry) -> Answer:
        """The answer that an entry means. Raises `Problem`."""

    def parse(self, question: Question, cell: str) -> Answer:
        """The answer that a cell of an import file means. Raises `Problem`."""

    def display(self, question: Question, answer: Answer, say: Say) -> str:
        """The answer in the reader's words; empty for a skipped one."""

    def points(self, question: Question, answer: Answer) -> int | None:
        """0..100, or None where the answer is not scored."""

    def tallies(self, question: Question) -> tuple[Tally, ...]:
        """What is counted when a room answers by hands up; nothing where an answer has to be put in words."""

    def faults(self, question: Question) -> Iterator[Fault]:
        """What is wrong with the question's definition for this kind."""


class QuestionField(Field):
    """A form field for one question; its data is an `Entry`, its errors are `Problem`s."""

    def __init__(self, question: Question, question_type: QuestionType, **bound: object) -> None:
        super().__init__(question.text, **bound)
        self.question, self.question_type = question, question_type

    def process_data(self, value: Answer | None) -> None:
        self.data = self.question_type.entry_of(self.question, value)

    def process(self, formdata: FormData | None, *args: object, **named: object) -> None:
        super().process(formdata, *args, **named)
        if formdata is not None:
            sent = [value for name in self.question_type.names(self.question) for value in formdata.getlist(name)]
            self.data = self.question_type.entry(self.question, sent)

    def pre_validate(self, form: object) -> None:
        try:
            self.answer()
        except Problem as problem:
            raise StopValidation(problem) from problem

    def answer(self) -> Answer:
        """The answer that the field holds. Raises `Problem`."""
        return self.question_type.answer(self.question, self.data)

    @property
    def chosen(self) -> tuple[str, ...]:
        return self.data.chosen

    @property
    def typed(self) -> str:
        return self.data.typed


class Kind:
    """What most kinds share. A kind adds `answer` and, where it differs, the rest."""

    asks = True
    scores = False
    free_text = False

    def __init__(self, name: str) -> None:
        self.name = name
        self.template = f"respond/questions/{name}.html"

    def field(self, question: Question) -> UnboundField:
        return QuestionField(question, self)

    def names(self, question: Question) -> tuple[str, ...]:
        return (question.id,)

    def texts(self, question: Question) -> Iterator[tuple[str, str]]:
        yield from ()

    def parse(self, question: Question, cell: str) -> Answer:
        cell = cell.strip()
        if not cell:
            return SKIPPED
        if cell.startswith("!") and cell[1:] in MISSING_KINDS[1:]:
            return Answer(cell[1:])
        return self.value_of(question, cell)

    def value_of(self, question: Question, cell: str) -> Answer:
        """The answer that a cell means which is neither blank nor one of the missing kinds."""
        return self.answer(question, self.entry(question, [cell]))

    def points(self, question: Question, answer: Answer) -> int | None:
        return None

    def display(self, question: Question, answer: Answer, say: Say) -> str:
        return missing_label(question, answer, say) if answer.value is None else str(answer.value)

    def tallies(self, question: Question) -> tuple[Tally, ...]:
        return ()

    def faults(self, question: Question) -> Iterator[Fault]:
        if question.indicator and not self.scores:
            yield f"the kind {self.name!r} cannot be scored.", "Take the indicator out or choose another kind."
        if question.random_order and not question.options:
            yield "'random_order' without options.", "Take it out."
        yield from self.own_faults(question)

    def own_faults(self, question: Question) -> Iterator[Fault]:
        """Further faults of one kind; most kinds have none of their own."""
        yield from ()


def real_options(question: Question) -> list[Option]:
    """The options that are answers: not those that say why there is none."""
    return [option for option in question.options if not option.missing]


def missing_label(question: Question, answer: Answer, say: Say) -> str:
    """The label of the option that stands for this kind of missing, or nothing."""
    option = question.option_by_id.get(answer.state)
    return say(option.label) if option else ""


def unknown_option(question: Question, cell: str) -> Problem:
    """For import files, read by staff in English."""
    expected = ", ".join(question.option_by_id) or "nothing"
    return Problem("unknown option '%(option)s'; expected one of: %(expected)s", option=cell, expected=expected)
