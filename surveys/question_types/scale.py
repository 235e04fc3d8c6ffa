"""Eleven numbers from 0 to 10; the value is the number."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.model import Question
from surveys.question_types.base import Fault
from surveys.question_types.one_of import OneOf


class Scale(OneOf):
    def value(self, option_id: str) -> int:
        return int(option_id)

    def own_faults(self, question: Question) -> Iterator[Fault]:
        yield from super().own_faults(question)
        if not (question.low and question.high):
            yield "what 0 and 10 mean is missing.", "Add low and high."


KIND = Scale("scale-0-10", count=11)
