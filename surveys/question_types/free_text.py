"""What the kinds share in which a person writes in their own words. No kind itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from surveys.answers import SKIPPED, Answer
from surveys.model import Question
from surveys.problems import N_, Problem
from surveys.question_types.base import Entry, Fault, Kind

LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
TOO_LONG = N_(
    "This is too long to save. You can use %(allowed)s letters and spaces. You used %(typed)s. Please make it shorter."
)
MOST = 10_000


class FreeText(Kind):
    """A text, kept as it was written but for control characters and blanks around it."""

    free_text = True

    def __init__(self, name: str, longest: int, lines: bool) -> None:
        super().__init__(name)
        self.longest, self.lines = longest, lines

    def entry(self, question: Question, values: Sequence[str]) -> Entry:
        return Entry(typed=clean(values[0], self.lines) if values else "")

    def entry_of(self, question: Question, answer: Answer | None) -> Entry:
        return Entry(typed=str(answer.value)) if answer and answer.value is not None else Entry()

    def answer(self, question: Question, entry: Entry) -> Answer:
        allowed = self.limit(question)
        if len(entry.typed) > allowed:
            raise Problem(TOO_LONG, allowed=allowed, typed=len(entry.typed))
        return Answer("answered", entry.typed) if entry.typed else SKIPPED

    def limit(self, question: Question) -> int:
        """How many characters are taken."""
        return question.max_length or self.longest

    def own_faults(self, question: Question) -> Iterator[Fault]:
        if question.options:
            yield "a text has options.", "Take them out; every text can be skipped."
        if not 1 <= self.limit(question) <= MOST:
            yield f"max_length is {question.max_length}.", f"Give a number from 1 to {MOST}."


def clean(text: str, lines: bool) -> str:
    """Line ends are one kind, control characters are gone; all else is left as the person wrote it."""
    text = CONTROLS.sub("", LINE_ENDS.sub("\n", text)).strip()
    return text if lines else " ".join(text.split("\n"))
