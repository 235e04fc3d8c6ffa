"""One page of hands: what stands in the form that a facilitator fills in, and what it says. Nothing is stored here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.languages import N_, format_number, gettext, say
from surveys.model import Question, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.number import NOT_WHOLE
from surveys.question_types.tally import Tally, TallyRow
from surveys.tallies import too_many, wording

WHOLE = re.compile(r"\d{1,4}")
MORE, LESS = "more:", "less:"
TOO_MANY = N_("More hands (%(hands)s) than people in the room (%(size)s). Count again, or change the number of people.")


@dataclass(frozen=True, slots=True)
class Box:
    """One row of the page: its box for a number with the buttons on both sides. `typed` is shown as it was sent."""

    row: TallyRow
    id: str
    typed: str
    wrong: bool

    @property
    def name(self) -> str:
        return name_of_box(self.row.key)


@dataclass(frozen=True, slots=True)
class Board:
    """What is counted together on the page, and how many hands are up so far."""

    tally: Tally
    boxes: tuple[Box, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Count:
    """What a form says: hands by row, and for each wrong box (its key, what to do)."""

    typed: Mapping[str, str]
    hands: Mapping[str, int]
    wrong: tuple[tuple[str, str], ...]


def name_of_box(key: str) -> str:
    return f"count.{key}"


def keys_of(question: Question) -> tuple[str, ...]:
    return tuple(row.key for tally in QUESTION_TYPES[question.kind].tallies(question) for row in tally.rows)


def ids(question: Question) -> dict[str, str]:
    """Row to the id of its box."""
    return {key: f"count-{number}" for number, key in enumerate(keys_of(question), 1)}


def count_of(question: Question, form: Mapping[str, str], size: int) -> Count:
    """The hands of a form, with the + or - that was pressed; figures of any script count."""
    typed = {key: form.get(name_of_box(key), "").strip() for key in keys_of(question)}
    wrong = {key: gettext(NOT_WHOLE) for key, text in typed.items() if text and not WHOLE.fullmatch(text)}
    hands = {key: int(text or 0) for key, text in typed.items() if key not in wrong}
    step, key = stepped(form.get("action", ""))
    if step and key in hands:
        hands[key] = max(0, hands[key] + step)
    over = too_many(question, hands, size)
    if over:
        values = {"hands": format_number(over.hands), "size": format_number(size)}
        wrong[over.keys[0]] = gettext(TOO_MANY, **values)
    return Count(typed, hands, tuple(wrong.items()))


def stepped(action: str) -> tuple[int, str]:
    """(1, row) for a + button, (-1, row) for a - button, (0, "") for any other."""
    for start, step in ((MORE, 1), (LESS, -1)):
        if action.startswith(start):
            return step, action.removeprefix(start)
    return 0, ""


def boards(question: Question, typed: Mapping[str, str], wrong: Mapping[str, str]) -> tuple[Board, ...]:
    """The page's rows with what was counted, or typed wrongly, in them."""
    id_of = ids(question)
    return tuple(
        Board(
            tally,
            tuple(Box(row, id_of[row.key], typed.get(row.key) or "0", row.key in wrong) for row in tally.rows),
            sum(int(text) for row in tally.rows if (text := typed.get(row.key, "")).isdecimal()),
        )
        for tally in QUESTION_TYPES[question.kind].tallies(question)
    )


def only_for(survey: Survey, question: Question) -> Iterator[tuple[str, str, bool]]:
    """(earlier question, answers, negated) of each condition, in the language of the page: who it is meant for."""
    for condition in question.show_if:
        earlier = survey.question_by_id[condition.question]
        labels = [say(earlier.option_by_id[name].label) for name in condition.any_of if name in earlier.option_by_id]
        yield say(wording(earlier)), ", ".join(labels), condition.negate
