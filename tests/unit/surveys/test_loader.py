"""Definition files: what they become, and that everything wrong with them is found, placed and explained."""

from __future__ import annotations

import pytest

from surveys.findings import DefinitionErrors
from surveys.partnership import Partnership
from surveys.partnership_file import load_partnership, read_partnership

PARENTS = "definitions/parent-carer.general.your-view.v1.toml"
CHILDREN = "definitions/young-person.general.how-is-it.v1.toml"
BLOCK = "definitions/shared/you.toml"
SETS = "definitions/shared/option_sets.toml"

BROKEN = [
    (PARENTS, "minutes = 3", "minutes = ", "S001", "your-view"),
    (PARENTS, "minutes = 3", "minutes = 3\nminuets = 4", "S002", "your-view"),
    (PARENTS, "unit =", "units =", "S002", "weeks"),
    (PARENTS, 'title = "Your view"', "", "S003", "your-view"),
    (CHILDREN, 'text = "What should change?"', 'text = " "', "S003", "more"),
    (PARENTS, "minutes = 3", 'minutes = "three"', "S004", "your-view"),
    (PARENTS, "minutes = 3", "minutes = true", "S004", "your-view"),
    (PARENTS, 'schedule = "wave"', 'schedule = "sometimes"', "S004", "your-view"),
    (PARENTS, "version = 1", "version = 2", "S005", "your-view"),
    (BLOCK, 'id = "you"', 'id = "us"', "S005", "shared/you.toml"),
    (PARENTS, 'id = "comment"', 'id = "heard"', "S006", "your-view"),
    (PARENTS, 'id = "comment"', 'id = "data"', "S006", "data"),
    (PARENTS, 'id = "comment"', 'id = "action"', "S006", "action"),
    (CHILDREN, 'id = "school"', 'id = "home"', "S006", "who-hears"),
    (CHILDREN, 'kind = "several"', 'kind = "many"', "S007", "who-hears"),
    (CHILDREN, 'options = "three-faces"', 'options = "four-faces"', "S008", "heard"),
    (CHILDREN, 'block = "you"', 'block = "me"', "S009", "use 1"),
    (CHILDREN, 'block = "you"', 'block = "you"\nonly = ["height"]', "S009", "use 1"),
    (CHILDREN, 'block = "you"', 'block = "you"\nbefore = "height"', "S009", "use 1"),
    (CHILDREN, 'question = "heard"', 'question = "herd"', "S010", "who-hears"),
    (CHILDREN, 'question = "heard"', 'question = "more"', "S011", "who-hears"),
    (CHILDREN, 'question = "heard"', 'question = "who-hears"', "S011", "who-hears"),
    (PARENTS, 'question = "has-plan", any_of = ["yes"] }]', 'question = "plan-intro" }]', "S011", "after-plan"),
    (CHILDREN, '"good", "so-so"', '"good", "so-bad"', "S012", "who-hears"),
    (CHILDREN, '[{ question = "heard", any_of = ["good", "so-so"] }]', '"heard"', "S004", "who-hears"),
    (PARENTS, 'low = "Far too late"', "", "S013", "in-time"),
    (PARENTS, "points = true", "points = false", "S013", "in-time"),
    (PARENTS, 'unit = "weeks"', "minimum = 10\nmaximum = 5", "S013", "weeks"),
    (PARENTS, 'kind = "long-text"', 'kind = "long-text"\nmax_length = 100000', "S013", "comment"),
    (PARENTS, 'kind = "long-text"', 'kind = "long-text"\nindicator = "heard"', "S013", "comment"),
    (SETS, '{ id = "4", label = "Often", points = 75, picture = "face-4" },', "", "S013", "after-plan"),
    (SETS, '{ id = "no", label = "No", picture = "no" },', "", "S013", "has-plan"),
    (SETS, 'label = "Often", points = 75', 'label = "Often", points = 175', "S014", "option 4"),
    (SETS, 'label = "I do not know", missing', 'label = "I do not know", points = 0, missing', "S014", "not-sure"),
    (SETS, 'missing = "not-applicable"', 'missing = "not-about-us"', "S015", "not-applicable"),
    (SETS, 'id = "not-applicable"', 'id = "skip"', "S015", "skip"),
    (PARENTS, 'page = "comment"', "", "S016", "your-view"),
    (PARENTS, 'page = "comment"', 'page = "voice"', "S016", "your-view"),
    (PARENTS, 'page = "comment"', 'page = "receipt"', "S016", "your-view"),
    (PARENTS, 'id = "you"\ntitle', 'id = "them"\ntitle', "S016", "your-view"),
    (BLOCK, "parent-carer]", "parent]", "S019", "age"),
    ("partnership.toml", 'id = "general"', 'id = "broad"', "S019", "your-view"),
    (CHILDREN, "Who hears you?", "Who hears you ({answer:heard})?", "S021", "who-hears"),
    (CHILDREN, 'id = "more"', 'id = "more"\ntext_without = "What else?"', "S021", "more"),
    (CHILDREN, '"What should change?"', '"After {answer:who-hears}?"\ntext_without = "What?"', "S021", "more"),
    (CHILDREN, '"Do people hear you?"', '"And {answer:in-time}?"\ntext_without = "What?"', "S021", "heard"),
    (PARENTS, 'id = "comment"', 'id = "the comment"', "S020", "the comment"),
    (PARENTS, 'id = "comment"', f'id = "{"c" * 61}"', "S020", "ccc"),
    ("partnership.toml", 'title = "Westmere Listens"', "", "S003", "partnership.toml"),
    ("partnership.toml", "draft_days = 14", "draft_days = 0", "S004", "retention"),
    ("partnership.toml", "2031-03-31", "2031-02-28", "P002", "2031-03"),
    ("partnership.toml", 'locality = "harbour"', 'locality = "moon"', "P001", "partnership.toml"),
    ("partnership.toml", 'phone = "01632 960002"\ntext = "Call us by day or by night."', "", "P003", "help_lines 1"),
    ("partnership.toml", '"en", "pl"', '"pl"', "P005", "partnership.toml"),
    ("partnership.toml", 'id = "hill-towns"', 'id = "lakeside"', "S006", "partnership.toml"),
    ("schools.csv", "id,name,locality", "id,title,locality", "P004", "schools.csv"),
    ("schools.csv", "College,lakeside", "College,lakeside,wet", "P004", "line 3"),
]


