"""What the database itself promises: durability, one writer at a time, privacy and honesty as constraints."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import delete, insert, inspect, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.house import House, random_id
from app.models import db
from app.models.answering import Answer, Comment, Draft, ImportedRow, Receipt, Response, Score
from app.models.groups import GroupAnswer, GroupAsked, GroupCount, GroupNote
from app.models.record import AuditEvent
from app.models.releases import ReleaseMember
from app.services import audit
from app.services.transaction import writing

pytestmark = [pytest.mark.usefixtures("both_engines", "context"), pytest.mark.whole]

OF_GROUPS = (GroupAnswer, GroupAsked, GroupCount, GroupNote)
ABOUT_PEOPLE = (Draft, Response, Answer, Comment, Score, Receipt, ImportedRow, ReleaseMember, *OF_GROUPS)
TELLS_WHO = (
    "ip",
    "address",
    "email",
    "phone",
    "contact",
    "name",
    "user_agent",
    "time",
    "created",
    "updated",
    "postcode",
)


def response(**changes: object) -> dict[str, object]:
    row = {
        "id": random_id(),
        "survey_id": "young-person.general.my-confidence",
        "survey_version": 1,
        "framework_version": "1",
        "audience": "young-person",
        "wave": "2026-12",
        "journey_point": "general",
        "stage": "",
        "locality": "not-stated",
        "submitted_on": date(2026, 11, 16),
        "language": "en",
        "presentation": "plain",
        "channel": "web",
        "helper": "none",
        "voice": "self",
        "read_aloud": False,
        "person": random_id(),
        "superseded": False,
        "synthetic": False,
    }
    return row | changes


def store(**changes: object) -> str:
    row = response(**changes)
    with writing():
        db.session.execute(insert(Response).values(row))
    return str(row["id"])


@pytest.mark.parametrize(
    "changes",
    [
        {"person": ""},
        {"person": "1"},
        {"id": "1"},
        {"audience": "everyone"},
        {"channel": "telepathy"},
        {"voice": "someone"},
        {"helper": "cat"},
        {"presentation": "loud"},
        {"collector_code": "nowhere"},
    ],
)
def test_a_response_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        store(**changes)


def test_an_answer_that_is_missing_has_neither_value_nor_points() -> None:
    row = {"response_id": store(), "question_id": "listened", "state": "skipped", "value": None, "points": 100}
    with pytest.raises(IntegrityError), writing():
        db.session.execute(insert(Answer).values(row))


@pytest.mark.parametrize(("state", "points"), [("answered", 101), ("answered", -1), ("forgotten", None)])
def test_an_answer_out_of_range_is_refused(state: str, points: int | None) -> None:
    row = {"response_id": store(), "question_id": "listened", "state": state, "value": "5", "points": points}
    with pytest.raises(IntegrityError), writing():
        db.session.execute(insert(Answer).values(row))


def test_an_answer_without_its_response_is_refused() -> None:
    with pytest.raises(IntegrityError), writing():
        db.session.execute(insert(Answer).values(response_id=random_id(), question_id="q", state="skipped"))


def test_what_hangs_on_a_response_goes_with_it() -> None:
    number = store()
    with writing():
        db.session.execute(insert(Answer).values(response_id=number, question_id="q", state="skipped"))
        db.session.execute(insert(Comment).values(response_id=number, question_id="c", language="en", text="Good."))
        db.session.execute(insert(Score).values(response_id=number, measure_kind="index", measure="x", units=5040))
    with writing():
        db.session.execute(delete(Response).where(Response.id == number))
    assert [db.session.scalar(select(model).limit(1)) for model in (Answer, Comment, Score)] == [None, None, None]


def test_one_receipt_per_response_and_per_ticket() -> None:
    number, day = store(), date(2028, 1, 1)
    with writing():
        db.session.execute(insert(Receipt).values(code_hash="a" * 64, response_id=number, draw=0, expires_on=day))
    with pytest.raises(IntegrityError), writing():
        db.session.execute(insert(Receipt).values(code_hash="b" * 64, response_id=number, draw=0, expires_on=day))


def store_and_fail() -> None:
    with writing():
        db.session.execute(insert(Response).values(response()))
        raise ZeroDivisionError


def test_nothing_that_is_written_survives_a_failure_in_the_middle() -> None:
    with pytest.raises(ZeroDivisionError):
        store_and_fail()
    assert db.session.scalar(select(Response).limit(1)) is None


def test_the_audit_table_is_append_only(house: House) -> None:
    with writing():
        audit.record(house, "someone@example.org", "export", "2026-06-board-1")
    event = db.session.scalar(select(AuditEvent))
    changes = [
        update(AuditEvent).values(actor="nobody"),
        delete(AuditEvent),
        text("DELETE FROM audit_event WHERE id = :id").bindparams(id=event.id),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="append-only"), writing():
            db.session.execute(change)
    assert db.session.scalar(select(AuditEvent.actor)) == "someone@example.org"


def test_only_audit_events_older_than_six_years_can_be_deleted(house: House) -> None:
    house.now.time = datetime(2010, 5, 1)
    with writing():
        audit.record(house, "system", "long-ago")
    with writing():
        db.session.execute(delete(AuditEvent))
    assert db.session.scalar(select(AuditEvent)) is None


def test_an_audit_event_cannot_be_replaced_or_the_table_emptied(house: House, both_engines: str) -> None:
    with writing():
        audit.record(house, "system", "kept")
    number = db.session.scalar(select(AuditEvent.id))
    if both_engines == "sqlite":
        change = "INSERT OR REPLACE INTO audit_event VALUES (:id, '2026-01-01', 'x', 'y', '', '')"
    else:
        change = "TRUNCATE audit_event"
    with pytest.raises(DatabaseError, match="append-only"), writing():
        db.session.execute(text(change), {"id": number} if ":id" in change else {})
    assert db.session.scalar(select(AuditEvent.action)) == "kept"


@pytest.mark.parametrize("model", ABOUT_PEOPLE, ids=lambda model: model.__tablename__)
def test_no_table_of_answers_has_a_column_that_tells_who_or_when(model: type) -> None:
    for column in inspect(db.engine).get_columns(model.__tablename__):
        parts = column["name"].split("_")
        assert not set(parts) & set(TELLS_WHO), column["name"]
        assert "TIME" not in str(column["type"]).upper(), column["name"]


def test_ids_betray_no_order() -> None:
    made = [store() for _ in range(20)]
    assert sorted(made) != made
    kept = db.session.scalars(text("SELECT id FROM response")).all()
    if db.engine.dialect.name == "sqlite":
        assert kept == sorted(made)
