"""An entry in other languages: its states are a survey's, an untranslated one says so, a change sends it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.house import House
from app.models.base import db
from app.models.record import AuditEvent
from app.services.errors import Conflict, Invalid
from app.services.loop import entries, entry_search, entry_translations
from app.services.loop.entry_search import Wish
from app.services.loop.entry_translations import Translated, Translation
from tests.integration.entry_steps import made_public, published, writer_and_owner
from tests.integration.staff_sign_in import post, signed_in
from tests.integration.test_loop import STORY

pytestmark = pytest.mark.whole

SAID, DONE = "Opowiadamy to samo w kółko.", "Służby mają teraz jedną stronę."


@pytest.fixture
def view(house: House, context: None) -> entries.EntryView:
    return made_public(house, STORY)


def polish(view: entries.EntryView) -> Translated:
    own = {"you_said_easy": SAID, "you_said": "Czterdzieści osób mówi, że wszystko tłumaczy od nowa."}
    reply = {"text_easy": DONE, "text": "Mamy teraz jedną wspólną stronę."}
    return Translated(own, {view.content.replies[0].key: reply})


def save(
    house: House, view: entries.EntryView, state: str = "draft", by: str = "", words: Translated | None = None
) -> None:
    writer, _owner = writer_and_owner(house)
    new = Translation("pl", state, (words or polish(view)).stored(), by)
    entry_translations.save(house, view.id, view.version, new, view.content, writer)


def page(client: FlaskClient, view: entries.EntryView, language: str = "pl") -> str:
    return client.get(f"/you-said-we-did/{view.slug}?lang={language}").text


def test_an_untranslated_entry_says_so_and_offers_the_page_as_it_was_written(
    client: FlaskClient, view: entries.EntryView
) -> None:
    shown = client.get(f"/you-said-we-did/{view.slug}?lang=pl")
    assert STORY.you_said_easy in shown.text
    assert f'href="/you-said-we-did/{view.slug}?lang=en" hreflang="en">' in shown.text


def test_a_draft_is_shown_where_the_partnership_allows_it_and_says_so(
    house: House, client: FlaskClient, view: entries.EntryView
) -> None:
    save(house, view)
    shown = page(client, view)
    assert SAID in shown
    assert DONE in shown
    assert STORY.you_said_easy not in shown
    assert 'lang="en" dir="ltr" hreflang="en">English</a>' in shown
    assert STORY.you_said_easy in page(client, view, "en")
    assert SAID in client.get("/you-said-we-did/?lang=pl").text
    strict = replace(house, partnership=replace(house.partnership, show_draft=False))
    assert entries.get_published(strict, view.slug).spoken(strict, "pl").translated == ""
    save(house, view, "live", "Polish community worker")
    assert entries.get_published(strict, view.slug).spoken(strict, "pl").translated == "live"


def test_a_translation_that_is_not_whole_is_not_shown(house: House, view: entries.EntryView) -> None:
    half = Translated({"you_said_easy": SAID})
    with pytest.raises(Invalid):
        save(house, view, "draft", words=half)
    save(house, view, "in progress", words=half)
    assert entries.get_published(house, view.slug).spoken(house, "pl").content == view.content


@pytest.mark.parametrize("state", ["checked", "live"])
def test_only_a_named_role_makes_it_checked(house: House, view: entries.EntryView, state: str) -> None:
    with pytest.raises(Invalid):
        save(house, view, state)
    save(house, view, state, "Polish community worker")
    row = db.session.query(AuditEvent).filter_by(action="entry-translated").one()
    assert row.detail == f"pl: {state}"


def test_a_change_of_what_was_said_sends_it_back_and_keeps_what_is_still_true(
    house: House, view: entries.EntryView
) -> None:
    save(house, view, "live", "Polish community worker")
    writer, _owner = writer_and_owner(house)
    new = entries.change(house, view.id, 1, replace(view.content, you_said_easy="We say it twice."), writer)
    now = entry_translations.of_version(view.id, 2)["pl"]
    assert (now.state, now.checked_by, dict(now.words.own)) == (
        "in progress",
        "",
        {"you_said": polish(view).own["you_said"]},
    )
    assert now.words.replies == polish(view).replies
    assert entries.get_published(house, view.slug).spoken(house, "pl").content.you_said_easy == SAID
    assert new.version == 2
    with pytest.raises(Conflict):
        entry_translations.save(house, view.id, 7, Translation("pl", "in progress", "{}"), view.content, writer)


def test_a_change_of_something_else_keeps_its_state(house: House, view: entries.EntryView) -> None:
    save(house, view, "checked", "Polish community worker")
    writer, _owner = writer_and_owner(house)
    entries.change(house, view.id, 1, replace(view.content, picture="listen"), writer)
    assert entry_translations.of_version(view.id, 2)["pl"].state == "checked"


def test_words_are_found_in_the_language_of_the_reader(house: House, view: entries.EntryView) -> None:
    save(house, view)
    wish = Wish(words="kółko")
    assert entry_search.find(house, wish, 1, "pl").total == 1
    assert entry_search.find(house, wish, 1, "en").total == 0


def test_an_officer_translates_text_beside_text(app: Flask, house: House, view: entries.EntryView) -> None:
    officer = signed_in(app, house, "officer")
    rooms = f"/staff/entries/{view.id}/translations"
    assert "Not begun" in officer.get(f"{rooms}/").text
    assert STORY.you_said in officer.get(f"{rooms}/pl").text
    key = view.content.replies[0].key
    typed = {"version": "1", "you_said_easy": SAID, "you_said": "Całe.", f"{key}-text_easy": DONE, "checked_by": ""}
    refused = post(officer, f"{rooms}/pl", state="draft", **typed)
    assert refused.status_code == 422
    assert SAID in refused.text
    whole = {**typed, f"{key}-text": "Całe."}
    assert post(officer, f"{rooms}/pl", state="checked", **whole).status_code == 422
    assert post(officer, f"{rooms}/pl", state="draft", **{**whole, "version": "x"}).status_code == 422
    assert post(officer, f"{rooms}/pl", state="draft", **whole).status_code == 302
    assert "not checked by a speaker yet" in officer.get(f"{rooms}/").text
    assert officer.get(f"{rooms}/en").status_code == 404
    assert officer.get(f"{rooms}/xx").status_code == 404


def test_an_entry_in_another_language_is_offered_in_it(app: Flask, house: House, client: FlaskClient) -> None:
    with app.app_context():
        view = made_public(house, replace(STORY, language="ur", you_said_easy="ہم بار بار وہی بتاتے ہیں۔"))
    assert f'href="/you-said-we-did/{view.slug}?lang=ur" hreflang="ur">' in page(client, view, "en")


def test_a_new_version_that_is_published_takes_its_translations_along(house: House, view: entries.EntryView) -> None:
    from app.services.loop import entry_life

    save(house, view, "live", "Polish community worker")
    writer, _owner = writer_and_owner(house)
    entries.change(house, view.id, 1, replace(view.content, picture="listen"), writer)
    published(house, entry_life.submit(house, view.id, 2, writer))
    assert entries.get_published(house, view.slug).spoken(house, "pl").content.you_said_easy == SAID
