"""A closed release made once more from the stored answers is equal to the last digit, and what was altered is found."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.house import House
from app.models import db
from app.models.answering import Answer, Response, Score
from app.models.base import Base
from app.models.releases import Release, ReleaseFigures
from app.services.asking.imports import import_responses
from app.services.running import lease, tasks
from app.services.scoring import rebuilding, releases
from app.services.scoring.releases import digest_of
from app.services.transaction import writing
from tests.integration.made_up import PARENT, PULSE, YOUNG, csv_bytes, people, person
from tests.integration.staff_sign_in import signed_in, token_of

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]
FIRST, SECOND = "2025-12-board-1", "2026-06-board-1"


def outcome(house: House, release_id: str = FIRST) -> str:
    return rebuilding.check(house, release_id, "analyst@example.org").outcome


def add(house: House, rows: list[dict[str, str]], survey: str = YOUNG) -> None:
    import_responses(house, survey, csv_bytes(rows))


def one_wave(house: House) -> None:
    places = [*people(30, locality="A"), *people(16, start=100, locality="B"), *people(9, start=200, locality="C")]
    add(house, places)
    add(house, [{**row, "rate-health": "good"} for row in people(40, start=500)], PARENT)
    add(house, [{"row_id": f"pulse {n}", "wave": "2025-q4", "listened": "2"} for n in range(25)], PULSE)
    releases.close(house, "2025-12", "board", "command")


def change(model: type[Base], **values: object) -> None:
    with writing():
        db.session.execute(update(model).values(**values))


def test_every_release_is_made_again_to_the_last_digit(house: House) -> None:
    """Corrections, the public tier, a follow-up with people who come back, answers that came later."""
    linked = [
        person(number, str(number % 5 + 1), person=f"p{number}", locality="AB"[number % 2]) for number in range(60)
    ]
    add(house, linked)
    add(house, [{"row_id": f"pulse {n}", "wave": "2025-q4", "listened": "2"} for n in range(25)], PULSE)
    releases.close(house, "2025-12", "board", "command")
    add(house, [*people(30, start=900, locality="A"), person(2000, "1", person="p3", locality="A")])
    releases.close(house, "2025-12", "public", "command")
    releases.close(house, "2025-12", "board", "command")
    back = [{**row, "row_id": f"again {n}", "wave": "2026-06"} for n, row in enumerate(linked[:40])]
    add(house, [*back, *people(30, start=5000, wave="2026-06", locality="B")])
    releases.close(house, "2026-06", "board", "command")
    add(house, [{"row_id": "late", "wave": "2025-q4", "listened": "1"}], PULSE)
    every = [row.id for tier in ("board", "public") for row in releases.listed(tier)]
    assert {each: outcome(house, each) for each in every} == dict.fromkeys(every, "equal")
    assert rebuilding.last_check(SECOND).equal


def test_an_altered_answer_or_score_is_found(house: House) -> None:
    one_wave(house)
    assert outcome(house) == "equal"
    [somebody] = db.session.scalars(select(Response.id).where(Response.audience == "young-person").limit(1))
    with writing():
        own = (Answer.response_id == somebody, Answer.question_id == "listened")
        before = db.session.scalar(select(Answer.value).where(*own))
        db.session.execute(update(Answer).where(*own).values(value='"1"' if before != '"1"' else '"5"'))
    assert outcome(house).startswith("differs: scores do not follow from the answers")
    with writing():
        db.session.execute(update(Answer).where(*own).values(value=before))
    assert outcome(house) == "equal"
    with writing():
        db.session.execute(update(Score).where(Score.response_id == somebody, Score.measure == "index").values(units=1))
    found = outcome(house)
    assert "scores do not follow" in found
    assert "the exact figures" in found


def test_an_altered_table_is_found_also_with_a_digest_that_fits(house: House) -> None:
    one_wave(house)
    row = db.session.get(Release, FIRST)
    content, beside, inside, digest = row.content, row.beside, row.inside, row.digest
    altered = json.loads(content)
    altered["rows"][0][7] += 1
    forged = json.dumps(altered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    change(Release, content=forged)
    assert outcome(house) == "differs: what is stored is not what was closed"
    change(Release, content=forged, digest=digest_of(forged + beside))
    assert outcome(house) == "differs: the main table"
    change(Release, content=content, digest=digest)
    tables = json.loads(beside)
    tables[0]["rows"][0][4] += 5
    forged = json.dumps(tables, sort_keys=True)
    change(ReleaseFigures, beside=forged)
    change(Release, digest=digest_of(content + forged))
    assert outcome(house) == "differs: the tables beside it"
    change(Release, digest=digest)
    kept = json.loads(inside)
    kept["beside"]["ratings"][0][4] += 1
    change(ReleaseFigures, beside=beside, inside=json.dumps(kept, separators=(",", ":")))
    assert "the ratings of services" in outcome(house)


def test_who_has_withdrawn_is_no_fault(house: House) -> None:
    one_wave(house)
    with writing():
        somebody = select(Response.id).where(Response.audience == "young-person").limit(1).scalar_subquery()
        db.session.execute(delete(Response).where(Response.id == somebody))
    found = rebuilding.check(house, FIRST, "analyst@example.org")
    assert "taken theirs back" in found.outcome
    assert not found.wrong
    add(house, people(40, start=7000, wave="2026-06"))
    releases.close(house, "2026-06", "board", "command")
    assert "taken theirs back" in outcome(house, SECOND), "they are in its baseline"


def test_analysts_have_a_release_made_again_and_see_how_it_came_out(app: Flask, house: House) -> None:
    one_wave(house)
    analyst = signed_in(app, house, "analyst")
    page = analyst.get("/staff/releases")
    assert "not yet" in page.text
    token = token_of(page)
    assert analyst.post(f"/staff/releases/{FIRST}/again", data={"token": token}).status_code == 302
    assert lease.beat(house, "worker")
    assert tasks.run_due(house, "worker", rebuilding.TASKS) == 1
    assert "16 November 2026: <strong>equal</strong>" in analyst.get("/staff/releases").text


def test_releases_come_round_by_themselves(house: House, clock) -> None:
    one_wave(house)
    assert rebuilding.ask_for_due(house) == FIRST
    outcome(house)
    assert rebuilding.ask_for_due(house) == ""
    clock.move(days=31)
    assert rebuilding.ask_for_due(house) == FIRST
