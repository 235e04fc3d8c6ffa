"""Every text of a survey or a partnership that a reader may see, for translators' catalogues. Translates nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.model import Question, Survey
from surveys.question_types import QUESTION_TYPES

if TYPE_CHECKING:
    from surveys.partnership import Partnership

NAMES = "partnership"
"""The context of names of places, organisations and the like."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate. `context` is an audience or `NAMES`; `comment` tells translators where it stands."""

    context: str
    text: str
    comment: str


def survey_messages(survey: Survey) -> Iterator[Message]:
    """The texts of one survey, shared blocks included, in reading order. A text may come more than once."""
    for part, texts in survey_parts(survey):
        for text in texts:
            yield Message(survey.audience, text, f"{survey.id}, {part}")
    for question in survey.questions:
        for part, text, picture in question_parts(question):
            shown = f", picture: {picture}" if picture else ""
            yield Message(survey.audience, text, f"{survey.id}, {question.id}, {part}{shown}")


def survey_parts(survey: Survey) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts around the questions. `checked_by` is not among them: only staff see it."""
    yield "title", (survey.title,)
    yield "before the start", survey.intro
    yield "who sees the answers", survey.who_sees
    yield "what is known about who answered", survey.anonymous
    yield "thanks at the end", survey.thanks
    yield "title of a page", tuple(page.title for page in survey.pages if page.title)


def question_parts(question: Question) -> Iterator[tuple[str, str, str | None]]:
    """(part, text, picture) of one question. Bare figures need no translation."""
    yield "statement" if question.kind == "statement" else "question", question.text, question.picture
    if question.text_without:
        yield "question when the answer in it was skipped", question.text_without, question.picture
    parts = {"help": question.help, "what 0 means": question.low, "what 10 means": question.high, "unit": question.unit}
    for part, text in parts.items():
        if text:
            yield part, text, None
    for option in question.options:
        if not option.label.isdigit():
            yield f"answer {option.id}", option.label, option.picture
    if question.kind in QUESTION_TYPES:
        for part, text in QUESTION_TYPES[question.kind].texts(question):
            yield part, text, None


def partnership_messages(partnership: Partnership) -> Iterator[Message]:
    """The names and sentences of a partnership's own files that the public may see. Schools' names are proper names."""
    for comment, text in name_parts(partnership):
        if text:
            yield Message(NAMES, text, comment)


def name_parts(partnership: Partnership) -> Iterator[tuple[str, str]]:
    """(where it stands, text) of every name."""
    yield "title of the site", partnership.title
    yield "name of the partnership", partnership.name
    yield "name of the area", partnership.area
    yield "organisation to contact", partnership.contact.organisation
    for what, places in (("locality", partnership.localities), ("organisation", partnership.organisations)):
        for place in places:
            yield f"{what} {place.id}", place.name
    for place in partnership.services:
        yield f"service {place.id}", place.name
    for point in partnership.journey_points:
        yield f"moment {point.id}", point.name
        for stage in point.stages:
            yield f"stage {stage.id} of {point.id}", stage.name
    for line in partnership.help_lines:
        yield "help line, name", line.name
        yield f"help line {line.name}", line.text
    for sentence in partnership.paper.give_back:
        yield "how a sheet of paper is given back", sentence
    yield "title of the Co-production Charter", partnership.charter.title
    yield "what the Co-production Charter is", partnership.charter.intro
    for promise in partnership.charter.promises:
        yield f"promise of the Charter, picture: {promise.picture}", promise.text
    for domain in partnership.framework.get("domains", ()):
        yield f"domain {domain['id']}, name", domain["name"]
        yield f"domain {domain['id']}, question", domain["question"]
    for indicator in partnership.framework.get("indicators", ()):
        yield f"indicator {indicator['id']}", indicator["meaning"]
    for area in partnership.framework.get("priority_areas", ()):
        yield f"priority area {area['id']} of the plan", area["title"]
