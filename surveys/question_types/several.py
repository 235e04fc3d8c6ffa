"""Any number of options; the value is the list of their ids in the order of the definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from surveys.answers import SKIPPED, Answer
from surveys.model import Option, Question
from surveys.problems import N_, Problem
from surveys.question_types.base import Entry, Fault, Kind, Say, missing_label, real_options, unknown_option
from surveys.question_types.one_of import UNKNOWN
from surveys.question_types.tally import Tally, many_hands

ALONE = N_("One of your answers only goes alone. Keep just that one, or take it away and keep the others.")


class Several(Kind):
    def in_order(self, question: Question, entry: Entry) -> list[Option]:
        """What is chosen, in the order in which it is kept."""
        return [option for option in question.options if option.id in entry.chosen]

    def entry(self, question: Question, values: Sequence[str]) -> Entry:
        return Entry(chosen=tuple(dict.fromkeys(value for value in values if value)))

    def entry_of(self, question: Question, answer: Answer | None) -> Entry:
        if answer is None or answer.state == "skipped":
            return Entry()
        return Entry(chosen=(answer.state,) if answer.value is None else tuple(answer.value))

    def answer(self, question: Question, entry: Entry) -> Answer:
        if not entry.chosen:
            return SKIPPED
        if any(value not in question.option_by_id for value in entry.chosen):
            raise Problem(UNKNOWN)
        chosen = self.in_order(question, entry)
        if len(chosen) > 1 and any(option.exclusive or option.missing for option in chosen):
            raise Problem(ALONE)
        return Answer(chosen[0].missing) if chosen[0].missing else Answer("answered", [option.id for option in chosen])

    def value_of(self, question: Question, cell: str) -> Answer:
        values = [part.strip() for part in cell.split(";") if part.strip()]
        for value in values:
            if value not in question.option_by_id:
                raise unknown_option(question, value)
        return self.answer(question, self.entry(question, values))

    def display(self, question: Question, answer: Answer, say: Say) -> str:
        if answer.value is None:
            return missing_label(question, answer, say)
        return "; ".join(say(option.label) for option in question.options if option.id in answer.value)

    def tallies(self, question: Question) -> tuple[Tally, ...]:
        return many_hands(question.options)

    def own_faults(self, question: Question) -> Iterator[Fault]:
        if len(real_options(question)) < 2:
            yield "fewer than two options.", "Give at least two that are answers."
        if any(option.points is not None for option in question.options):
            yield "options with points.", "Several choices are not scored: take the points out."


KIND = Several("several")
