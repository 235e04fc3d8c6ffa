"""Printing without a browser: what `scripts/paper` calls. A text needs a request for its language: one is made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from app.here import house
from app.languages import languages, set_language
from app.paper.pdf import PrintError
from app.paper.typeset import shelf, survey_sheet
from app.services.asking import entrances
from app.services.errors import Invalid


def one_sheet(app: Flask, survey_id: str, language: str, code: str | None = None) -> Path:
    """The PDF of one survey, or of what a link asks. Raises `ServiceError`, with the operator's reason."""
    with app.test_request_context("/"):
        entrance = entrances.by_collector(house(), code) if code else entrances.by_survey(house(), survey_id)
        offered = [each.code for each in languages().offered(entrance.survey.id)]
        if language not in offered:
            known = ", ".join(offered)
            raise Invalid("There is no language %(given)s. There are: %(known)s.", given=language, known=known)
        set_language(language)
        known = entrances.known_of(house(), code) if code else frozenset()
        try:
            return shelf().make(survey_sheet(entrance, known))
        except PrintError as error:
            raise Invalid("%(reason)s", reason=error.reason) from error


def all_sheets(app: Flask) -> Iterator[str]:
    """Make every open survey's sheet in every language; says each that is done."""
    with app.app_context():
        surveys = [survey for survey in house().partnership.catalogue.surveys if survey.open_link]
        wanted = [(survey.id, each.code) for survey in surveys for each in languages().offered(survey.id)]
    for survey_id, language in wanted:
        one_sheet(app, survey_id, language)
        yield f"{survey_id} {language}"
