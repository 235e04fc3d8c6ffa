"""Whether a survey is fit to be answered: each check on a pack that one line spoils."""

from __future__ import annotations

import pytest

from surveys.checks import check_partnership, reading_ages
from surveys.partnership import Partnership
from surveys.partnership_file import load_partnership

PARENTS = "definitions/parent-carer.general.your-view.v1.toml"
CHILDREN = "definitions/young-person.general.how-is-it.v1.toml"
SETS = "definitions/shared/option_sets.toml"
FACES = {f"face-{number}" for number in range(1, 6)}
PICTURES = frozenset({*FACES, "not-sure", "yes", "no", "talk", "listen", "clock", "friends", "plan"})

SPOILT = [
    (PARENTS, 'title = "Your voice"', 'title = "Your voice on SEND"', "S037", "title of a page"),
    (SETS, 'label = "Often"', 'label = "Always "', "S030", "heard"),
    (CHILDREN, 'picture = "listen"\n', "", "S031", "heard"),
    (SETS, 'points = 50, picture = "face-3" },\n  { id = "bad"', 'points = 50 },\n  { id = "bad"', "S031", "so-so"),
    (
        SETS,
        '  { id = "not-sure", label = "I do not know", missing = "not-sure", picture = "not-sure" },\n',
        "",
        "S032",
        "heard",
    ),
    (PARENTS, "Is the plan kept?", f"Is the plan {'very ' * 12}well kept?", "S033", "after-plan"),
    (CHILDREN, "Does help come in time?", "Does the help that you need for school come in time?", "S033", "in-time"),
    (PARENTS, "Is the plan kept?", "Is the plan not kept?", "S034", "after-plan"),
    (PARENTS, "Is the plan kept?", "Is the plan kept and is it good?", "S035", "after-plan"),
    (PARENTS, "Is the plan kept?", "Do you agree that the plan is kept?", "S036", "after-plan"),
    (PARENTS, "Is the plan kept?", "Is the EHC plan kept?", "S037", "after-plan"),
    (PARENTS, "minutes = 3", "minutes = 0", "S039", "your-view"),
    (PARENTS, 'who_sees = ["We see all answers put together."]', "", "S039", "your-view"),
    ("partnership.toml", 'by night."', 'by night."\naudiences = ["young-person"]', "S039", "partnership.toml"),
    (CHILDREN, 'picture = "listen"', 'picture = "listening"', "S041", "heard"),
    (CHILDREN, 'kind = "long-text"', 'kind = "short-text"', "S042", "how-is-it"),
]


def test_the_partnership_of_the_tests_is_fit(westmere: Partnership) -> None:
    assert check_partnership(westmere, PICTURES) == []


@pytest.mark.parametrize(("name", "before", "after", "code", "place"), SPOILT)
def test_what_is_unfit_is_found(pack, name: str, before: str, after: str, code: str, place: str) -> None:
    pack.change(name, before, after)
    found = [finding for finding in check_partnership(load_partnership(pack.folder), PICTURES) if finding.code == code]
    assert found
    assert any(place in finding.place for finding in found), found
    assert all(finding.advice for finding in found)


def test_an_author_can_keep_a_finding_with_a_reason(pack) -> None:
    pack.change(PARENTS, "Is the plan kept?", "Is the plan not kept?")
    kept = 'allow = [{ code = "S034", reason = "The law says so" }]'
    pack.change(PARENTS, 'id = "after-plan"', f'id = "after-plan"\n{kept}')
    assert check_partnership(load_partnership(pack.folder), PICTURES) == []


def test_hard_words_raise_the_reading_age_above_the_limit(pack) -> None:
    hard = "Institutional accountability necessitates organisational consultation."
    pack.change(CHILDREN, '"Tell us how it is."', ", ".join([f'"{hard}"'] * 6))
    partnership = load_partnership(pack.folder)
    found = check_partnership(partnership, PICTURES)
    assert {finding.code for finding in found} == {"S037", "S038"}
    assert max(reading_ages(partnership.catalogue.latest("young-person.general.how-is-it"))) > 9


def test_a_survey_that_nobody_checked_is_only_warned_about(pack) -> None:
    pack.change(PARENTS, 'checked_by = ["Westmere Families, 2031"]', "")
    [finding] = check_partnership(load_partnership(pack.folder), PICTURES)
    assert (finding.code, finding.severity) == ("S039", "warning")
