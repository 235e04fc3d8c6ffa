"""Counting hands: page by page without JavaScript, kept as one group answer and never as responses; who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.answering import Comment, Response, Score
from app.models.groups import GroupAnswer, GroupAsked, GroupCount, GroupNote
from app.models.record import AuditEvent
from app.services.asking import group_results, waves
from app.services.running import retention
from tests.conftest import Clock
from tests.contracts.leftovers import leftovers
from tests.integration.group_room import YOUNG, Room, open_session
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

TWO = ("listened", "change")
WAITING = "young-person.diagnosis.while-i-wait"
"""A survey with a question to which several answers fit."""


@pytest.fixture(autouse=True)
def seeded(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)


def room(app: Flask, house: House, **fields: object) -> Room:
    client = signed_in(app, house, "facilitator")
    return Room(client, open_session(client, **fields))


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def results(app: Flask, house: House, **narrowed: str) -> list[group_results.GroupAnswerData]:
    with app.app_context():
        return group_results.group_answers(house, **narrowed)


def finished(app: Flask, house: House, size: str = "12") -> Room:
    """A room that was asked two questions: hands at one, words at the other."""
    here = room(app, house, size=size, locality="B").begin(leave=TWO, size=size)
    here.send("next", {"5": 4, "1": 2, "not-sure": 1}).send("next", note="Ring back.")
    return here.send("finish")


def test_a_room_goes_through_a_whole_survey_and_stores_one_answer(app: Flask, house: House) -> None:
    here = room(app, house).begin().to_the_end()
    assert "Not asked yet" not in here.page.text
    assert here.send("finish").heading == "Thank you"
    assert (count(app, GroupAnswer), count(app, Response), count(app, Score), count(app, Comment)) == (1, 0, 0, 0)


def test_nobody_shows_by_hands_who_they_are(app: Flask, house: House) -> None:
    here = room(app, house)
    page = here.client.get(f"/staff/groups/{here.code}/hands")
    asked = {box.attrs["value"] for box in page.document.query("input[name=questions]")}
    survey = house.partnership.catalogue.latest(YOUNG)
    assert asked
    assert not asked & {question.id for question in survey.questions if question.about}


def test_plus_and_minus_work_without_javascript_and_are_saved_at_once(app: Flask, house: House) -> None:
    here = room(app, house).begin(leave=TWO)
    here.send("more:5").send("more:5").send("more:1").send("less:5").send("less:3")
    assert here.hands() == {"1": "1", "2": "0", "3": "0", "4": "0", "5": "1", "not-sure": "0"}
    assert "Hands up: <output>2</output> of 12" in here.page.text
    assert here.open(here.path).hands()["5"] == "1"


def test_figures_of_any_script_are_understood(app: Flask, house: House) -> None:
    here = room(app, house).begin(leave=TWO).send("next", {"5": "٣"}).send("back")
    assert here.hands()["5"] == "3"


@pytest.mark.parametrize(
    ("hands", "words"),
    [({"5": 7, "1": 6}, "More hands (13) than people in the room (12)"), ({"5": "some"}, "a whole number in figures")],
)
def test_a_count_that_cannot_be_is_said_kindly_and_kept_on_the_page(
    app: Flask, house: House, hands: dict[str, int | str], words: str
) -> None:
    here = room(app, house).begin(leave=TWO).send("next", hands)
    assert here.page.status_code == 422
    assert words in here.page.text
    assert here.hands()["5"] == str(hands["5"])
    assert count(app, GroupCount) == 0


def test_fewer_hands_than_people_are_fine_and_so_are_many_at_a_question_of_many(app: Flask, house: House) -> None:
    here = room(app, house, survey=WAITING, size="5")
    survey = house.partnership.catalogue.latest(WAITING)
    several = next(question for question in survey.questions if question.kind == "several" and not question.about)
    options = [option.id for option in several.options][:2]
    here.begin(leave=(several.id,), size="5").send("next", dict.fromkeys(options, 4))
    assert here.page.status_code == 200
    here.send("finish")
    again = Room(here.client, open_session(here.client, survey=WAITING)).begin(leave=(several.id,), size="5")
    here = again.send("next", {options[0]: 6})
    assert here.page.status_code == 422


def test_skip_back_change_and_resume(app: Flask, house: House) -> None:
    here = room(app, house).begin(leave=("listened", "trust", "change"))
    here.send("next", {"5": 3}).send("skip").send("back")
    assert here.hands()["5"] == "0"
    here.send("next", {"4": 2})
    here.open(f"/staff/groups/{here.code}/ask/?lang=en")
    assert "change" in here.path
    check = here.open(f"/staff/groups/{here.code}/check?lang=en")
    assert "Not asked yet" in check.page.text
    link = next(link for link in here.document.query(".change a") if "listened" in link.attrs["href"])
    here.open(link.attrs["href"].replace("&amp;", "&"))
    assert here.hands()["5"] == "3"
    assert here.send("next", {"5": 5}).place == "check"


def test_the_plan_changes_on_the_way_and_what_is_left_out_is_not_stored(app: Flask, house: House) -> None:
    here = room(app, house).begin(leave=("listened", "trust")).send("next", {"5": 9}).send("next", {"1": 3})
    here.begin(leave=("listened",), size="8")
    assert here.page.status_code == 422
    assert "More hands than that" in here.page.text
    here.begin(leave=("trust",), size="9")
    assert here.place == "check"
    assert here.send("finish").heading == "Thank you"
    with app.app_context():
        assert set(db.session.scalars(select(GroupAsked.question_id))) == {"trust"}
        assert db.session.scalar(select(GroupAnswer.size)) == 9


def test_an_empty_count_is_not_stored(app: Flask, house: House) -> None:
    here = room(app, house).begin(leave=TWO).send("skip").send("next")
    assert here.place == "check"
    assert here.send("finish").page.status_code == 409


def test_conditions_and_carried_words_fall_back_in_a_room(app: Flask, house: House) -> None:
    here = room(app, house).begin(leave=("plan-true",))
    assert "Only for people who said “Yes” to: Do you have an EHC plan?" in here.page.text


def test_an_arabic_room_reads_arabic(app: Flask, house: House) -> None:
    here = room(app, house, languages=["ar", "en"]).begin(leave=(*TWO, "plan-true"), language="ar")
    seen = [here.document, here.send("next", {"5": 20}).document, here.send("next", {"5": 2}).document]
    seen += [here.send("skip").document, here.send("next", note="نريد ردًا.").document, here.send("finish").document]
    seen.append(here.open(f"/staff/groups/{here.code}/screen?lang=ar").document)
    assert 'dir="rtl"' in here.page.text
    assert [leftovers(page, frozenset(("نريد", "ردًا"))) for page in seen] == [[]] * len(seen)
    with app.app_context():
        assert db.session.execute(select(GroupNote.language, GroupNote.text)).one() == ("ar", "نريد ردًا.")


def test_a_finished_count_is_taken_back_only_while_the_session_is_open(app: Flask, house: House) -> None:
    here = finished(app, house)
    page = f"/staff/groups/{here.code}"
    assert here.client.get(f"{page}/check").status_code == 409
    assert post(here.client, f"{page}/hands/undo", page).status_code == 302
    assert here.open(f"{page}/check").page.status_code == 200
    here.send("finish")
    post(here.client, f"{page}/end", page)
    assert post(here.client, f"{page}/hands/undo", "/staff/").status_code == 409
    with app.app_context():
        found = list(db.session.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("group-answer"))))
    assert sorted(found) == ["group-answer-finished", "group-answer-finished", "group-answer-taken-back"]


def test_finishing_twice_is_as_once(app: Flask, house: House) -> None:
    here = room(app, house).begin(leave=TWO).send("next", {"5": 1}).send("next")
    path, token = here.path, here.document.query_one("input[name=token]").attrs["value"]
    for _ in range(2):
        assert here.client.post(path, data={"token": token, "action": "finish"}).status_code == 303
    assert count(app, GroupAnswer) == 1


def test_a_session_with_an_unfinished_count_ends_only_when_that_is_settled(app: Flask, house: House) -> None:
    here = room(app, house).begin(leave=TWO)
    page = f"/staff/groups/{here.code}"
    assert post(here.client, f"{page}/end", "/staff/").status_code == 409
    assert post(here.client, f"{page}/remove", "/staff/").status_code == 409
    assert post(here.client, f"{page}/hands/drop", page).status_code == 302
    assert post(here.client, f"{page}/end", page).status_code == 302


def test_an_unfinished_count_goes_on_its_date_and_a_finished_one_stays(app: Flask, house: House, clock: Clock) -> None:
    here = finished(app, house)
    other = Room(here.client, open_session(here.client)).begin(leave=TWO).send("next", {"5": 1})
    clock.move(days=house.partnership.retention.draft_days + 1)
    with app.app_context():
        assert retention.delete_expired(house)["unfinished group counts"] == 1
    assert (count(app, GroupAnswer), count(app, GroupNote)) == (1, 1)
    assert other.code != here.code


# Who sees what


def said(room_: Room, client: object = None) -> str:
    return (client or room_.client).get(f"/staff/groups/{room_.code}/said").text


def test_hands_are_exact_for_who_counted_until_the_session_ends_and_rounded_after(app: Flask, house: House) -> None:
    here, officer = finished(app, house), signed_in(app, house, "officer")
    assert '<td class="number">4</td>' in said(here)
    assert "Ring back." in said(here)
    for text in (said(here, officer), end_and_read(here)):
        assert '<td class="number">about 5</td>' in text
        assert '<td class="number">fewer than 3</td>' in text
        assert '<td class="number">4</td>' not in text
        assert "Ring back." not in text
    with app.app_context():
        viewed = select(AuditEvent.actor).where(AuditEvent.action == "group-answer-viewed")
        assert set(db.session.scalars(viewed)) == {"facilitator@example.org", "officer@example.org"}


def end_and_read(here: Room) -> str:
    page = f"/staff/groups/{here.code}"
    post(here.client, f"{page}/end", page)
    return said(here)


def test_of_a_small_group_nobody_else_is_shown_how_it_voted(app: Flask, house: House) -> None:
    here, officer = finished(app, house, size="9"), signed_in(app, house, "officer")
    assert '<td class="number">4</td>' in said(here)
    for text in (said(here, officer), end_and_read(here)):
        assert "Too few to show." in text
        assert "<td" not in text
        assert "Ring back." not in text


def test_release_tables_are_given_only_what_can_no_longer_change(app: Flask, house: House, clock: Clock) -> None:
    finished(app, house)
    assert results(app, house) == []
    clock.time += timedelta(days=1)
    [one] = results(app, house)
    assert (one.survey_id, one.audience, one.wave, one.locality, one.size) == (
        YOUNG,
        "young-person",
        "2026-12",
        "B",
        12,
    )
    by_id = {question.question_id: question for question in one.questions}
    assert dict(by_id["listened"].hands) == {"1": 2, "2": 0, "3": 0, "4": 0, "5": 4, "not-sure": 1}
    assert (by_id["change"].state, by_id["change"].hands) == ("noted", ())
    assert results(app, house, wave="2026-06") == results(app, house, audience="professional") == []
    assert len(results(app, house, wave="2026-12", audience="young-person", survey_id=YOUNG)) == 1
    with app.app_context():
        [comment] = group_results.group_comments(house)
    assert (comment.text, comment.language, comment.voice, comment.question_id) == (
        "Ring back.",
        "en",
        "group",
        "change",
    )


def test_the_safeguarding_lead_reads_what_a_group_said_among_the_comments(app: Flask, house: House) -> None:
    finished(app, house)
    page = signed_in(app, house, "safeguarding").get("/staff/comments?audience=young-person")
    assert "Ring back." in page.text
    assert "A group, as its facilitator wrote it down" in page.text
    assert "1 comment" in page.text
    with app.app_context():
        assert db.session.scalar(select(AuditEvent.subject).where(AuditEvent.action == "original-viewed")).endswith(
            "/change"
        )
