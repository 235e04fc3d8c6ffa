"""The same survey with one question on each page, for people who want fewer things at once. Keeps and shows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from surveys.model import Page, Survey
from surveys.question_types import QUESTION_TYPES


def one_at_a_time(survey: Survey) -> Survey:
    """The survey with its groups of questions taken apart. A statement stays with the question that it introduces."""
    if "one at a time" not in survey.workings:
        pages = tuple(part for page in survey.pages for part in parts(survey, page))
        survey.workings["one at a time"] = survey if pages == survey.pages else replace(survey, pages=pages)
    return survey.workings["one at a time"]


def parts(survey: Survey, page: Page) -> Iterator[Page]:
    """One page for each question. The first keeps the page's own name, so that its address holds either way."""
    waiting: tuple[str, ...] = ()
    name = page.id
    for question in page.questions:
        waiting += (question,)
        if QUESTION_TYPES[survey.question_by_id[question].kind].asks:
            own = question if question not in survey.page_by_id else f"{page.id}-{question}"
            yield Page(name or own, waiting, page.title)
            name, waiting = "", ()
    if waiting:
        yield Page(name or waiting[0], waiting, page.title)
