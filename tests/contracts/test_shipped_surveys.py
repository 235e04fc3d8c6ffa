"""The surveys that ship are fit to be answered, and ask what the framework wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.framework import read_framework
from analysis.framework_checks import check_framework
from app.config import ROOT
from surveys.checks import check_partnership
from surveys.findings import errors_of
from surveys.model import Question, Survey
from surveys.partnership import Partnership
from surveys.partnership_file import load_partnership
from surveys.question_types import QUESTION_TYPES

PICTURES = frozenset(path.stem for path in (ROOT / "app" / "static" / "pictures").glob("*.svg"))
MOST_QUESTIONS = {"pulse": 3, "my-day": 8}

PACKS = sorted((ROOT / "surveys" / "partnerships").iterdir())


@pytest.fixture(scope="module", params=PACKS, ids=lambda folder: folder.name)
def partnership(request: pytest.FixtureRequest) -> Partnership:
    folder: Path = request.param
    return load_partnership(folder)


def test_wording_pictures_and_reading_age(partnership: Partnership) -> None:
    assert errors_of(check_partnership(partnership, PICTURES)) == []


def test_the_framework_fits(partnership: Partnership) -> None:
    framework = read_framework(partnership.framework)
    assert errors_of(check_framework(framework, partnership.catalogue.surveys, "framework.toml")) == []


def test_a_survey_after_a_meeting_is_short(partnership: Partnership) -> None:
    """Background questions, which come last and are optional, are not counted."""
    for survey in partnership.catalogue.surveys:
        most = MOST_QUESTIONS.get(survey.id.rpartition(".")[2], 12 if survey.schedule == "touchpoint" else None)
        asked = [question for question in asked_of(survey) if not question.about]
        assert most is None or len(asked) <= most, survey.id


def asked_of(survey: Survey) -> list[Question]:
    return [question for question in survey.questions if QUESTION_TYPES[question.kind].asks]
