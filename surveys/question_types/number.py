"""A whole number in a box, such as weeks, or an option that says why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from surveys.answers import SKIPPED, Answer
from surveys.model import Question
from surveys.problems import N_, Problem
from surveys.question_types.base import Entry, Fault, Kind, real_options

WHOLE = re.compile(r"[-−+]?\d{1,9}")
LOWEST, HIGHEST = 0, 9999
NOT_WHOLE = N_("Please type a whole number in figures, like 12.")
OUT_OF_RANGE = N_("Please type a number from %(minimum)s to %(maximum)s.")
BOTH = N_("You typed a number and chose an answer too. Please keep only one of them.")


class Number(Kind):
    """Figures of any script are understood: people type those of their own language."""

    def entry(self, question: Question, values: Sequence[str]) -> Entry:
        chosen = tuple(dict.fromkeys(value for value in values if value in question.option_by_id))
        typed = [value.strip() for value in values if value.strip() and value not in chosen]
        return Entry(chosen, typed[0] if typed else "")

    def entry_of(self, question: Question, answer: Answer | None) -> Entry:
        if answer is None or answer.state == "skipped":
            return Entry()
        return Entry(chosen=(answer.state,)) if answer.value is None else Entry(typed=str(answer.value))

    def answer(self, question: Question, entry: Entry) -> Answer:
        if (entry.typed and entry.chosen) or len(entry.chosen) > 1:
            raise Problem(BOTH)
        if entry.chosen:
            return Answer(question.option_by_id[entry.chosen[0]].missing or "skipped")
        if not entry.typed:
            return SKIPPED
        if not WHOLE.fullmatch(entry.typed):
            raise Problem(NOT_WHOLE)
        number, (minimum, maximum) = int(entry.typed.replace("−", "-")), bounds(question)
        if not minimum <= number <= maximum:
            raise Problem(OUT_OF_RANGE, minimum=minimum, maximum=maximum)
        return Answer("answered", number)

    def own_faults(self, question: Question) -> Iterator[Fault]:
        minimum, maximum = bounds(question)
        if minimum >= maximum:
            yield f"no number lies between {minimum} and {maximum}.", "Give a maximum above the minimum."
        if real_options(question):
            yield "options that are answers.", "Leave only options with 'missing', such as not-sure."


def bounds(question: Question) -> tuple[int, int]:
    """The lowest and the highest number that is taken."""
    minimum = LOWEST if question.minimum is None else question.minimum
    return minimum, HIGHEST if question.maximum is None else question.maximum


KIND = Number("number")
