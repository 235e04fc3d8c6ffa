"""What a child writes reaches a person, sent or not: read, told of at once, and nothing of it anywhere else."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.comments.hearing import listen
from app.house import House
from app.models import db
from app.models.answering import Draft, Response
from app.models.listening import ConcernCase, Reading
from app.models.record import AuditEvent
from app.reach import rounds
from app.services import staff
from app.services.asking import waves
from app.services.comments import concern_queue
from app.services.comments.readings import Ear
from app.services.errors import Forbidden
from app.services.running import lease, retention, tasks
from tests.conftest import AuditedClient
from tests.integration.listening import HOLDER, alerts_sent, cases, elsewhere, hear, left_draft
from tests.integration.respond_walker import PARENT, YOUNG, second
from tests.integration.staff_sign_in import post, signed_in

pytestmark = pytest.mark.whole

HURT = "My stepdad Zoltan hits me every night and nobody knows"
CALM = "I like the drawing club on Tuesdays"
POLISH = "Bardzo długo czekamy na odpowiedź i nikt nam nic nie mówi"
TOLD = re.compile(r"stepdad|zoltan|hits me|nobody knows", re.IGNORECASE)


@pytest.fixture(autouse=True)
def planned(house: House, context: None) -> None:
    waves.seed(house)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def lead(app: Flask, house: House) -> AuditedClient:
    return signed_in(app, house, "safeguarding")


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_an_urgent_text_of_a_draft_that_was_left_alerts_once(
    app: Flask, house: House, ear: Ear, lead: AuditedClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    left_draft(app, HURT)
    assert hear(app, house, ear) == 1
    assert hear(app, house, ear) == 0
    assert hear(app, house, Ear()) == 0, "a worker that starts again reads nothing twice"
    [case] = cases(app)
    [sent] = alerts_sent(app, house)
    assert (case.kind, case.alerts, case.queued_at.minute) == ("urgent", 1, 0)
    assert sent["address"] == "safeguarding@example.org"
    assert f"/staff/concerns/{case.id}" in sent["text"]
    with app.app_context():
        tasks.run_due(house, HOLDER, rounds.TASKS)
    assert not TOLD.search(str(sent))
    assert not TOLD.search(caplog.text)
    assert not [row for row in elsewhere(app) if TOLD.search(row)]


@pytest.mark.usefixtures("both_engines")
def test_what_was_heard_in_a_draft_is_not_told_again_when_it_is_sent(app: Flask, house: House, ear: Ear) -> None:
    signed_in(app, house, "safeguarding")
    walker = left_draft(app, HURT)
    hear(app, house, ear)
    walker.to_the_end(second)
    walker.send("submit")
    assert count(app, Response) == 1
    assert hear(app, house, ear) == 0
    assert [case.kind for case in cases(app)] == ["urgent"]
    assert len(alerts_sent(app, house)) == 1
    with app.app_context():
        row = db.session.scalar(select(Reading))
        assert row.response_id
        assert row.draft_id is None
        assert "Zoltan" not in row.masked


def test_an_urgent_text_that_was_sent_before_the_worker_looked_is_heard(app: Flask, house: House, ear: Ear) -> None:
    signed_in(app, house, "safeguarding")
    left_draft(app, HURT).to_the_end(second).send("submit")
    assert hear(app, house, ear) == 1
    assert [case.kind for case in cases(app)] == ["urgent"]
    assert len(alerts_sent(app, house)) == 1


@pytest.mark.usefixtures("both_engines")
def test_words_that_are_taken_out_again_leave_nothing_but_that_there_was_an_urgent_one(
    app: Flask, house: House, ear: Ear, lead: AuditedClient
) -> None:
    left_draft(app, HURT)
    left_draft(app, CALM)
    hear(app, house, ear)
    assert sorted(case.kind for case in cases(app)) == ["rest", "urgent"]
    with app.app_context():
        for draft in db.session.scalars(select(Draft)).all():
            db.session.delete(draft)
        db.session.commit()
    hear(app, house, ear)
    [case] = cases(app)
    assert (case.kind, case.reading_id, count(app, Reading)) == ("urgent", None, 0)
    assert "took this comment back" in lead.get(f"/staff/concerns/{case.id}").text


@pytest.mark.usefixtures("both_engines")
def test_the_queue_is_read_in_its_order_and_each_view_and_decision_is_kept(
    app: Flask, house: House, ear: Ear, lead: AuditedClient
) -> None:
    for words, survey, box in ((CALM, YOUNG, "change"), (POLISH, YOUNG, "change"), (HURT, YOUNG, "change")):
        left_draft(app, words, survey, box)
    hear(app, house, ear)
    page = lead.get("/staff/concerns").text
    listed = page[page.index("<h2") :]
    assert listed.index("Urgent") < listed.index("Not English: read first") < listed.index("From a child")
    assert not TOLD.search(page)
    urgent = next(case.id for case in cases(app) if case.kind == "urgent")
    path = f"/staff/concerns/{urgent}"
    assert path in page, "the page leads to the one to read next"
    assert HURT in lead.get(path).text
    assert post(lead, path, decision="acted").status_code == 422
    assert post(lead, path, decision="").status_code == 422
    onward = post(lead, path, decision="passed-on", note="With the duty team")
    foreign = next(case.id for case in cases(app) if case.kind == "foreign")
    assert onward.location == f"/staff/concerns/{foreign}#main", "the next that nobody has read"
    assert post(lead, "/staff/concerns/none", path, decision="none").status_code == 404
    decided = lead.get("/staff/concerns?show=decided").text
    assert "Passed on" in decided
    assert "With the duty team" in lead.get(path).text
    with app.app_context():
        query = select(AuditEvent.action).where(AuditEvent.subject == urgent)
        assert {"concern-alerted", "concern-opened", "concern-decided"} == set(db.session.scalars(query))
    assert not [row for row in elsewhere(app) if TOLD.search(row)]


def test_a_decision_can_be_taken_back(app: Flask, house: House, lead: AuditedClient) -> None:
    left_draft(app, CALM)
    hear(app, house)
    path = f"/staff/concerns/{cases(app)[0].id}"
    assert post(lead, path, decision="none", list="yes").location == "/staff/concerns"
    assert post(lead, f"{path}/reopen", path).status_code == 302
    assert cases(app)[0].decision is None
    assert "The decision was taken back" in lead.get(path).text
    assert post(lead, path, decision="none").status_code == 302


def test_nobody_opened_it_so_the_lead_and_the_deputy_are_told_again(app: Flask, house: House, ear: Ear) -> None:
    rules = replace(house.partnership.safeguarding, deputy_email="deputy@example.org")
    strict = replace(house, partnership=replace(house.partnership, safeguarding=rules))
    lead = signed_in(app, house, "safeguarding")
    left_draft(app, HURT)
    hear(app, strict, ear)
    house.now.move(minutes=59)
    hear(app, strict, ear)
    assert len(alerts_sent(app, house)) == 1
    house.now.move(minutes=2)
    hear(app, strict, ear)
    told = sorted(sent["address"] for sent in alerts_sent(app, house)[1:])
    assert told == ["deputy@example.org", "safeguarding@example.org"]
    lead.get(f"/staff/concerns/{cases(app)[0].id}")
    house.now.move(minutes=120)
    hear(app, strict, ear)
    assert len(alerts_sent(app, house)) == 3
    house.now.move(hours=4)
    assert "Late" in lead.get("/staff/concerns").text


def test_without_a_lead_administrators_are_told(app: Flask, house: House, ear: Ear) -> None:
    signed_in(app, house, "administrator")
    left_draft(app, HURT)
    hear(app, house, ear)
    assert [sent["address"] for sent in alerts_sent(app, house)] == ["administrator@example.org"]


def test_a_text_that_changed_after_it_was_decided_waits_again(
    app: Flask, house: House, ear: Ear, lead: AuditedClient
) -> None:
    left_draft(app, CALM)
    hear(app, house, ear)
    path = f"/staff/concerns/{cases(app)[0].id}"
    assert post(lead, path, decision="none").status_code == 302
    with app.app_context():
        draft = db.session.scalar(select(Draft))
        draft.answers = draft.answers.replace(CALM, HURT)
        db.session.commit()
    hear(app, house, ear)
    [case] = cases(app)
    assert (case.kind, case.decision, case.alerts) == ("urgent", None, 1)
    assert len(alerts_sent(app, house)) == 1


def test_calm_english_words_of_adults_are_read_but_do_not_wait(app: Flask, house: House, ear: Ear) -> None:
    left_draft(app, "The new caseworker rings back the same day", PARENT, "change")
    assert hear(app, house, ear) == 1
    assert cases(app) == []


def test_a_worker_that_lost_its_lease_writes_nothing(app: Flask, house: House, ear: Ear) -> None:
    left_draft(app, HURT)
    with app.app_context():
        lease.beat(house, "another")
        with pytest.raises(lease.LeaseLostError):
            listen(house, HOLDER, ear)
    assert count(app, Reading) == 0
    with app.app_context():
        lease.let_go(house, "another")
    house.now.move(minutes=2)
    assert hear(app, house, ear) == 1


def test_decided_cases_go_when_the_trail_does(app: Flask, house: House, ear: Ear, lead: AuditedClient) -> None:
    left_draft(app, CALM)
    hear(app, house, ear)
    post(lead, f"/staff/concerns/{cases(app)[0].id}", decision="none")
    with app.app_context():
        db.session.scalar(select(ConcernCase)).expires_on = house.today() - timedelta(days=1)
        db.session.commit()
        assert retention.delete_expired(house)["decided cases"] == 1


@pytest.mark.usefixtures("context")
def test_the_verbs_themselves_refuse_everyone_but_safeguarding(house: House) -> None:
    staff.add(house, "admin@example.org", ["administrator", "dpo", "analyst", "officer"])
    [who] = staff.listed(house)
    for verb in (concern_queue.listed, concern_queue.tallies):
        with pytest.raises(Forbidden):
            verb(house, who)
    with pytest.raises(Forbidden):
        concern_queue.open_case(house, who, "x")
    with pytest.raises(Forbidden):
        concern_queue.decide(house, who, "x", "none", "")
