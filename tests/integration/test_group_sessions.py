"""Group sessions as staff and the people in the room meet them: phones by a short code, a shared tablet, the list."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.answering import Response
from app.models.asking import Collector
from app.models.groups import GroupSession
from app.models.record import AuditEvent
from app.services.asking import waves
from tests.conftest import Clock
from tests.integration.group_room import YOUNG, open_session
from tests.integration.respond_walker import Walker, first
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole


@pytest.fixture(autouse=True)
def seeded(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.at, AuditEvent.action)))


def answer_on_a_phone(app: Flask, code: str, language: str = "en") -> Walker:
    walker = Walker(app.test_client()).start(f"/c/{code}", language)
    return walker.to_the_end(first).send("finish")


def test_a_facilitator_opens_a_session_and_shows_its_code(app: Flask, house: House) -> None:
    facilitator = signed_in(app, house, "facilitator")
    code = open_session(
        facilitator, languages=["en", "ar"], label="Tuesday group", locality="B", moment="ehc/final-plan"
    )
    text = facilitator.get(f"/staff/groups/{code}").text
    assert "Tuesday group" in text
    assert f"localhost/c/{code}" in text
    screen = facilitator.get(f"/staff/groups/{code}/screen")
    assert screen.document.query_one(".join-code").to_text().strip() == f"{code[:3]} {code[3:]}"
    assert "fewer than 3" in screen.text
    assert facilitator.get(f"/staff/groups/{code}/picture.svg").mimetype == "image/svg+xml"
    arabic = facilitator.get(f"/staff/groups/{code}/screen?lang=ar")
    assert arabic.document.query_one("html").attrs["dir"] == "rtl"
    assert facilitator.get(f"/staff/groups/{code}/screen?lang=pl").document.query_one("html").attrs["lang"] == "en"
    assert "group-session-opened" in actions(app)


def test_what_is_sent_by_code_is_stored_as_from_a_group_and_counted_to_five(app: Flask, house: House) -> None:
    facilitator = signed_in(app, house, "facilitator")
    code = open_session(facilitator, locality="B")
    for _ in range(3):
        walker = answer_on_a_phone(app, code)
        assert walker.place == "receipt"
    with app.app_context():
        rows = db.session.execute(select(Response.channel, Response.voice, Response.locality, Response.collector_code))
        assert set(rows) == {("group", "self", "B", code)}
    assert "about 5" in facilitator.get(f"/staff/groups/{code}").text
    assert "about 5" in facilitator.get(f"/staff/groups/{code}/screen").text
    assert "about 5" in facilitator.get("/staff/groups").text
    assert code not in facilitator.get("/staff/collectors").text


def test_an_ordinary_link_is_still_stored_as_from_the_web(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    link = post(officer, "/staff/collectors/new", survey=YOUNG).location.rpartition("/")[2]
    answer_on_a_phone(app, link)
    with app.app_context():
        assert db.session.scalar(select(Response.channel)) == "web"


def test_a_tablet_goes_round_and_starts_again_in_the_language_of_the_room(app: Flask, house: House) -> None:
    facilitator = signed_in(app, house, "facilitator")
    code = open_session(facilitator, languages=["ar"], shared_device="y")
    tablet = app.test_client()
    for _ in range(2):
        walker = Walker(tablet).open(f"/c/{code}")
        assert walker.document.query_one("html").attrs["lang"] == "ar"
        assert walker.document.query("form button[value=next]")
        walker.send("next").to_the_end(first).send("finish").send("done")
        assert walker.path == f"/c/{code}"
        assert not tablet.get_cookie("ticket", path=f"/c/{code}")
    with app.app_context():
        people = list(db.session.scalars(select(Response.person)))
    assert len(set(people)) == 2


def test_a_session_of_two_languages_asks_for_the_language_first(app: Flask, house: House) -> None:
    code = open_session(signed_in(app, house, "facilitator"), languages=["en", "ar"])
    assert app.test_client().get(f"/c/{code}").document.query(".language-list")


def test_an_ended_session_is_closed_kindly_and_for_good(app: Flask, house: House) -> None:
    facilitator = signed_in(app, house, "facilitator")
    code = open_session(facilitator)
    page = f"/staff/groups/{code}"
    assert "has ended" in facilitator.get(post(facilitator, f"{page}/end", page).location).text
    assert app.test_client().get(f"/c/{code}").status_code == 410
    assert "has ended" in facilitator.get(f"{page}/screen").text
    assert post(facilitator, f"/staff/collectors/{code}/reopen", "/staff/").status_code == 404
    assert "group-session-ended" in actions(app)


def test_a_session_ends_by_itself_after_its_last_day(app: Flask, house: House, clock: Clock) -> None:
    code = open_session(signed_in(app, house, "facilitator"))
    assert app.test_client().get(f"/c/{code}").status_code == 200
    clock.move(days=1)
    assert app.test_client().get(f"/c/{code}").status_code == 410


def test_only_a_session_in_which_nobody_began_is_deleted(app: Flask, house: House) -> None:
    facilitator = signed_in(app, house, "facilitator")
    used, unused = open_session(facilitator), open_session(facilitator)
    Walker(app.test_client()).start(f"/c/{used}")
    assert "nobody has answered" not in facilitator.get(f"/staff/groups/{used}").text
    assert post(facilitator, f"/staff/groups/{used}/remove", "/staff/groups/new").status_code == 409
    assert post(facilitator, f"/staff/groups/{unused}/remove", "/staff/groups/new").status_code == 302
    assert facilitator.get(f"/staff/groups/{unused}").status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(GroupSession)) == 1
        assert db.session.get(Collector, unused) is None
    assert "group-session-deleted" in actions(app)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"size": "0"}, "from 1 to 500"),
        ({"size": "many"}, "from 1 to 500"),
        ({"languages": []}, "at least one language"),
        ({"last_day": "2027-06-01"}, "at most 31 days"),
        ({"last_day": "2026-11-15"}, "from today on"),
        ({"survey": "nothing"}, "Not a valid choice"),
    ],
)
def test_a_session_that_cannot_be_is_refused_beside_its_field(
    app: Flask, house: House, fields: dict[str, object], words: str
) -> None:
    facilitator = signed_in(app, house, "facilitator")
    given = {"survey": YOUNG, "size": "12", "languages": ["en"], "last_day": "2026-11-16"} | fields
    answer = post(facilitator, "/staff/groups/new", **given)
    assert answer.status_code == 422
    assert words in answer.text


def test_facilitators_see_their_own_sessions_and_officers_all(app: Flask, house: House) -> None:
    mine, other = signed_in(app, house, "facilitator"), signed_in(app, house, "facilitator", email="other@example.org")
    code = open_session(mine)
    page = f"/staff/groups/{code}"
    for path in ("", "/screen", "/picture.svg", "/hands", "/ask/", "/check", "/thanks", "/said"):
        assert other.get(page + path).status_code == 404, path
    for path in ("/end", "/remove", "/hands", "/hands/undo", "/hands/drop", "/check"):
        assert post(other, page + path, "/staff/").status_code == 404, path
    assert code not in other.get("/staff/groups").text
    officer = signed_in(app, house, "officer")
    assert code in officer.get("/staff/groups").text
    assert officer.get(page).status_code == 200
    assert officer.get(f"{page}/hands").status_code == 403
