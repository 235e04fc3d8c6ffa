"""What everyone can do with public entries: find, judge, follow promises, see whether it helped, take them along."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.house import House
from app.services.loop import entries, entry_effects, entry_life, entry_readers, entry_search, loop_measures, promises
from app.services.loop.entry_effects import Shown, verdict
from app.services.loop.entry_search import Wish
from app.services.loop.entry_texts import EntryText
from tests.conftest import Clock
from tests.integration.entry_steps import made_public, person
from tests.integration.staff_sign_in import post, signed_in
from tests.integration.test_loop import REPLY, STORY

pytestmark = pytest.mark.whole

ATOM = "{http://www.w3.org/2005/Atom}"
PROMISE = replace(REPLY, kind="we-will", text="Schools too.", text_easy="Soon.", date=date(2027, 3, 31), owner="Head")
QUIET = EntryText(
    "Lunch is too loud.",
    "Lunch is too loud.",
    "school",
    "young-person",
    "inclusion",
    "en",
    (PROMISE,),
    date(2026, 6, 1),
)


@pytest.fixture
def both(app: Flask, house: House) -> tuple[entries.EntryView, entries.EntryView]:
    with app.app_context():
        return made_public(house, STORY), made_public(house, QUIET)


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("", {STORY, QUIET}),
        ("words=LUNCH+loud", {QUIET}),
        ("words=lunch+appointment", set()),
        ("audience=young-person", {QUIET}),
        ("journey_point=general", {STORY}),
        ("kind=we-will", {QUIET}),
        ("kind=late", set()),
        ("organisation=scc&kind=we-did", {STORY}),
        ("year=2026", {STORY, QUIET}),
        ("year=2020", set()),
        ("page=999", {STORY, QUIET}),
        ("page=x", {STORY, QUIET}),
    ],
)
def test_answers_are_found(client: FlaskClient, both: tuple, query: str, finds: set[EntryText]) -> None:
    page = client.get(f"/you-said-we-did/?{query}").text
    assert {said for said in (STORY, QUIET) if f">{said.you_said_easy}</a>" in page} == finds
    assert ("Nothing fits" in page) == (not finds)


def test_long_lists_come_in_pages(house: House, context: None) -> None:
    views = [made_public(house, replace(STORY, you_said_easy=f"Story {number}.")) for number in range(21)]
    first, second = entry_search.find(house, Wish()), entry_search.find(house, Wish(), 2)
    assert (len(first.entries), len(second.entries), first.pages, first.total) == (20, 1, 2, 21)
    assert {view.id for view in (*first.entries, *second.entries)} == {view.id for view in views}


def test_what_is_published_is_found_at_once_and_what_is_taken_back_is_not(house: House, context: None) -> None:
    assert entry_search.find(house, Wish()).total == 0
    view = made_public(house, STORY)
    assert entry_search.find(house, Wish()).total == 1
    entry_life.withdraw(house, view.id, 1, person(house, "writer@example.org"))
    assert entry_search.find(house, Wish()).total == 0


def test_a_promise_falls_late_and_is_kept_late(
    app: Flask, house: House, client: FlaskClient, both: tuple, clock: Clock
) -> None:
    view = both[1]
    address = f"/you-said-we-did/{view.slug}"
    assert "This is late" not in client.get(address).text
    clock.time = clock.time.replace(year=2027, month=4, day=1)
    assert "This is late" in client.get(address).text
    assert "This is late" in client.get("/you-said-we-did/promises").text
    officer = signed_in(app, house, "officer")
    path = f"/staff/entries/promises/{view.id}/{view.content.replies[0].key}"
    assert "Soon." in officer.get("/staff/entries/promises/").text
    assert post(officer, path, state="behind", note="Two rooms are ready.").status_code == 302
    page = client.get(address).text
    assert "Two rooms are ready." in page
    assert "Under way but behind" in page
    assert post(officer, path, state="complete", note="").status_code == 302
    assert "Done on 1 April 2027, later than promised" in client.get(address).text
    assert post(officer, path, state="soon", note="").status_code == 422
    wrong = f"/staff/entries/promises/{view.id}/{'0' * 32}"
    assert officer.get(wrong).status_code == 404


@pytest.mark.parametrize(
    ("state", "day", "stands"),
    [
        (None, date(2027, 3, 31), "open"),
        (None, date(2027, 4, 1), "late"),
        ("on-track", date(2027, 4, 1), "late"),
        ("complete", date(2027, 3, 31), "kept"),
        ("complete", date(2027, 4, 1), "kept-late"),
    ],
)
def test_how_a_promise_stands(state: str | None, day: date, stands: str) -> None:
    word = promises.Progress(state, "", day) if state else None
    assert promises.standing(date(2027, 3, 31), word, day) == stands


def test_readers_say_whether_it_answers_them_and_only_enough_of_them_are_shown(
    house: House, client: FlaskClient, app: Flask, both: tuple
) -> None:
    address = f"/you-said-we-did/{both[0].slug}"
    for word in ["yes"] * 12 + ["partly"] * 5 + ["no"] * 2:
        assert client.post(address, data={"verdict": word, "whole": "yes"}).status_code == 303
    assert "Of all who said" not in client.get(address).text
    thanks = client.post(address, data={"verdict": "no", "whole": "yes"}, follow_redirects=True)
    assert "Thank you. We count what everyone says." in thanks.text
    assert "yes 60%, partly 25%, no 15%" in client.get(address).text
    assert client.post(address, data={"verdict": "maybe", "whole": "yes"}).status_code == 422
    with app.app_context():
        assert entry_readers.shares(house, both[1].id) == {}


def test_who_has_not_said_it_yet_is_asked_and_who_has_is_thanked(client: FlaskClient, both: tuple) -> None:
    address = f"/you-said-we-did/{both[0].slug}?lang=en"
    page = client.get(address)
    asked = [each.attrs["value"] for each in page.document.having("value") if each.attrs.get("name") == "verdict"]
    assert asked == ["yes", "partly", "no"]
    assert "Thank you" not in page.text
    page = client.get(f"{address}&said=yes")
    assert "Thank you" in page.text
    assert 'name="verdict"' not in page.text


def test_one_place_cannot_flood_the_verdicts(client: FlaskClient, both: tuple) -> None:
    address = f"/you-said-we-did/{both[0].slug}"
    codes = [client.post(address, data={"verdict": "no", "whole": "yes"}).status_code for _ in range(62)]
    assert codes[59:] == [303, 429, 429]


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ((40, 35, 45), (60, 55, 65), "better"),
        ((60, 55, 65), (40, 35, 45), "worse"),
        ((40, 38, 42), (46, 44, 48), "small-change"),
        ((40, 30, 50), (60, 50, 70), "no-clear-change"),
        ((40, 30, 50), (41, 31, 51), "no-clear-change"),
    ],
)
def test_did_it_help_in_words(before: tuple, after: tuple, word: str) -> None:
    assert verdict(Shown("2026-06", *before), Shown("2026-12", *after), 10) == word


def test_the_measures_of_the_loop(house: House, context: None, clock: Clock) -> None:
    story = replace(STORY, heard_on=date(2026, 6, 1))
    made_public(house, story)
    view = made_public(house, QUIET)
    measures = loop_measures.measures(house)
    days = (house.today() - date(2026, 6, 1)).days
    assert (measures.entries, measures.days_to_answer, measures.signed_by_all) == (2, days, 100)
    assert measures.days_to_done == 2  # said on 1 June, done on 3 June
    assert (measures.promises, measures.kept_in_time) == ({"open": 1}, None)
    clock.move(days=200)
    assert loop_measures.measures(house).promises == {"late": 1}
    promises.tell(house, view.id, view.content.replies[0].key, "complete", "", person(house, "writer@example.org"))
    assert loop_measures.measures(house).promises == {"kept-late": 1}
    entry_readers.told(house, [view.id], "receipt")
    assert list(loop_measures.measures(house).told.values()) == [1]


def test_the_feed_is_atom(client: FlaskClient, both: tuple) -> None:
    answer = client.get("/you-said-we-did/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None
    found = feed.findall(f"{ATOM}entry")
    assert {entry.find(f"{ATOM}title").text for entry in found} == {STORY.you_said_easy, QUIET.you_said_easy}
    for entry in found:
        assert entry.find(f"{ATOM}id").text.startswith("http://localhost/you-said-we-did/")
        assert entry.find(f"{ATOM}updated").text.endswith("Z")
    again = client.get("/you-said-we-did/feed.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_json_and_csv_say_the_same_and_are_described(client: FlaskClient, both: tuple) -> None:
    data = json.loads(client.get("/you-said-we-did/entries.json").data)
    described = json.loads(client.get("/you-said-we-did/entries.csv-metadata.json").data)
    rows = list(csv.DictReader(io.StringIO(client.get("/you-said-we-did/entries.csv").text)))
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(rows[0])
    listed = [
        (entry["id"], entry["you_said"], reply["text"]) for entry in data["entries"] for reply in entry["replies"]
    ]
    assert [(row["id"], row["you_said"], row["reply_text"]) for row in rows] == listed


def test_text_that_looks_like_a_formula_is_no_formula_in_a_spreadsheet(
    app: Flask, house: House, client: FlaskClient
) -> None:
    with app.app_context():
        made_public(house, replace(STORY, you_said="=1+1", replies=(replace(REPLY, text="@SUM(A1)"),)))
    row = next(csv.DictReader(io.StringIO(client.get("/you-said-we-did/entries.csv").text)))
    assert (row["you_said"], row["reply_text"]) == ("'=1+1", "'@SUM(A1)")


def test_other_sites_may_frame_the_embed_and_nothing_else(client: FlaskClient, both: tuple) -> None:
    framed = client.get("/you-said-we-did/embed")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "Set-Cookie" not in framed.headers
    page = client.get("/you-said-we-did/")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_a_receipt_counts_as_told(app: Flask, house: House, both: tuple) -> None:
    with app.app_context():
        assert entry_readers.told_by_quarter() == {}
        entry_readers.told(house, [], "receipt")
        assert entry_readers.told_by_quarter() == {}
        entry_readers.told(house, [both[0].id, both[1].id], "receipt")
        assert sum(entry_readers.told_by_quarter().values()) == 2


def test_no_snapshot_without_a_release(house: House, context: None) -> None:
    content = replace(STORY, indicators=("listened",))
    assert entry_effects.with_snapshot(house, content) == content
    assert entry_effects.effects(house, content, None) == []
