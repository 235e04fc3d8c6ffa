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
from app.services.errors import Conflict, Invalid, NotFound
from app.services.loop import entries, entry_life
from app.services.loop.entry_texts import EntryText, ReplyText
from tests.integration.entry_steps import agreed, in_review, made_public, published, writer_and_owner
from tests.integration.staff_sign_in import post, signed_in, token_of

pytestmark = pytest.mark.whole

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
    "limb": "",
    "owner": "",
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
    writer, owner = writer_and_owner(house)
    return entries.create(house, STORY, writer, owner.id)


@pytest.fixture
def slug(app: Flask, house: House) -> str:
    """The address of a published entry."""
    with app.app_context():
        return made_public(house, STORY).slug


def actions() -> list[str]:
    return [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.at) if "entry" in event.action]


def test_an_entry_is_reviewed_signed_approved_published_taken_back_and_published_again(
    house: House, draft: entries.EntryView
) -> None:
    writer, owner = writer_and_owner(house)
    assert draft.slug == "we-tell-the-same-story-again-and-again"
    waiting = entry_life.submit(house, draft.id, 1, writer)
    assert waiting.state == "in-review"
    assert agreed(house, waiting).state == "signed"
    with pytest.raises(NotFound):
        entries.get_published(house, draft.slug)
    assert entry_life.approve(house, draft.id, 1, owner).state == "approved"
    shown = entry_life.publish(house, draft.id, 1, writer)
    assert (shown.state, shown.published_on, shown.public_version) == ("published", house.today(), 1)
    assert entry_life.withdraw(house, draft.id, 1, writer).state == "withdrawn"
    assert entries.published(house) == []
    back = entry_life.publish(house, draft.id, 1, writer)
    assert (back.slug, back.published_on, back.updated_on) == (draft.slug, shown.published_on, None)
    assert set(actions()) >= {"entry-submitted", "entry-agree", "entry-approved", "entry-published", "entry-withdrawn"}


def test_a_new_version_waits_while_the_old_one_stays_public(house: House, context: None) -> None:
    view = made_public(house, STORY)
    writer, _owner = writer_and_owner(house)
    second = entries.change(house, view.id, 1, replace(STORY, you_said="Fifty parents said so."), writer)
    assert (second.state, second.version, second.public_version) == ("draft", 2, 1)
    assert entries.get_published(house, view.slug).content.you_said == STORY.you_said
    waiting = entry_life.submit(house, view.id, 2, writer)
    assert published(house, waiting).updated_on == house.today()
    assert entries.get_published(house, view.slug).content.you_said == "Fifty parents said so."
    assert [number for number, _day in entries.versions(house, view.id)] == [2, 1]


def test_two_editors_do_not_overwrite_each_other(house: House, draft: entries.EntryView) -> None:
    writer, _owner = writer_and_owner(house)
    entries.change(house, draft.id, 1, replace(STORY, you_said="Mine."), writer)
    with pytest.raises(Conflict):
        entries.change(house, draft.id, 1, replace(STORY, you_said="Theirs."), writer)
    assert entries.get(house, draft.id).content.you_said == "Mine."


def test_an_answer_keeps_its_key_through_every_version(house: House, draft: entries.EntryView) -> None:
    writer, _owner = writer_and_owner(house)
    kept = draft.content.replies[0]
    promise = replace(REPLY, kind="we-will", text="Schools too.", date=date(2027, 3, 31), owner="Head")
    changed = entries.change(house, draft.id, 1, replace(STORY, replies=(promise, kept)), writer)
    assert changed.content.replies[1] == kept
    assert len({reply.key for reply in changed.content.replies}) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"you_said_easy": ""},
        {"picture": ""},
        {"replies": ()},
        {"replies": (replace(REPLY, text_easy=" "),)},
        {"replies": (replace(REPLY, kind="we-cannot"),)},
        {"replies": (replace(REPLY, kind="we-will"),)},
    ],
)
def test_what_is_not_whole_is_kept_but_not_published(house: House, context: None, change: dict) -> None:
    writer, owner = writer_and_owner(house)
    draft = entries.create(house, replace(STORY, **change), writer, owner.id)
    with pytest.raises(Invalid):
        entry_life.submit(house, draft.id, 1, writer)
    assert entries.get(house, draft.id).state == "draft"


@pytest.mark.parametrize(
    "change",
    [
        {"you_said": " "},
        {"journey_point": "nowhere"},
        {"limb": "legs"},
        {"indicators": ("nothing",)},
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


def test_an_officer_writes_and_sends_it_to_review(officer: FlaskClient, app: Flask, house: House) -> None:
    with app.app_context():
        _writer, owner = writer_and_owner(house)
    preview = post(officer, NEW, **{**TYPED, "owner": owner.id}).headers["Location"]
    assert "It costs too much now." in officer.get(preview).text
    path = preview.removesuffix("/preview")
    assert post(officer, f"{path}/publish", preview, version="1", sure="yes").status_code == 409
    assert post(officer, f"{path}/submit", preview, version="1").status_code == 302
    assert "It waits for the sides that must agree." in officer.get(preview).text
    with app.app_context():
        agreed(house, entries.listed(house)[0])
    assert "It waits for its owner: owner@example.org" in officer.get(preview).text
    refused = post(officer, f"{path}/approve", preview, version="1")
    assert (refused.status_code, "Only the owner" in refused.text) == (403, True)


def test_the_owner_approves_and_an_officer_publishes(app: Flask, house: House, client: FlaskClient) -> None:
    with app.app_context():
        view = agreed(house, in_review(house, STORY))
    preview = f"/staff/entries/{view.id}/preview"
    owner = signed_in(app, house, "officer", email="owner@example.org")
    assert post(owner, f"/staff/entries/{view.id}/approve", preview, version="1").status_code == 302
    assert post(owner, f"/staff/entries/{view.id}/publish", preview, version="1").status_code == 422
    assert post(owner, f"/staff/entries/{view.id}/publish", preview, version="1", sure="yes").status_code == 302
    address = f"/you-said-we-did/{view.slug}"
    assert client.get(address).status_code == 200
    assert post(owner, f"/staff/entries/{view.id}/withdraw", preview, version="1").status_code == 302
    assert client.get(address).status_code == 404


def test_what_a_version_changed_is_shown_field_by_field(officer: FlaskClient, app: Flask, house: House) -> None:
    with app.app_context():
        view = made_public(house, STORY)
        writer, _owner = writer_and_owner(house)
        entries.change(house, view.id, 1, replace(view.content, you_said="Fifty parents."), writer)
    page = officer.get(f"/staff/entries/{view.id}/versions").text
    assert f"<del>{STORY.you_said}</del>" in page
    assert "<ins>Fifty parents.</ins>" in page
    assert "It is the first version." in officer.get(f"/staff/entries/{view.id}/versions?version=1").text


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
