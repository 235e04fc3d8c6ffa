"""The frozen shape of a survey: what a definition file becomes. No reading of files, no rendering, no answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

AUDIENCES = ("young-person", "parent-carer", "professional")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen. `points` is 0..100 or None (not scored); `missing` is the kind of missing.

    `missing` is one of "not-sure", "prefer-not", "not-applicable" or None; an option with `missing` never has points.
    `exclusive` (several choices): choosing it unchooses the others ("None of these").
    """

    id: str
    label: str
    points: int | None = None
    picture: str | None = None
    missing: str | None = None
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Show a question only if an earlier answer says so.

    `question` is the id of an earlier question; the condition holds when its answer has any of `any_of` (option ids),
    or, with `any_of` empty, when it was answered at all. `negate` turns it round.
    """

    question: str
    any_of: tuple[str, ...] = ()
    negate: bool = False


@dataclass(frozen=True)
class Question:
    """One question or statement. `id` is language-neutral and stored; `text` and the labels are English, never stored.

    `kind` is a key of `surveys.question_types.QUESTION_TYPES`. `indicator` is a framework indicator id or None.
    `attribute` names what a background question tells of a response: "locality", "age-band", ... or None.
    `minimum`, `maximum` bound a number; `max_length` bounds a text in characters; `about` marks the "about you" block.
    `low` and `high` say what the ends of a 0 to 10 scale mean; `unit` stands after a number's box.
    `text_without` is what is asked when an answer that `text` carries (`{answer:<question id>}`) was not given.
    `allow` holds the codes of findings on the wording that somebody looked at and kept. `place` is "file, question"
    for findings.
    """

    id: str
    kind: str
    text: str
    help: str = ""
    picture: str | None = None
    options: tuple[Option, ...] = ()
    indicator: str | None = None
    attribute: str | None = None
    show_if: tuple[Condition, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    low: str = ""
    high: str = ""
    unit: str = ""
    text_without: str = ""
    about: bool = False
    random_order: bool = False
    allow: frozenset[str] = frozenset()
    place: str = ""

    @cached_property
    def option_by_id(self) -> dict[str, Option]:
        return {option.id: option for option in self.options}


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown at once: one question for young people and parents, a small group for professionals."""

    id: str
    questions: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Survey:
    """One version of one survey, immutable. All texts are English; translations come from catalogues.

    `id` is `<audience>.<journey point>.<name>`. `schedule` is "wave" or "touchpoint". `open_link` allows `/s/<id>`.
    `who_sees`, `intro`, `anonymous` and `thanks` are lists of sentences shown before the start or at the end.
    `checked_by` says who read the wording, and when (staff see it). `reader` says how plain the wording must be: an
    audience or "under-8". `allow` is as in `Question`. `files` are its own and the shared ones it uses, `digest` the
    SHA-256 over them, `place` the name of its file.
    """

    id: str
    version: int
    audience: str
    journey_point: str
    title: str
    minutes: int
    schedule: str
    questions: tuple[Question, ...]
    pages: tuple[Page, ...]
    stage: str | None = None
    voice: str = "self"
    open_link: bool = True
    picture: str | None = None
    intro: tuple[str, ...] = ()
    who_sees: tuple[str, ...] = ()
    anonymous: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    checked_by: tuple[str, ...] = ()
    reader: str = ""
    allow: frozenset[str] = frozenset()
    place: str = ""
    files: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)

    @cached_property
    def question_by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def page_by_id(self) -> dict[str, Page]:
        return {page.id: page for page in self.pages}

    @cached_property
    def workings(self) -> dict[Any, Any]:
        """What the flow and the forms work out once for this version and keep. No part of the definition."""
        return {}

    @cached_property
    def page_of(self) -> dict[str, str]:
        """Question id to the id of the page that shows it."""
        return {question: page.id for page in self.pages for question in page.questions}
