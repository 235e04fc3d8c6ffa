"""Something to read, with a picture; nothing is asked. Going on marks it as seen, and the mark is never stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from surveys.answers import SKIPPED, Answer
from surveys.model import Question
from surveys.problems import Problem
from surveys.question_types.base import Entry, Fault, Kind, Say

SEEN = Answer("answered", "seen")


class Statement(Kind):
    asks = False

    def entry(self, question: Question, values: Sequence[str]) -> Entry:
        return Entry()

    def entry_of(self, question: Question, answer: Answer | None) -> Entry:
        return Entry()

    def answer(self, question: Question, entry: Entry) -> Answer:
        return SEEN

    def parse(self, question: Question, cell: str) -> Answer:
        if cell.strip():
            raise Problem("'%(question)s' is only to be read: leave it blank", question=question.id)
        return SKIPPED

    def display(self, question: Question, answer: Answer, say: Say) -> str:
        return ""

    def own_faults(self, question: Question) -> Iterator[Fault]:
        if question.options or question.attribute:
            yield "a statement has options or an attribute.", "Take them out: nothing is asked."


KIND = Statement("statement")
