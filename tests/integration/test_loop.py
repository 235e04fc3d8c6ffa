"""Entries of "You said, we did": an officer writes, previews and publishes; everyone reads; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from app.house import House
from app.models.base import db
from app.models.record import AuditEvent
from app.services import entries
from app.services.entry_texts import EntryText, ReplyText
from app.services.errors import Conflict, Invalid, NotFound
from app.services.staff import SignedIn
from tests.integration.staff_sign_in import post, signed_in, token_of

OFFICER = SignedIn("0" * 32, "officer@example.org", frozenset({"officer"}), True)
REPLY = ReplyText("we-did", "We now share one page.", "scc", date(2026, 6, 3), "Services share one page now.")
STORY = EntryText(
    "Forty parents said that they explain everything again at each appointment.",
    "We tell the same story again and again.",
    "talk",
    "parent-carer",
    "general",
    "en",
    (REPLY,),
)
TYPED = {
    "you_said": "Forty parents told us.",
    "you_said_easy": "We tell it again and again.",
    "picture": "talk",
    "audience": "parent-carer",
    "journey_point": "general",
    "language": "en",
    "replies-0-kind": "we-cannot",
    "replies-0-text": "The contracts run until 2029.",
    "replies-0-text_easy": "It costs too much now.",
    "replies-0-instead": "You can carry the page with you.",
    "replies-0-organisation": "scc",
    "replies-0-date": "2026-06-10",
    "action": "save",
}
NEW = "/staff/entries/new"


@pytest.fixture
def officer(app: Flask, house: House) -> FlaskClient:
    return signed_in(app, house, "officer")


@pytest.fixture
def draft(house: House, context: None) -> entries.EntryView:
    return entries.create(house, STORY, None)


@pytest.fixture
def slug(app: Flask, house: House) -> str:
    """The address of a published entry."""
    with app.app_context():
        made = entries.create(house, STORY, None)
        return entries.publish(house, made.id, 1, None).slug


def actions() -> list[str]:
    return [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.at) if "entry" in event.action]


def test_a_draft_is_published_taken_back_and_published_again_at_the_same_address(
    house: House, draft: entries.EntryView
) -> None:
    assert draft.slug == "we-tell-the-same-story-again-and-again"
    with pytest.raises(NotFound):
        entries.get_published(house, draft.slug)
    shown = entries.publish(house, draft.id, 1, None)
    assert (shown.state, shown.published_on, shown.version) == ("published", house.today(), 2)
    gone = entries.withdraw(house, draft.id, 2, OFFICER)
    assert gone.state == "withdrawn"
    assert entries.published(house) == []
    back = entries.publish(house, draft.id, 3, OFFICER)
    assert (back.slug, back.published_on) == (draft.slug, shown.published_on)
    assert sorted(actions()) == ["entry-created", "entry-published", "entry-published", "entry-withdrawn"]


def test_two_editors_do_not_overwrite_each_other(house: House, draft: entries.EntryView) -> None:
    entries.change(house, draft.id, 1, replace(STORY, you_said="Mine."), OFFICER)
    with pytest.raises(Conflict):
        entries.change(house, draft.id, 1, replace(STORY, you_said="Theirs."), OFFICER)
    assert entries.get(house, draft.id).content.you_said == "Mine."


def test_replies_are_replaced_as_a_whole(house: House, draft: entries.EntryView) -> None:
    promise = replace(REPLY, kind="we-will", text="Schools too.", date=date(2027, 3, 31))
    changed = entries.change(house, draft.id, 1, replace(STORY, replies=(promise, REPLY)), OFFICER)
    assert changed.content.replies == (promise, REPLY)
    assert promise.is_late(date(2027, 4, 1))
    assert not promise.is_late(date(2027, 3, 31))


@pytest.mark.parametrize(
    "change",
    [
        {"you_said_easy": ""},
        {"picture": ""},
        {"replies": ()},
        {"replies": (replace(REPLY, text_easy=" "),)},
        {"replies": (replace(REPLY, kind="we-cannot"),)},
    ],
)
def test_what_is_not_whole_is_kept_but_not_published(house: House, context: None, change: dict) -> None:
    draft = entries.create(house, replace(STORY, **change), None)
    with pytest.raises(Invalid):
        entries.publish(house, draft.id, 1, None)
    assert entries.get(house, draft.id).state == "draft"


@pytest.mark.parametrize(
    "change",
    [
        {"you_said": " "},
        {"journey_point": "nowhere"},
        {"replies": (replace(REPLY, kind="we-hope"),)},
        {"replies": (replace(REPLY, organisation="nobody"),)},
    ],
)
def test_what_makes_no_sense_is_refused(house: House, context: None, change: dict) -> None:
    with pytest.raises(Invalid):
        entries.create(house, replace(STORY, **change), None)


def test_addresses_stay_apart(house: House, draft: entries.EntryView) -> None:
    other = entries.create(house, STORY, None)
    assert other.slug.startswith(draft.slug)
    assert other.slug != draft.slug
    arabic = entries.create(house, replace(STORY, you_said_easy="نريد مواعيد في المساء", language="ar"), None)
    assert arabic.slug.startswith("entry-")


def test_the_public_reads_what_was_published(client: FlaskClient, slug: str) -> None:
    assert "We tell the same story again and again." in client.get("/you-said-we-did/").text
    page = client.get(f"/you-said-we-did/{slug}").text
    for words in (STORY.you_said, REPLY.text, REPLY.text_easy, "Done on 3 June 2026", "Sheffield City Council"):
        assert words in page


def test_what_is_not_published_cannot_be_read(client: FlaskClient, app: Flask, house: House) -> None:
    with app.app_context():
        draft = entries.create(house, STORY, None)
    assert client.get(f"/you-said-we-did/{draft.slug}").status_code == 404
    assert "There are no answers here yet." in client.get("/you-said-we-did/").text


def test_what_a_person_wrote_keeps_its_own_language(client: FlaskClient, slug: str) -> None:
    page = JustHTML(client.get(f"/you-said-we-did/{slug}?lang=ar").text, sanitize=False)
    assert page.query_one("html").attrs["dir"] == "rtl"
    written = [element for element in page.query("main article [lang]") if element.attrs["lang"] == "en"]
    assert {element.attrs["dir"] for element in written} == {"ltr"}
    assert any(STORY.you_said in element.to_text() for element in written)
    assert "الإنجليزية" in page.query_one("main").to_text()


def test_an_officer_writes_previews_and_publishes(officer: FlaskClient, client: FlaskClient) -> None:
    saved = post(officer, NEW, **TYPED)
    preview = saved.headers["Location"]
    assert "It costs too much now." in officer.get(preview).text
    path = preview.removesuffix("/preview")
    assert post(officer, f"{path}/publish", preview, version="1").status_code == 422
    assert post(officer, f"{path}/publish", preview, version="1", sure="yes").status_code == 302
    public = client.get("/you-said-we-did/we-tell-it-again-and-again")
    assert "You can carry the page with you." in public.text
    assert post(officer, f"{path}/withdraw", preview, version="2").status_code == 302
    assert client.get("/you-said-we-did/we-tell-it-again-and-again").status_code == 404


def test_a_mistake_loses_nothing(officer: FlaskClient) -> None:
    page = post(officer, NEW, **{**TYPED, "you_said": "", "replies-0-date": "soon"})
    assert page.status_code == 422
    for words in ("The contracts run until 2029.", "You can carry the page with you.", "soon", "Write what was said."):
        assert words in page.text


def test_more_answers_and_fewer_without_javascript(officer: FlaskClient) -> None:
    more = post(officer, NEW, **{**TYPED, "action": "add"})
    assert more.status_code == 200
    assert 'name="replies-1-text"' in more.text
    assert "The contracts run until 2029." in more.text
    second = {"replies-1-kind": "we-will", "replies-1-text": "Schools too."}
    fewer = post(officer, NEW, **{**TYPED, **second, "action": "remove-0"}).text
    assert "Schools too." in fewer
    assert "The contracts run until 2029." not in fewer


def test_a_preview_stores_nothing(officer: FlaskClient, app: Flask, house: House) -> None:
    page = post(officer, NEW, **{**TYPED, "action": "preview"})
    assert page.text.count("It costs too much now.") == 2
    with app.app_context():
        assert entries.listed(house) == []


def test_a_clash_shows_both_and_lets_the_editor_decide(officer: FlaskClient, app: Flask, house: House) -> None:
    path = post(officer, NEW, **TYPED).headers["Location"].removesuffix("/preview")
    token = token_of(officer.get(path))
    first = {**TYPED, "you_said": "Changed first.", "version": "1", "token": token}
    assert officer.post(path, data=first).status_code == 302
    second = {**TYPED, "you_said": "Changed second.", "version": "1", "token": token}
    clash = officer.post(path, data=second)
    assert clash.status_code == 409
    assert "Changed second." in clash.text
    assert officer.post(path, data={**second, "action": "overwrite"}).status_code == 302
    with app.app_context():
        assert entries.listed(house)[0].content.you_said == "Changed second."


def test_only_officers_write(app: Flask, house: House, client: FlaskClient) -> None:
    assert client.get("/staff/entries/").status_code == 302
    assert signed_in(app, house, "board-reader").get("/staff/entries/").status_code == 403


def test_a_form_without_its_token_is_refused(officer: FlaskClient) -> None:
    assert officer.post(NEW, data=TYPED).status_code == 400