@pytest.mark.parametrize(("name", "before", "after", "code", "place"), BROKEN)
def test_a_fault_is_found_with_code_place_and_advice(
    pack, name: str, before: str, after: str, code: str, place: str
) -> None:
    pack.change(name, before, after)
    with pytest.raises(DefinitionErrors) as caught:
        load_partnership(pack.folder)
    found = [finding for finding in caught.value.findings if finding.code == code]
    assert found, str(caught.value)
    assert any(place in finding.place for finding in found), str(caught.value)
    assert all(finding.advice and finding.message for finding in caught.value.findings)
    assert len(set(caught.value.findings)) == len(caught.value.findings)


def test_every_fault_is_reported_at_once(pack) -> None:
    pack.change(PARENTS, 'kind = "scale-0-10"', 'kind = "dial"')
    pack.change(CHILDREN, 'options = "three-faces"', 'options = "four-faces"')
    pack.change("partnership.toml", '"en", "pl"', '"pl"')
    _, findings = read_partnership(pack.folder)
    assert {"S007", "S008", "P005"} <= {finding.code for finding in findings}


def test_a_missing_folder_names_the_files_that_it_should_have(tmp_path) -> None:
    with pytest.raises(DefinitionErrors, match=r"partnership\.toml"):
        load_partnership(tmp_path / "nowhere")


def test_a_survey_is_what_its_file_says(westmere: Partnership) -> None:
    survey = westmere.catalogue.latest("parent-carer.general.your-view")
    assert (survey.audience, survey.journey_point, survey.minutes, survey.reader) == (
        "parent-carer",
        "general",
        3,
        "parent-carer",
    )
    assert [page.id for page in survey.pages] == ["voice", "plan", "no-plan", "comment", "you"]
    assert survey.page_by_id["voice"].title == "Your voice"
    assert survey.page_of["weeks"] == "plan"
    assert survey.files == (f"{survey.id}.v1.toml", "shared/option_sets.toml", "shared/you.toml")


def test_a_scale_carries_its_numbers_as_options(westmere: Partnership) -> None:
    question = westmere.catalogue.latest("parent-carer.general.your-view").question_by_id["in-time"]
    assert [option.points for option in question.options] == [*range(0, 101, 10), None]


def test_a_shared_block_speaks_to_each_audience(westmere: Partnership) -> None:
    asked = {survey.audience: survey.question_by_id for survey in westmere.catalogue}
    assert asked["parent-carer"]["age"].text == "How old is your child?"
    assert asked["young-person"]["age"].text == "How old are you?"
    assert "children" not in asked["young-person"]
    assert all(asked[audience]["where"].about for audience in asked)


def test_places_become_options(westmere: Partnership) -> None:
    question = westmere.catalogue.latest("young-person.general.how-is-it").question_by_id["where"]
    assert list(question.option_by_id) == ["lakeside", "hill-towns", "harbour", "prefer-not"]


def test_a_block_can_stand_before_a_question(pack) -> None:
    pack.change(CHILDREN, 'block = "you"', 'block = "you"\nbefore = "more"\nwithout = ["where"]')
    survey = load_partnership(pack.folder).catalogue.latest("young-person.general.how-is-it")
    assert [question.id for question in survey.questions][-2:] == ["age", "more"]


def test_versions_stand_side_by_side(pack) -> None:
    old = pack.folder / CHILDREN
    text = old.read_text(encoding="utf-8").replace("version = 1", "version = 2").replace("minutes = 2", "minutes = 4")
    (old.parent / "young-person.general.how-is-it.v2.toml").write_text(text, encoding="utf-8")
    catalogue = load_partnership(pack.folder).catalogue
    assert [survey.minutes for survey in catalogue if survey.audience == "young-person"] == [2, 4]
    assert catalogue.latest("young-person.general.how-is-it").version == 2
    assert catalogue.get("young-person.general.how-is-it", 1).minutes == 2
    assert catalogue.get("young-person.general.how-is-it", 3) is None
    assert len(catalogue) == 3
    assert len(catalogue.surveys) == 2


def test_the_digest_tells_two_packs_apart(pack, westmere: Partnership) -> None:
    assert load_partnership(pack.folder).digest == westmere.digest
    pack.change("partnership.toml", "Play team", "Play and toys")
    assert load_partnership(pack.folder).digest != westmere.digest
