"""What staff do in their rooms: people, links, waves, comments, the trail. Signing in is tested beside it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.house import House, random_id
from app.models import db
from app.models.answering import Comment, Response
from app.models.jobs import JobRun
from app.models.record import AuditEvent
from app.models.staff import Staff
from app.services import staff, trail
from app.services.asking import collectors, waves
from app.services.comments.free_text import read_originals
from app.services.errors import Conflict, Forbidden, Invalid
from tests.conftest import Clock
from tests.integration.staff_sign_in import post, signed_in

WAVE_SURVEY = "parent-carer.general.our-confidence"
FORMULA = '=HYPERLINK("https://evil.example","x")<script>'


def made(house: House, **about: object) -> str:
    return collectors.create(house, WAVE_SURVEY, **{"actor": "command", **about})


def answered(house: House, **about: object) -> Response:
    """A submitted response with nothing in it but what a test wants to count."""
    fields = {
        "survey_id": WAVE_SURVEY, "survey_version": 1, "framework_version": "1", "audience": "parent-carer",
        "wave": "2026-12", "journey_point": "general", "submitted_on": date(2026, 11, 10), "language": "en",
        "presentation": "plain", "channel": "web", "helper": "none", "voice": "self",
    }  # fmt: skip
    row = Response(id=random_id(), person=random_id(), **{**fields, **about})
    db.session.add(row)
    db.session.commit()
    return row


def events(app: Flask, action: str) -> list[tuple[str, str, str]]:
    with app.app_context():
        query = select(AuditEvent.actor, AuditEvent.subject, AuditEvent.detail).where(AuditEvent.action == action)
        return [tuple(row) for row in db.session.execute(query)]


# People


def test_an_administrator_adds_a_person_and_is_shown_the_link_once(app: Flask, house: House) -> None:
    admin = signed_in(app, house, "administrator")
    page = post(admin, "/staff/people/new", email="New@Example.org", roles=["dpo", "analyst"])
    assert page.status_code == 200
    assert "/staff/link/" in page.text
    assert "/staff/link/" not in admin.get("/staff/people").text
    assert "Data protection officer" in admin.get("/staff/people").text
    assert ("administrator@example.org", "new@example.org", "+analyst +dpo") in events(app, "roles-changed")


def test_a_person_without_an_address_or_a_role_is_refused_with_a_summary(app: Flask, house: House) -> None:
    admin = signed_in(app, house, "administrator")
    page = post(admin, "/staff/people/new", email="nobody")
    assert page.status_code == 422
    assert "Choose at least one role." in page.text
    assert 'value="nobody"' in page.text


def test_a_change_of_roles_holds_at_once_and_is_in_the_trail(app: Flask, house: House) -> None:
    admin, officer = signed_in(app, house, "administrator"), signed_in(app, house, "officer")
    with app.app_context():
        person = db.session.scalar(select(Staff.id).where(Staff.email == "officer@example.org"))
    post(admin, f"/staff/people/{person}", roles=["reviewer"])
    assert officer.get("/staff/waves").status_code == 403
    assert ("administrator@example.org", "officer@example.org", "+reviewer -officer") in events(app, "roles-changed")


def test_an_administrator_locks_neither_themselves_out_nor_their_role_away(app: Flask, house: House) -> None:
    admin = signed_in(app, house, "administrator")
    with app.app_context():
        own = db.session.scalar(select(Staff.id))
    page = f"/staff/people/{own}"
    assert "cannot take the administrator role" in post(admin, page, roles=["dpo"]).text
    assert post(admin, f"{page}/off", page).status_code == 409


# Links


@pytest.mark.usefixtures("context", "both_engines")
def test_codes_are_six_symbols_that_look_like_nothing_else(house: House) -> None:
    codes = {made(house) for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) == 6 and set(code) <= set(collectors.ALPHABET) for code in codes)
    assert not set(collectors.ALPHABET) & set("01OIL5SAEU") - {"5"}


def test_an_officer_makes_a_link_and_sees_its_picture(app: Flask, house: House) -> None:
    with app.app_context():
        waves.seed(house)
    officer = signed_in(app, house, "officer")
    answer = post(
        officer, "/staff/collectors/new", survey=WAVE_SURVEY, label=FORMULA, locality="B", moment="ehc/final-plan",
        wave="2026-12", shared_device="y",
    )  # fmt: skip
    code = answer.location.rpartition("/")[2]
    page = officer.get(answer.location)
    assert f"localhost/c/{code}" in page.text
    assert "<script>" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert "=HYPERLINK" in page.text
    picture = officer.get(f"/staff/collectors/{code}.svg")
    assert picture.mimetype == "image/svg+xml"
    with app.app_context():
        row = collectors.get(house, code)
    kept = (row.locality, row.journey_point, row.stage, row.wave, row.shared_device, row.created_by)
    assert kept == ("B", "ehc", "final-plan", "2026-12", True, "officer@example.org")
    assert events(app, "collector-made") == [("officer@example.org", code, WAVE_SURVEY)]


def test_a_link_is_closed_and_opened_again(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    with app.app_context():
        code = made(house)
    page = f"/staff/collectors/{code}"
    assert "The link is closed" in officer.get(post(officer, f"{page}/close", page).location).text
    assert "is open again" in officer.get(post(officer, f"{page}/reopen", page).location).text
    assert len(events(app, "collector-closed")) == len(events(app, "collector-opened")) == 1


def test_a_facilitator_sees_only_their_own_links(app: Flask, house: House) -> None:
    facilitator = signed_in(app, house, "facilitator")
    with app.app_context():
        others, own = made(house), made(house, actor="facilitator@example.org")
    text = facilitator.get("/staff/collectors").text
    assert own in text
    assert others not in text
    assert facilitator.get(f"/staff/collectors/{others}").status_code == 404
    assert post(facilitator, f"/staff/collectors/{others}/close", "/staff/").status_code == 404


@pytest.mark.usefixtures("context", "both_engines")
@pytest.mark.parametrize(("n", "about"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10)])
def test_counts_are_rounded_to_five(house: House, n: int, about: int) -> None:
    code = made(house)
    for _ in range(n):
        answered(house, collector_code=code)
    assert collectors.get(house, code).about == about


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"locality": "Z"}, "no locality Z"),
        ({"journey_point": "nowhere"}, "no journey point nowhere"),
        ({"journey_point": "ehc", "stage": "nowhere"}, "no stage nowhere"),
        ({"wave": "1999-01"}, "no wave 1999-01"),
    ],
)
def test_a_link_says_only_what_the_partnership_has(house: House, about: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        made(house, **about)


# Waves


@pytest.mark.usefixtures("context", "both_engines")
def test_planned_waves_are_seeded_once_and_changes_stay(house: House) -> None:
    assert waves.seed(house) == len(house.partnership.waves)
    waves.change(house, "2027-06", date(2027, 5, 1), date(2027, 7, 1), "officer@example.org")
    assert waves.seed(house) == 0
    assert waves.get(house, "2027-06").opens_on == date(2027, 5, 1)
    assert waves.open_today(house).id == "2026-12"


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("wave", "opens", "closes", "words"),
    [
        ("June", date(2028, 6, 1), date(2028, 7, 1), "by its month"),
        ("2026-12", date(2028, 6, 1), date(2028, 7, 1), "already"),
        ("2028-06", date(2028, 7, 1), date(2028, 6, 1), "before the first"),
        ("2026-11", date(2026, 10, 1), date(2026, 11, 2), "overlap"),
    ],
)
def test_a_wave_that_does_not_fit_is_refused(house: House, wave: str, opens: date, closes: date, words: str) -> None:
    waves.seed(house)
    with pytest.raises((Invalid, Conflict), match=words):
        waves.add(house, wave, opens, closes, "officer@example.org")


@pytest.mark.usefixtures("context")
def test_no_answer_is_left_outside_its_wave(house: House) -> None:
    waves.seed(house)
    answered(house)
    before = waves.get(house, "2026-12")
    with pytest.raises(Conflict):
        waves.change(house, "2026-12", date(2026, 11, 11), before.closes_on, "officer@example.org")
    waves.change(house, "2026-12", before.opens_on, date(2026, 12, 1), "officer@example.org")
    with pytest.raises(Conflict):
        waves.remove(house, "2026-12", "officer@example.org")


def test_an_officer_adds_changes_and_removes_a_wave(app: Flask, house: House) -> None:
    officer = signed_in(app, house, "officer")
    post(officer, "/staff/waves", wave="2029-06", opens_on="2029-06-01", closes_on="2029-06-30")
    page = "/staff/waves/2029-06"
    assert 'value="2029-06-01"' in officer.get(page).text
    assert post(officer, page, opens_on="2029-05-20", closes_on="2029-06-30").status_code == 302
    wrong = post(officer, page, opens_on="2029-07-20", closes_on="2029-06-30")
    assert "cannot be before" in wrong.text
    assert post(officer, f"{page}/remove", page).location == "/staff/waves"
    assert officer.get(page).status_code == 404


# Comments, trail, what is kept


def test_originals_are_read_newest_first_and_each_one_is_logged(app: Flask, house: House) -> None:
    with app.app_context():
        for days, text in ((0, "Nobody rings back"), (3, "<b>Bold</b> claim"), (1, "In the middle")):
            row = answered(house, submitted_on=date(2026, 11, 10) + timedelta(days=days))
            db.session.add(Comment(response_id=row.id, question_id="better", language="en", text=text))
            db.session.commit()
    safeguarding = signed_in(app, house, "safeguarding")
    text = safeguarding.get("/staff/comments").text
    assert text.index("&lt;b&gt;Bold&lt;/b&gt; claim") < text.index("In the middle") < text.index("Nobody rings back")
    logged = events(app, "original-viewed")
    assert len(logged) == 3
    assert not any("rings" in detail for event in logged for detail in event)
    assert "No comment yet" in safeguarding.get("/staff/comments?audience=professional").text
    assert len(events(app, "original-viewed")) == 3


@pytest.mark.usefixtures("context")
def test_the_verb_itself_refuses_everyone_but_safeguarding(house: House) -> None:
    staff.add(house, "admin@example.org", ["administrator", "dpo", "analyst"])
    with pytest.raises(Forbidden):
        read_originals(house, staff.listed(house)[0])


def test_the_trail_is_read_by_page_action_person_and_day(app: Flask, house: House, clock: Clock) -> None:
    dpo = signed_in(app, house, "dpo")
    clock.move(hours=1)
    with app.app_context():
        for _ in range(trail.PAGE_SIZE):
            made(house)
    text = dpo.get("/staff/trail").text
    assert text.count("<td>collector-made</td>") == trail.PAGE_SIZE
    assert "Older" in text
    assert "sign-in-link-used" in dpo.get("/staff/trail?page=2").text
    narrowed = dpo.get("/staff/trail?action=sign-in-link-used&actor=DPO").text
    assert narrowed.count("<td>sign-in-link-used</td>") == 1
    assert "Nothing like that" in dpo.get("/staff/trail?until=2020-01-01").text
    assert dpo.get("/staff/trail?until=nonsense&page=x").status_code == 200


def test_the_dpo_sees_what_is_kept_and_what_the_job_did(app: Flask, house: House) -> None:
    with app.app_context():
        detail = json.dumps({"drafts": 4})
        db.session.add(JobRun(job="retention", slot="1", outcome="done", started_at=house.now(), detail=detail))
        db.session.commit()
    text = signed_in(app, house, "dpo").get("/staff/retention").text
    assert f"{house.partnership.retention.draft_days} days after the last change" in text
    assert "2026-11-16 12:00" in text


def test_nobody_without_a_session_leaves_a_row(app: Flask) -> None:
    app.test_client().get("/staff/comments")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0
