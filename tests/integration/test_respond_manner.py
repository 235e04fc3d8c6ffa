"""How somebody wants to answer, who helps, who speaks, and what of it stands in later pages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import db
from app.models.answering import Answer, Response
from app.services.asking import collectors, responses, waves
from app.services.scoring import membership
from app.services.transaction import writing
from surveys.answers import Answer as Said
from tests.integration.respond_walker import PARENT, WORK, YOUNG, Walker, first

pytestmark = pytest.mark.whole

MY_DAY = "/s/young-person.general.my-day"
OBSERVED = "/s/young-person.general.observed"
MOVING = "/s/young-person.transition.moving-on"


@pytest.fixture(autouse=True)
def open_wave(house, context):
    waves.seed(house)


def begin(client, survey, **chosen):
    return Walker(client).open(f"{survey}?lang=en").send("next", **chosen)


def stored():
    db.session.rollback()
    return db.session.scalars(select(Response)).one()


def said():
    db.session.rollback()
    return {row.question_id: (row.state, row.value) for row in db.session.scalars(select(Answer))}


def test_who_chooses_nothing_answers_in_words_and_alone(client):
    begin(client, YOUNG).to_the_end(first).send("finish")
    assert (stored().presentation, stored().helper, stored().voice) == ("plain", "none", "self")


@pytest.mark.parametrize("way", ["plain", "easy-read", "pictures", "cards"])
def test_the_way_and_the_helper_are_kept(client, way):
    begin(client, MY_DAY, presentation=way, helper="parent").to_the_end(first).send("finish")
    assert (stored().presentation, stored().helper) == (way, "parent")
    assert said()["friends"] == ("answered", '"1"')


def test_easy_read_has_a_picture_beside_each_answer_and_plain_has_none_twice(client):
    plain = begin(client, MOVING).document.query(".choice img")
    easy = begin(client, MOVING, presentation="easy-read").document.query(".choice img")
    assert (len(plain), len(easy)) == (0, 4)


def test_by_pictures_no_text_is_asked_for(client):
    walker = begin(client, MY_DAY, presentation="pictures")
    while walker.place != "finish":
        assert not walker.texts()
        assert all(choice.query("img") for choice in walker.document.query("form .choice"))
        walker.send("next", **{name: options[-1] for name, options in walker.offered().items()})
    assert "tell-us" not in walker.seen
    assert walker.document.query(".answers dd img")
    walker.send("finish")
    assert "tell-us" not in said()
    assert "friends" in said()


def test_the_words_are_still_there_for_who_hears_the_page(client):
    walker = begin(client, MY_DAY, presentation="pictures")
    assert "Do you have friends?" in walker.heading
    assert [choice.to_text().strip() for choice in walker.document.query(".faces .choice")] == [
        "No",
        "Sometimes",
        "Yes",
    ]


@pytest.mark.parametrize(
    ("survey", "chosen"),
    [
        (YOUNG, {"presentation": "cards"}),
        (YOUNG, {"presentation": "nonsense", "helper": "nonsense"}),
        (PARENT, {"presentation": "pictures", "helper": "parent"}),
        (WORK, {"presentation": "easy-read", "helper": "teacher"}),
    ],
)
def test_what_a_survey_does_not_offer_is_as_if_nothing_was_chosen(client, survey, chosen):
    begin(client, survey, **chosen).to_the_end(first).send("finish")
    assert (stored().presentation, stored().helper) == ("plain", "none")


def test_the_start_page_offers_what_fits(client):
    offers = {survey: Walker(client).open(f"{survey}?lang=en").offered() for survey in (MY_DAY, PARENT, WORK, OBSERVED)}
    assert offers[MY_DAY]["presentation"] == ["plain", "easy-read", "pictures", "cards"]
    assert offers[PARENT] == {"presentation": ["plain", "easy-read"], "helper": ["none", "teacher", "other"]}
    assert offers[WORK] == {}
    assert "helper" not in offers[OBSERVED]


def test_the_choice_is_still_there_on_the_way_back(client):
    walker = begin(client, YOUNG, presentation="easy-read", helper="other").send("back")
    assert (walker.form()["presentation"], walker.form()["helper"]) == (["easy-read"], ["other"])


def test_the_next_person_at_a_shared_device_begins_with_words_again(client, house):
    door = f"/c/{collectors.create(house, MY_DAY[3:], shared_device=True, actor='command')}"
    begin(client, door, presentation="pictures", helper="teacher").send("next")
    form = Walker(client).open(f"{door}?lang=en").form()
    assert (form["presentation"], form["helper"]) == (["plain"], ["none"])


def test_what_is_said_about_a_child_is_a_proxys_and_never_counts_as_the_childs_own(client, house):
    walker = Walker(client).open(f"{OBSERVED}?lang=en")
    assert "You answer about a child" in walker.words()
    walker.send("next").to_the_end(lambda name, options: "4" if "4" in options else options[0]).send("finish")
    assert stored().voice == "proxy"
    assert membership.how_many(membership.candidates(house, stored().wave)) == 0


def test_a_childs_own_answer_counts(client, house):
    begin(client, YOUNG).to_the_end(first).send("finish")
    assert membership.how_many(membership.candidates(house, stored().wave)) == 1


def test_no_file_turns_a_proxys_answer_into_a_childs_own(house, context):
    survey = house.partnership.catalogue.latest(OBSERVED[3:])
    with writing():
        new = responses.NewResponse(
            survey, {"safe": Said("answered", "5")}, frozenset(), "2026-12", house.today(), "en"
        )
        responses.store(house, [new])
    assert stored().voice == "proxy"


def test_cards_and_places_are_answered_without_javascript(client):
    walker = begin(client, MOVING)
    while walker.place != "going":
        walker.send("skip")
    walker.send("next", **{"going.who-to-ask": "who-to-ask:so-so", "going.place": "place:not-good"}).send("back")
    assert walker.form()["going.place"] == ["place:not-good"]
    walker.to_the_end(first)
    assert "Knowing who to ask for help: Going well" in walker.words()
    walker.open(f"{MOVING}/going?lang=en&from=check")
    walker.post(walker.form() | {"going.place": "place:lovely", "action": "next"})
    assert walker.page.status_code == 422
    assert walker.find(".error-summary a").attrs["href"] == "#going"


def test_the_service_that_was_named_stands_in_the_next_question(client):
    walker = Walker(client).start("/s/parent-carer.therapy.our-therapy").send("next", service="wheelchairs")
    assert "Please think of this service: Wheelchair service." in walker.words()
    walker.send("back").send("skip")
    assert "Please think of one service." in walker.words()
    assert "{answer" not in walker.page.text
