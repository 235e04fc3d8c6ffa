"""An entry names its priority areas, criteria and limb of the law; lists, reports and packs go by what it names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.board import self_evaluation, told
from app.board.figures import Figures
from app.house import House
from app.outputs import making
from app.services.errors import Invalid
from app.services.loop import entries
from app.services.reports import figures
from app.services.scoring import releases
from app.services.stories import left_out
from tests.integration.board_examples import example_release
from tests.integration.entry_steps import made_public, person
from tests.integration.staff_sign_in import post, signed_in
from tests.integration.test_loop import NEW, STORY, TYPED

pytestmark = pytest.mark.whole

NAMED = replace(STORY, you_said_easy="Plans are late.", priority_areas=("PA1",), criteria=("53a",), limb="content")


@pytest.fixture
def both(app: Flask, house: House) -> None:
    with app.app_context():
        made_public(house, STORY)
        made_public(house, NAMED)


FOUND = {
    "": (True, True),
    "priority_area=PA1": (True, False),
    "priority_area=PA2": (False, False),
    "priority_area=none": (False, True),
    "criterion=53a": (True, False),
    "criterion=none&limb=none": (False, True),
    "limb=content&state=published": (True, False),
    "state=draft": (False, False),
}
"""What is asked for, and whether the entry that names something and the one that names nothing are found."""


def test_officers_find_entries_by_what_they_name(app: Flask, house: House, both: None) -> None:
    officer = signed_in(app, house, "officer")
    pages = {query: officer.get(f"/staff/entries/?{query}").text for query in FOUND}
    found = {query: (NAMED.you_said_easy in page, STORY.you_said_easy in page) for query, page in pages.items()}
    assert found == FOUND


def test_the_editor_keeps_them_and_everyone_reads_the_priority_area(app: Flask, house: House, both: None) -> None:
    officer = signed_in(app, house, "officer")
    typed = {**TYPED, "priority_areas": ["PA2", "AFI2"], "criteria": "51b", "limb": "development"}
    assert post(officer, NEW, **typed).status_code == 302
    with app.app_context():
        view = next(view for view in entries.listed(house) if view.state == "draft")
        assert view.content.priority_areas == ("PA2", "AFI2")
        assert (view.content.criteria, view.content.limb) == (("51b",), "development")
    page = officer.get(f"/staff/entries/{view.id}").document
    ticked = {each.attrs["value"] for each in page.having("checked") if each.attrs.get("type") == "checkbox"}
    assert ticked == {"PA2", "AFI2", "51b"}
    public = app.test_client().get("/you-said-we-did/plans-are-late?lang=pl").text
    assert "Plany edukacji, zdrowia i opieki są na czas, prawdziwe i sprawdzone" in public


@pytest.mark.parametrize("wrong", [{"priority_areas": ("PA99",)}, {"criteria": ("1z",)}, {"limb": "other"}])
def test_what_the_framework_does_not_know_is_refused(house: House, context: None, wrong: dict) -> None:
    with pytest.raises(Invalid, match="from the list"):
        entries.create(house, replace(NAMED, **wrong), person(house, "writer@example.org"))


def test_the_pack_lists_an_answer_under_the_criteria_that_it_names_and_counts_the_others(
    app: Flask, house: House, both: None
) -> None:
    with app.app_context():
        example_release(house)
        release = releases.latest("board")
        table = Figures(release.table, house.framework, house.partnership)
        pack = self_evaluation.pack(house, table, release, house.today().year)
        under = {each.id for each in pack.criteria if each.answers}
        assert under == {"53a"}
        assert (pack.published, pack.unnamed) == (2, 1)
        [answer] = told.answers(house, named="PA1")
        assert answer.entry.content.you_said_easy == NAMED.you_said_easy
        assert told.answers(house, named="PA2") == []


def test_comments_left_out_are_counted_however_they_were_noted(app: Flask, house: House, client: FlaskClient) -> None:
    alone = replace(STORY, exemption="single-case", exemption_note="One child's plan.", limb="content")
    with app.app_context():
        left_out.note(house, "content", "one-person", 19, person(house, "writer@example.org"))
        assert figures.left_out_of_year(house, house.today().year) == [("content", "one-person", None)]
        entries.create(house, alone, person(house, "writer@example.org"))
        assert figures.left_out_of_year(house, house.today().year) == [("content", "one-person", 20)]
        with app.test_request_context("/"):
            asked = {"kind": "annual", "period": str(house.today().year), "language": "en", "edition": "full"}
            report = making.built(asked)
    said = [item.lead for block in report.blocks for item in getattr(block, "items", ())]
    assert "What the local offer contains (about 20)" in said
    assert "One child" not in repr(report)
