"""The measures of the loop by quarter: facts as they are, people in enough numbers, trend, reminders, who was told."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from analysis.loop import OTHERS, pooled
from app.house import House
from app.models.base import db
from app.models.loop import EntryTold
from app.models.reach import Message
from app.services.asking import waves
from app.services.asking.imports import import_responses
from app.services.errors import Invalid
from app.services.loop import entries, entry_readers, exemptions, loop_quarters, promise_reminders, promises
from app.services.reach import contacts, messages, outbox
from tests.integration.campaign_steps import turn
from tests.integration.entry_steps import in_review, made_public, person
from tests.integration.made_up import YOUNG, csv_bytes, people
from tests.integration.staff_sign_in import signed_in
from tests.integration.test_loop import STORY
from tests.integration.test_loop_public import QUIET

HEARD = replace(STORY, heard_on=date(2026, 6, 1))


def values(house: House, live: bool = False) -> dict[tuple[str, str, str], int]:
    table = loop_quarters.table(house, live)
    return {(row.quarter, row.measure, row.part): row.value for row in table.rows}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 90), max_size=6), st.integers(2, 30))
def test_no_part_is_small_and_nobody_can_be_reckoned(counts: dict[str, int], k: int) -> None:
    shown = pooled(counts, k)
    assert all(people >= k for people in shown.values())
    total = sum(counts.values())
    assert sum(shown.values()) == (total if total >= k else 0)
    assert all(shown[part] == counts[part] for part in shown if part != OTHERS)


def test_facts_of_quarters_with_trend(house: House, context: None) -> None:
    made_public(house, HEARD)
    made_public(house, replace(QUIET, heard_on=date(2026, 11, 1)))
    first = values(house)
    assert first["2026-q4", "answers", ""] == 2
    assert first["2026-q4", "days-to-answer", ""] == round((168 + 15) / 2)
    assert first["2026-q4", "signed", ""] == 100
    assert first["2026-q2", "days-to-done", ""] == 2
    house.now.move(days=200)
    made_public(house, replace(HEARD, you_said_easy="Again."))
    later = values(house)
    assert (later["2026-q4", "answers", ""], later["2027-q2", "answers", ""]) == (2, 1)
    assert later["2027-q1", "promises-due", ""] == 1
    assert ("2027-q1", "promises-kept", "") not in later


def test_people_are_shown_of_quarters_that_are_over_rounded_and_in_numbers(house: House, context: None) -> None:
    waves.seed(house)
    view = made_public(house, HEARD)
    import_responses(house, YOUNG, csv_bytes(people(27, submitted_on="2026-11-12", wave="2026-12")))
    entry_readers.told(house, [view.id] * 23, "receipt")
    entry_readers.told(house, [view.id] * 3, "message")
    assert not any(measure.startswith(("told", "volume")) for _quarter, measure, _part in values(house))
    live = values(house, live=True)
    assert live["2026-q4", "told", OTHERS] == 25
    house.now.move(days=60)
    over = values(house)
    assert over["2026-q4", "volume-by-audience", "young-person"] == 25
    assert over["2026-q4", "volume-by-channel", "import"] == 25
    assert ("2026-q4", "told", "message") not in over


def test_the_public_page_and_its_files_say_the_same(app: Flask, house: House, client: FlaskClient) -> None:
    assert "There is nothing to count yet." in client.get("/you-said-we-did/measures").text
    with app.app_context():
        made_public(house, HEARD)
    for language in ("en", "ar"):
        assert client.get(f"/you-said-we-did/measures?lang={language}").status_code == 200
    rows = list(csv.DictReader(io.StringIO(client.get("/you-said-we-did/measures.csv").text)))
    table = json.loads(client.get("/you-said-we-did/measures.json").data)
    assert [list(row.values()) for row in rows] == [[str(cell) for cell in row] for row in table["rows"]]
    assert "By quarter" in signed_in(app, house, "board-reader").get("/board/answers/").text


def test_topics_are_parts_of_the_journey_and_places(app: Flask, house: House, client: FlaskClient) -> None:
    with app.app_context():
        made_public(house, QUIET)
        place = house.partnership.localities[0].id
        made_public(house, replace(STORY, localities=(place,)))
    page = client.get("/you-said-we-did/topics/").text
    assert f"/topics/place/{place}" in page
    assert QUIET.you_said_easy in client.get("/you-said-we-did/topics/journey/inclusion?lang=en").text
    assert STORY.you_said_easy in client.get(f"/you-said-we-did/topics/place/{place}").text
    assert client.get("/you-said-we-did/topics/journey/nowhere").status_code == 404
    found = client.get(f"/you-said-we-did/?locality={place}&lang=ar").text
    assert STORY.you_said_easy in found
    assert QUIET.you_said_easy in found  # it is about everywhere


def test_owners_are_reminded_before_a_promise_is_due_and_when_it_is_late(house: House, context: None) -> None:
    view = made_public(house, QUIET)
    key = view.content.replies[0].key

    def reminders(day: date) -> list[str]:
        house.now.time = house.now.time.replace(year=day.year, month=day.month, day=day.day)
        promise_reminders.remind(house)
        promise_reminders.remind(house)
        rows = db.session.scalars(select(Message).where(Message.kind == "staff")).all()
        assert {messages.content_of(house, row)["address"] for row in rows} <= {"owner@example.org"}
        return sorted(row.step.split("-")[0] for row in rows)

    assert reminders(date(2027, 3, 1)) == []
    assert reminders(date(2027, 3, 18)) == ["due"]
    assert reminders(date(2027, 3, 30)) == ["due", "soon"]
    assert reminders(date(2027, 4, 1)) == ["due", "late", "soon"]
    promises.tell(house, view.id, key, "complete", "", person(house, "writer@example.org"))
    assert reminders(date(2027, 5, 1)) == ["due", "late", "soon"]


def test_who_asked_for_news_is_told_once_and_counted(house: House, context: None) -> None:
    waves.seed(house)
    for number in range(10):
        contacts.leave(house, f"p{number}@example.org", YOUNG, "en", follow_up=False, news=True)
    view = made_public(house, replace(STORY, audience="young-person"))
    for _ in range(2):
        turn(house)
    assert outbox.count(house) == 10
    row = db.session.scalars(select(EntryTold)).one()
    assert (row.entry_id, row.way, row.times) == (view.id, "message", 10)
    made_public(house, replace(STORY, audience="young-person", you_said_easy="More."))
    turn(house)
    assert outbox.count(house) == 10


@pytest.mark.parametrize("note", ["", "Names one child and nothing else."])
def test_a_comment_that_is_left_out_is_noted_and_never_public(house: House, context: None, note: str) -> None:
    left_out = replace(STORY, exemption="single-case", exemption_note=note, limb="content")
    with pytest.raises(Invalid):
        in_review(house, left_out)
    expected = {("content", "single-case"): 1} if note else {}
    assert exemptions.left_out(house) == expected
    assert exemptions.left_out(house, 2020) == {}
    assert all(not view.is_public for view in entries.listed(house))
