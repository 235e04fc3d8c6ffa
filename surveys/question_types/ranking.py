"""Up to five options, some or all put in order; the value is the list of their ids, the most important first."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.answers import Answer
from surveys.model import Option, Question
from surveys.problems import N_, Problem
from surveys.question_types.base import Entry, Fault, Say, missing_label, real_options
from surveys.question_types.several import Several
from surveys.question_types.tally import Tally, one_hand

MOST = 5
TOO_MANY = N_("You can put up to %(places)s things in order. Please take some away.")


class Ranking(Several):
    """A form has one name a place, `<question>.1` and so on, each with an option id: no place can be given twice.

    An option that stands at two places keeps the better one, and later options move up. What is put in order counts,
    even if "not sure" was tapped as well. `maximum` is how many places there are, if fewer than options.
    """

    def names(self, question: Question) -> tuple[str, ...]:
        return (*(f"{question.id}.{place}" for place in self.places(question)), question.id)

    def places(self, question: Question) -> range:
        """1, 2, ... as many as there are places."""
        most = len(real_options(question))
        return range(1, 1 + (most if question.maximum is None else min(question.maximum, most)))

    def in_order(self, question: Question, entry: Entry) -> list[Option]:
        chosen = [question.option_by_id[name] for name in entry.chosen]
        return [option for option in chosen if not option.missing] or chosen

    def answer(self, question: Question, entry: Entry) -> Answer:
        answer = super().answer(question, entry)
        if answer.value and len(answer.value) > len(self.places(question)):
            raise Problem(TOO_MANY, places=len(self.places(question)))
        return answer

    def display(self, question: Question, answer: Answer, say: Say) -> str:
        if answer.value is None:
            return missing_label(question, answer, say)
        labels = [say(question.option_by_id[name].label) for name in answer.value if name in question.option_by_id]
        return "\n".join(f"{place}. {label}" for place, label in enumerate(labels, 1))

    def tallies(self, question: Question) -> tuple[Tally, ...]:
        """A room does not put things in order: each person raises one hand for what matters most."""
        return one_hand(question.options)

    def own_faults(self, question: Question) -> Iterator[Fault]:
        yield from super().own_faults(question)
        if len(real_options(question)) > MOST:
            yield f"{len(real_options(question))} options to put in order.", f"Give {MOST} at most."
        if question.maximum is not None and not 1 <= question.maximum <= len(real_options(question)):
            yield f"the maximum is {question.maximum}.", "It is how many places there are: at most one an option."


KIND = Ranking("ranking")
