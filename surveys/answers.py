"""What can be said to a question: answered, one of the kinds of missing, or never asked. No storage, no forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MISSING_KINDS = ("skipped", "not-sure", "prefer-not", "not-applicable")
STATES = ("answered", *MISSING_KINDS)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is kept: a state of `STATES` and, when answered, a JSON-able value.

    The value is an option id (single choice, faces, yes/no), a list of option ids (several choices), an int (0 to 10,
    number) or a str (texts). An answer that is one of the missing kinds has no value.
    """

    state: str
    value: Any = None

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"unknown answer state {self.state!r}")
        if (self.state == "answered") != (self.value is not None):
            raise ValueError(f"state {self.state!r} does not go with value {self.value!r}")

    def chosen(self) -> frozenset[str]:
        """The option ids that were chosen; empty for numbers, texts and missing answers."""
        if isinstance(self.value, list | tuple):
            return frozenset(self.value)
        return frozenset((self.value,)) if isinstance(self.value, str) else frozenset()


SKIPPED = Answer("skipped")
Answers = dict[str, Answer]
"""Question id to answer. A question that is not a key was not asked (yet)."""
