"""Which page comes next, from the answers so far. Works on one immutable survey; keeps nothing and shows nothing.

`known` are the attributes ("locality", ...) that a collector says already: their questions are not asked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from surveys.answers import SKIPPED, Answer, Answers
from surveys.carried import carried
from surveys.model import Condition, Option, Page, Question, Survey
from surveys.question_types import QUESTION_TYPES

NOTHING_KNOWN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One question as the flow sees it."""

    question: Question
    id: str
    attribute: str | None
    conditions: tuple[tuple[str, frozenset[str], bool], ...]
    hangs_on: frozenset[str]
    asks: bool
    page: int


def path(survey: Survey, answers: Answers, known: frozenset[str] = NOTHING_KNOWN) -> tuple[Page, ...]:
    """The pages to show, in order, each with only those of its questions that are shown."""
    shown: dict[int, list[Step]] = {}
    for step in shown_steps(survey, answers, known):
        shown.setdefault(step.page, []).append(step)
    return tuple(
        narrowed(survey.pages[number], steps) for number, steps in shown.items() if worth_showing(survey, number, steps)
    )


def asked(survey: Survey, answers: Answers, known: frozenset[str] = NOTHING_KNOWN) -> tuple[Question, ...]:
    """The questions that are asked, in order; statements are not among them."""
    return tuple(step.question for step in shown_steps(survey, answers, known) if step.asks)


def first_page(survey: Survey, answers: Answers, known: frozenset[str] = NOTHING_KNOWN) -> Page | None:
    return next(iter(path(survey, answers, known)), None)


def next_page(survey: Survey, answers: Answers, page_id: str, known: frozenset[str] = NOTHING_KNOWN) -> Page | None:
    """The page after this one, which itself need not be on the path any more; None at the end."""
    order = page_order(survey)
    return next((page for page in path(survey, answers, known) if order[page.id] > order[page_id]), None)


def previous_page(survey: Survey, answers: Answers, page_id: str, known: frozenset[str] = NOTHING_KNOWN) -> Page | None:
    """The page before this one; None at the start."""
    order = page_order(survey)
    return next((page for page in reversed(path(survey, answers, known)) if order[page.id] < order[page_id]), None)


def first_unanswered(survey: Survey, answers: Answers, known: frozenset[str] = NOTHING_KNOWN) -> Page | None:
    """Where to carry on: the first page with something that was neither answered nor skipped; None if all were."""
    return next((page for page in path(survey, answers, known) if not is_done(page, answers)), None)


def reachable(survey: Survey, answers: Answers, page_id: str, known: frozenset[str] = NOTHING_KNOWN) -> bool:
    """Whether the page is on the path and everything before it was answered or skipped: nobody jumps ahead."""
    for page in path(survey, answers, known):
        if page.id == page_id:
            return True
        if not is_done(page, answers):
            return False
    return False


def on_path(survey: Survey, answers: Answers, known: frozenset[str] = NOTHING_KNOWN) -> Answers:
    """What is submitted: an answer for each question asked (skipped if there is none), and nothing else."""
    return {question.id: answers.get(question.id, SKIPPED) for question in asked(survey, answers, known)}


def answer_page(survey: Survey, answers: Answers, given: Answers, known: frozenset[str] = NOTHING_KNOWN) -> Answers:
    """What to keep after a page: the old answers and the new, without those that depended on a changed one.

    What depended on an answer is asked again when that changes, even if it would be asked in both cases;
    and so is what had that answer in its wording.
    """
    merged = answers | given
    changed = {name for name, answer in given.items() if answers.get(name, answer) != answer}
    for step in steps_of(survey) if changed else ():
        if step.id in merged and step.hangs_on & changed:
            del merged[step.id]
            changed.add(step.id)
    return {step.id: merged[step.id] for step in shown_steps(survey, merged, known) if step.id in merged}


def shown_options(question: Question, seed: str = "") -> tuple[Option, ...]:
    """The options in the order to show; a random one, where asked for, is the same for the same seed.

    Options that stand alone or say why there is no answer stay where they are, at the end.
    """
    if not question.random_order:
        return question.options
    movable = [option for option in question.options if not (option.missing or option.exclusive)]
    fixed = [option for option in question.options if option.missing or option.exclusive]
    movable.sort(key=lambda option: hashlib.sha256(f"{seed}/{question.id}/{option.id}".encode()).digest())
    return (*movable, *fixed)


def shown_steps(survey: Survey, answers: Answers, known: frozenset[str]) -> list[Step]:
    """The questions and statements that are shown. An answer off the path does not count for a condition."""
    live: Answers = {}
    found = []
    for step in steps_of(survey):
        if step.attribute in known or not all(holds(condition, live) for condition in step.conditions):
            continue
        found.append(step)
        if step.id in answers:
            live[step.id] = answers[step.id]
    return found


def holds(condition: tuple[str, frozenset[str], bool], live: Answers) -> bool:
    name, any_of, negate = condition
    answer = live.get(name)
    met = bool(any_of & picked(answer)) if any_of else answer is not None and answer.state == "answered"
    return met != negate


def picked(answer: Answer | None) -> frozenset[str]:
    """The option ids that an answer stands for, those that say why there is none among them."""
    if answer is None:
        return frozenset()
    if answer.value is None:
        return frozenset((answer.state,))
    return frozenset((str(answer.value),)) if isinstance(answer.value, int) else answer.chosen()


def worth_showing(survey: Survey, number: int, steps: list[Step]) -> bool:
    """A page whose questions all fell away is not shown for the sake of a statement above them."""
    only_statements = (number, "only statements")
    if only_statements not in survey.workings:
        all_steps = [step for step in steps_of(survey) if step.page == number]
        survey.workings[only_statements] = not any(step.asks for step in all_steps)
    return survey.workings[only_statements] or any(step.asks for step in steps)


def narrowed(page: Page, steps: list[Step]) -> Page:
    """The page with only the questions that are shown."""
    if len(steps) == len(page.questions):
        return page
    return replace(page, questions=tuple(step.id for step in steps))


def is_done(page: Page, answers: Answers) -> bool:
    return all(name in answers for name in page.questions)


def steps_of(survey: Survey) -> tuple[Step, ...]:
    """The survey's questions as the flow needs them, worked out once per version."""
    if "steps" not in survey.workings:
        order = page_order(survey)
        survey.workings["steps"] = tuple(
            Step(
                question,
                question.id,
                question.attribute,
                tuple(plain(condition) for condition in question.show_if),
                frozenset((*(condition.question for condition in question.show_if), *carried(question))),
                QUESTION_TYPES[question.kind].asks,
                order[survey.page_of[question.id]],
            )
            for question in survey.questions
        )
    return survey.workings["steps"]


def plain(condition: Condition) -> tuple[str, frozenset[str], bool]:
    return condition.question, frozenset(condition.any_of), condition.negate


def page_order(survey: Survey) -> dict[str, int]:
    """Page id to its place in the survey. A page id that the survey has not is a `KeyError`."""
    if "order" not in survey.workings:
        survey.workings["order"] = {page.id: number for number, page in enumerate(survey.pages)}
    return survey.workings["order"]
