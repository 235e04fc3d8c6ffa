"""Each kind of data goes on its date: not a day before, and not later than the next run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from app.house import House, random_id
from app.models import db
from app.models.answering import Answer, Draft, Receipt, Response
from app.models.jobs import JobRun
from app.models.record import AuditEvent
from app.models.staff import SignInLink, Staff, StaffSession, Throttle
from app.services import audit
from app.services.running import retention
from app.services.transaction import writing
from tests.integration.test_storage import response

pytestmark = pytest.mark.usefixtures("both_engines", "context")
TODAY = date(2026, 11, 16)


def draft(expires_on: date) -> dict[str, object]:
    row = {"survey_id": "s", "survey_version": 1, "language": "en", "wave": "2026-12", "answers": "{}"}
    return row | {"id": random_id() * 2, "expires_on": expires_on}


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def add(model: type, *rows: dict[str, object]) -> None:
    with writing():
        db.session.execute(insert(model), list(rows))


def test_a_draft_is_kept_to_the_end_of_its_last_day(house: House) -> None:
    add(Draft, draft(TODAY - timedelta(days=1)), draft(TODAY), draft(TODAY + timedelta(days=1)))
    assert retention.delete_expired(house)["drafts"] == 1
    house.now.move(days=1)
    assert retention.delete_expired(house)["drafts"] == 1
    assert count(Draft) == 1


def test_today_is_the_day_in_london(house: House) -> None:
    add(Draft, draft(date(2026, 7, 1)))
    house.now.time = datetime(2026, 7, 1, 22, 59)
    assert retention.delete_expired(house)["drafts"] == 0
    house.now.time = datetime(2026, 7, 1, 23, 1)  # past midnight in British summer time
    assert retention.delete_expired(house)["drafts"] == 1


def test_a_receipt_goes_and_its_answers_stay(house: House) -> None:
    number = random_id()
    add(Response, response(id=number))
    add(Answer, {"response_id": number, "question_id": "q", "state": "skipped"})
    add(Receipt, {"code_hash": "a" * 64, "response_id": number, "draw": 0, "expires_on": TODAY - timedelta(days=1)})
    assert retention.delete_expired(house)["receipts"] == 1
    assert (count(Receipt), count(Response), count(Answer)) == (0, 1, 1)


def test_links_and_sign_ins_that_are_over_go(house: House) -> None:
    person, now = random_id(), house.now()
    add(Staff, {"id": person, "email": "a@example.org", "active": True})
    links = ((now - timedelta(minutes=1), None), (now + timedelta(days=1), now), (now + timedelta(days=1), None))
    for number, (expires_at, used_at) in enumerate(links):
        row = {"token_hash": str(number) * 64, "staff_id": person, "expires_at": expires_at, "used_at": used_at}
        add(SignInLink, row)
    add(StaffSession, {"token_hash": "a" * 64, "staff_id": person, "expires_at": now})
    add(StaffSession, {"token_hash": "b" * 64, "staff_id": person, "expires_at": now + timedelta(hours=1)})
    deleted = retention.delete_expired(house)
    assert (deleted["sign-in links"], deleted["sign-ins"]) == (2, 1)
    assert (count(SignInLink), count(StaffSession), count(Staff)) == (1, 1, 1)


def test_counts_of_tries_and_runs_of_jobs_go(house: House) -> None:
    now = house.now()
    add(Throttle, {"bucket": "a" * 64, "window": 1, "attempts": 3, "expires_at": now})
    old, young = now - timedelta(days=366), now - timedelta(days=364)
    for started_at in (old, young):
        run = {"job": "retention", "slot": str(started_at), "outcome": "done", "started_at": started_at, "detail": ""}
        add(JobRun, run)
    deleted = retention.delete_expired(house)
    assert (deleted["throttle counts"], deleted["job runs"]) == (1, 1)
    assert (count(Throttle), count(JobRun)) == (0, 1)


@pytest.mark.parametrize(("years", "kept"), [(7, 7), (1, 6), (20, 20)])
def test_audit_events_are_kept_as_long_as_the_partnership_says_and_six_years_at_least(
    house: House, years: int, kept: int
) -> None:
    partnership = replace(house.partnership, retention=replace(house.partnership.retention, audit_years=years))
    house = replace(house, partnership=partnership)
    end = house.now()
    for age in (timedelta(days=1), -timedelta(days=1)):
        house.now.time = end.replace(year=end.year - kept) + age
        with writing():
            audit.record(house, "system", "younger" if age > timedelta() else "older")
    house.now.time = end
    assert retention.delete_expired(house)["audit events"] == 1
    assert set(db.session.scalars(select(AuditEvent.action))) == {"younger", "retention"}


def test_what_was_deleted_is_in_the_audit_trail_and_an_empty_run_is_not(house: House) -> None:
    retention.delete_expired(house)
    assert count(AuditEvent) == 0
    add(Draft, draft(TODAY - timedelta(days=9)))
    retention.delete_expired(house)
    event = db.session.scalar(select(AuditEvent))
    assert (event.actor, event.action, event.detail) == ("system", "retention", "1 drafts")


def test_a_leap_day_has_a_day_in_every_year() -> None:
    assert retention.years_before(datetime(2028, 2, 29), 6) == datetime(2022, 2, 28)
