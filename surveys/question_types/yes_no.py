"""Yes, no, or not sure."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.model import Question
from surveys.question_types.base import Fault, real_options
from surveys.question_types.one_of import OneOf


class YesNo(OneOf):
    def own_faults(self, question: Question) -> Iterator[Fault]:
        yield from super().own_faults(question)
        if {option.id for option in real_options(question)} != {"yes", "no"}:
            yield "the options are not yes and no.", 'Give options with the ids "yes" and "no", and "not-sure".'


KIND = YesNo("yes-no", count=2)
