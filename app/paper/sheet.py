"""A survey as it stands on paper: numbered, all its questions, each condition said in words. No HTML, no storage.

Everything is in the language of the page, so this needs one; the definition is the same as on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from babel.lists import format_list

from app.languages import current_language, gettext, say
from surveys.flow import NOTHING_KNOWN
from surveys.model import Condition, Option, Question, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.base import real_options

BESIDE = 5
"""So many answers with a picture each stand beside each other; more stand below each other."""
MANY = 9
"""From so many answers on, a list is set in two columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question, or a statement, which has no number."""

    question: Question
    number: int | None

    @property
    def text(self) -> str:
        return say(self.question.text_without or self.question.text)

    @property
    def help(self) -> list[str]:
        return say(self.question.help).splitlines() if self.question.help else []

    @property
    def answers(self) -> list[Option]:
        return real_options(self.question)

    @property
    def reasons(self) -> list[Option]:
        """The options that say why there is no answer."""
        return [option for option in self.question.options if option.missing]

    @property
    def layout(self) -> str:
        """Which way of ticking or writing is printed; a kind of which nothing special is known gets a list or lines."""
        kind, question = QUESTION_TYPES[self.question.kind], self.question
        if not kind.asks:
            return "statement"
        if hasattr(kind, "piles"):
            return "piles"
        if hasattr(kind, "places"):
            return "places"
        if question.low and question.high:
            return "scale"
        if not self.answers:
            return "lines" if kind.free_text else "number"
        if len(self.answers) > BESIDE or not question.option_by_id or not kind.scores:
            return "ticks"
        scored = all(option.points is not None for option in self.answers)
        faces = scored and getattr(kind, "count", None) == len(self.answers)
        return "faces" if faces else "steps" if scored else "ticks"

    @property
    def how(self) -> str:
        """What to do, where a tick in one box is not all."""
        if self.layout == "places":
            return gettext("Write 1 next to what is most important to you, then 2, and so on. You can leave some out.")
        if self.layout == "piles":
            return gettext("Tick one box for each. You can leave some out.")
        return gettext("Tick as many as you like.") if self.question.kind == "several" else ""

    @property
    def lines(self) -> int:
        """How many lines to write on."""
        return 2 if (self.question.max_length or 0) <= 200 and "short" in self.question.kind else 6

    @property
    def columns(self) -> int:
        return 2 if len(self.question.options) >= MANY else 1

    @property
    def piles(self) -> tuple[Option, ...]:
        return QUESTION_TYPES[self.question.kind].piles


@dataclass(frozen=True, slots=True)
class Block:
    """Questions that stand together: under one title, or on one condition."""

    title: str
    rows: tuple[Row, ...]
    only_if: tuple[str, ...] = ()
    otherwise: str = ""


def blocks(
    survey: Survey, known: frozenset[str] = NOTHING_KNOWN, left_out: frozenset[str] = frozenset()
) -> list[Block]:
    """The whole survey, without what is `known` of everyone who gets this sheet, and without the questions `left_out`.

    What is left out keeps its number, so that the others have the same one on every sheet and where it is typed in.
    """
    rows = [row for row in numbered(survey, known) if row.question.id not in left_out]
    number_of = {row.question.id: row.number for row in rows if row.number}
    found, title = [], ""
    for (place, conditions), together in groupby(rows, key=lambda row: key_of(survey, row)):
        block_rows = tuple(together)
        new_title = survey.page_by_id[place].title if place else title
        only_if = tuple(in_words(survey, condition, number_of) for condition in conditions)
        otherwise = way_on(rows, block_rows[-1]) if only_if else ""
        found.append(Block(say(new_title) if new_title != title and new_title else "", block_rows, only_if, otherwise))
        title = new_title
    return found


def key_of(survey: Survey, row: Row) -> tuple[str, tuple[Condition, ...]]:
    """What keeps questions together: the page's title, where pages have one, and the condition."""
    page = survey.page_by_id[survey.page_of[row.question.id]]
    return page.id if page.title else "", row.question.show_if


def numbered(survey: Survey, known: frozenset[str]) -> list[Row]:
    shown = [question for question in survey.questions if question.attribute not in known]
    rows, number = [], 0
    for question in shown:
        asks = QUESTION_TYPES[question.kind].asks
        number += asks
        rows.append(Row(question, number if asks else None))
    return rows


def in_words(survey: Survey, condition: Condition, number_of: dict[str, int]) -> str:
    """A condition as an instruction that points at the number of its question."""
    earlier, number = survey.question_by_id[condition.question], number_of[condition.question]
    if not condition.any_of and condition.negate:
        return gettext("Only if you left out question %(number)s.", number=number)
    if not condition.any_of:
        return gettext("Only if you answered question %(number)s.", number=number)
    answers = either(list(labels(earlier, condition)))
    if condition.negate:
        return gettext("Only if you did not tick %(answers)s at question %(number)s.", answers=answers, number=number)
    return gettext("Only if you ticked %(answers)s at question %(number)s.", answers=answers, number=number)


def labels(earlier: Question, condition: Condition) -> Iterator[str]:
    for name in condition.any_of:
        option = earlier.option_by_id.get(name)
        label = say(option.label) if option and not option.label.isdigit() else name
        yield gettext("“%(words)s”", words=label)


def either(words: list[str]) -> str:
    return format_list(words, style="or", locale=current_language().locale)


def way_on(rows: list[Row], last: Row) -> str:
    """Where somebody goes on for whom the block is not."""
    after = [row.number for row in rows[rows.index(last) + 1 :] if row.number]
    if not after:
        return gettext("If not, go to the end.")
    return gettext("If not, go on to question %(number)s.", number=after[0])
