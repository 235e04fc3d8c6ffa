"""In which ways a survey can be answered, and what is asked in each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.config import SHIPPED_PARTNERSHIP
from surveys import flow
from surveys.model import Survey
from surveys.partnership_file import load_partnership
from surveys.ways import in_way, ways

SHIPPED = load_partnership(SHIPPED_PARTNERSHIP).catalogue
ALL = [pytest.param(survey, id=survey.id) for survey in SHIPPED.surveys]


@pytest.mark.parametrize("survey", ALL)
def test_words_come_first_and_professionals_have_no_other_way(survey: Survey) -> None:
    assert ways(survey)[0] == "plain"
    assert (len(ways(survey)) == 1) == (survey.audience == "professional")


@pytest.mark.parametrize("survey", ALL)
def test_only_a_young_persons_own_survey_is_answered_by_pictures_alone(survey: Survey) -> None:
    if survey.audience != "young-person" or survey.voice == "proxy":
        assert not {"pictures", "cards"} & set(ways(survey))


def test_three_piles_need_three_faces() -> None:
    assert ways(SHIPPED.latest("young-person.general.my-day")) == ("plain", "easy-read", "pictures", "cards")
    assert "cards" not in ways(SHIPPED.latest("young-person.general.my-confidence"))


@pytest.mark.parametrize("survey", [survey for survey in ALL if "pictures" in ways(*survey.values)])
def test_by_pictures_every_scored_question_is_asked_and_nothing_that_must_be_read(survey: Survey) -> None:
    shown = in_way(survey, "pictures")
    assert [question.id for question in shown.questions] == [each.id for each in survey.questions if each.indicator]
    assert all(option.picture for question in shown.questions for option in question.options if not option.missing)
    assert flow.path(shown, {})
    assert {name for page in shown.pages for name in page.questions} == set(shown.question_by_id)


def test_one_scored_question_that_has_to_be_read_takes_the_pictures_away() -> None:
    survey = SHIPPED.latest("young-person.general.my-day")
    first, *others = survey.questions
    assert "pictures" not in ways(replace(survey, questions=(replace(first, picture=None), *others)))
    bare = replace(first, options=tuple(replace(option, picture=None) for option in first.options))
    assert "pictures" not in ways(replace(survey, questions=(bare, *others)))


def test_every_other_way_asks_the_whole_survey() -> None:
    survey = SHIPPED.latest("young-person.general.my-day")
    assert in_way(survey, "plain") is in_way(survey, "easy-read") is in_way(survey, "cards") is survey
    assert in_way(survey, "pictures") is in_way(survey, "pictures")
