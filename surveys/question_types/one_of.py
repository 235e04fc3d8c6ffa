"""What the kinds share in which exactly one option is chosen. No kind itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from surveys.answers import SKIPPED, Answer
from surveys.model import Question
from surveys.problems import N_, Problem
from surveys.question_types.base import Entry, Fault, Kind, Say, missing_label, real_options, unknown_option
from surveys.question_types.tally import Tally, one_hand

UNKNOWN = N_("Please choose one of the answers that are shown.")
ONE_ONLY = N_("Please choose one answer only.")


class OneOf(Kind):
    """Exactly one option, whose id is the value. `count` is how many real options there must be, if that is fixed."""

    scores = True

    def __init__(self, name: str, count: int | None = None) -> None:
        super().__init__(name)
        self.count = count

    def entry(self, question: Question, values: Sequence[str]) -> Entry:
        return Entry(chosen=tuple(dict.fromkeys(value for value in values if value)))

    def entry_of(self, question: Question, answer: Answer | None) -> Entry:
        if answer is None or answer.state == "skipped":
            return Entry()
        return Entry(chosen=(answer.state if answer.value is None else str(answer.value),))

    def answer(self, question: Question, entry: Entry) -> Answer:
        if not entry.chosen:
            return SKIPPED
        if any(value not in question.option_by_id for value in entry.chosen):
            raise Problem(UNKNOWN)
        if len(entry.chosen) > 1:
            raise Problem(ONE_ONLY)
        option = question.option_by_id[entry.chosen[0]]
        return Answer(option.missing) if option.missing else Answer("answered", self.value(option.id))

    def value(self, option_id: str) -> str | int:
        """What is stored for an option."""
        return option_id

    def value_of(self, question: Question, cell: str) -> Answer:
        if cell not in question.option_by_id:
            raise unknown_option(question, cell)
        return super().value_of(question, cell)

    def points(self, question: Question, answer: Answer) -> int | None:
        option = question.option_by_id.get(str(answer.value))
        return option.points if option else None

    def display(self, question: Question, answer: Answer, say: Say) -> str:
        if answer.value is None:
            return missing_label(question, answer, say)
        option = question.option_by_id.get(str(answer.value))
        return say(option.label) if option else str(answer.value)

    def tallies(self, question: Question) -> tuple[Tally, ...]:
        return one_hand(question.options)

    def own_faults(self, question: Question) -> Iterator[Fault]:
        found = real_options(question)
        if self.count is None and len(found) < 2:
            yield f"{len(found)} options.", "Give at least two that are answers."
        if self.count is not None and len(found) != self.count:
            yield f"{len(found)} options.", f"Give {self.count} that are answers, and 'not-sure'."
        if question.indicator and any(option.points is None for option in found):
            yield "an option of a scored question has no points.", "Give each a number from 0 to 100."
