"""Public pages are kept for everyone until something public changes; what is private or old is never given out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import page_cache
from app.house import House, random_id
from app.models import db
from app.models.record import Setting
from app.page_cache import PageCache
from app.services import facts
from app.services.loop import entries, entry_life
from app.services.transaction import writing
from tests.conftest import Clock
from tests.integration.entry_steps import made_public, person
from tests.integration.staff_sign_in import signed_in
from tests.integration.test_loop import STORY

LIST = "/you-said-we-did/"
ENGLISH, ARABIC = {"Accept-Language": "en"}, {"Accept-Language": "ar-SA,ar;q=0.9"}


@pytest.fixture
def cache(app: Flask) -> PageCache:
    layer = app.wsgi_app
    while not isinstance(layer, PageCache):
        layer = layer.application
    layer.pages.clear()
    return layer


@pytest.fixture
def entry(app: Flask, house: House, cache: PageCache) -> entries.EntryView:
    with app.app_context():
        return made_public(house, STORY)


def get(client: FlaskClient, path: str = LIST, **headers: str) -> TestResponse:
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_page_is_made_once_and_is_the_same_for_the_next(
    client: FlaskClient, cache: PageCache, entry: entries.EntryView, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = get(client)
    monkeypatch.setattr(cache, "application", None)
    second = get(client)
    assert (second.data, dict(second.headers)) == (first.data, dict(first.headers))
    assert second.headers["Cache-Control"] == page_cache.SHORT
    assert "Content-Security-Policy" in second.headers
    assert client.head(LIST).status_code == 200


def test_who_has_the_page_is_told_that_it_is_right(client: FlaskClient, entry: entries.EntryView) -> None:
    tag = get(client).headers["ETag"]
    again = get(client, If_None_Match=f'"other", W/{tag}')
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert get(client, If_None_Match='"other"').status_code == 200


def test_what_is_published_or_taken_back_here_is_seen_at_once(
    app: Flask, house: House, client: FlaskClient, entry: entries.EntryView
) -> None:
    address = f"{LIST}{entry.slug}"
    assert STORY.you_said_easy in get(client).text
    assert get(client, address).status_code == 200
    with app.app_context():
        entry_life.withdraw(house, entry.id, 1, person(house, "writer@example.org"))
    assert STORY.you_said_easy not in get(client).text
    assert get(client, address).status_code == 404


def test_what_another_process_changed_is_seen_when_it_is_asked_again(
    app: Flask, client: FlaskClient, cache: PageCache, entry: entries.EntryView
) -> None:
    get(client)
    before = cache.stamp
    with app.app_context(), writing():
        db.session.merge(Setting(key=facts.LOOP, value=random_id()))  # not by this process, as far as it knows
    cache.asked -= page_cache.RECHECK
    get(client)
    assert cache.stamp != before
    assert page_cache.RECHECK < 1


def test_a_new_day_makes_every_page_anew(client: FlaskClient, clock: Clock, cache: PageCache) -> None:
    get(client)
    before = cache.stamp
    clock.move(days=1)
    get(client)
    assert cache.stamp != before


def test_a_page_that_was_made_while_something_changed_is_not_kept(
    app: Flask, client: FlaskClient, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = cache.application

    def slow(environ: dict, start_response: object) -> object:
        body = made(environ, start_response)
        cache.stamp = ("another",)
        return body

    monkeypatch.setattr(cache, "application", slow)
    get(client)
    assert not cache.pages


def test_languages_looks_and_encodings_are_pages_of_their_own(client: FlaskClient, cache: PageCache) -> None:
    assert 'lang="en"' in client.get(LIST, headers=ENGLISH).text
    assert 'lang="ar"' in client.get(LIST, headers=ARABIC).text
    assert 'lang="ar"' in client.get(f"{LIST}?lang=ar", headers=ENGLISH).text
    assert len(cache.pages) == 3
    client.set_cookie("look", "text-150")
    assert "text-150" in client.get(LIST, headers=ENGLISH).text
    client.delete_cookie("look")
    assert "text-150" not in client.get(LIST, headers=ENGLISH).text
    plain = FlaskClient(client.application, client.response_wrapper)
    assert get(plain, Accept_Encoding="br").headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in client.get(LIST, headers=ENGLISH).headers
    assert b"<style>" in get(plain, Sec_Fetch_Site="none").data
    assert b"<style>" not in get(plain).data


@pytest.mark.parametrize("name", ["visit", "ticket", "review", "staff", "anything"])
def test_nothing_is_kept_of_or_given_to_somebody_with_another_cookie(
    client: FlaskClient, cache: PageCache, name: str
) -> None:
    client.set_cookie(name, "x" * 22)
    assert get(client).headers["Cache-Control"] == "private, no-cache"
    assert not cache.pages


def test_staff_who_are_signed_in_leave_nothing_behind(app: Flask, house: House, cache: PageCache) -> None:
    cache.pages.clear()
    officer = signed_in(app, house, "officer")
    for path in (LIST, "/staff/", "/staff/entries/"):
        assert "public" not in officer.get(path).headers["Cache-Control"]
    assert not cache.pages


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}?words=anything",
        f"{LIST}?said=yes",
        f"{LIST}?lang=en&lang=ar",
        f"{LIST}?year={'2' * 300}",
        f"{LIST}not-there",
        "/r/?code=ABCD",
        "/",
    ],
)
def test_what_is_somebodys_own_or_has_no_end_is_not_kept(client: FlaskClient, cache: PageCache, path: str) -> None:
    answer = get(client, path)
    assert not cache.pages
    assert answer.status_code in (200, 404)


def test_a_word_that_was_sent_is_not_kept_and_shows_when_enough_have_said_one(
    client: FlaskClient, cache: PageCache, entry: entries.EntryView
) -> None:
    address = f"{LIST}{entry.slug}"
    for _ in range(19):
        client.post(address, data={"verdict": "yes", "whole": "yes"})
    assert "Of all who said" not in get(client, address).text
    client.post(address, data={"verdict": "yes", "whole": "yes"})
    assert "Of all who said" in get(client, address).text


def test_pages_have_room_for_so_many_and_the_oldest_goes_first(
    client: FlaskClient, cache: PageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(get(client, f"{LIST}?year=2001").data)
    monkeypatch.setattr(page_cache, "MOST_BYTES", 3 * size)
    for year in range(2002, 2009):
        get(client, f"{LIST}?year={year}")
    years = [key[1].query for key in cache.pages]
    assert years[-1] == "year=2008"
    assert len(years) < 4
    assert cache.bytes == sum(len(kept.body) for kept in cache.pages.values())


def test_feeds_are_kept_too(client: FlaskClient, cache: PageCache, entry: entries.EntryView) -> None:
    for name in ("feed.atom", "entries.json", "entries.csv", "embed"):
        tag = get(client, f"{LIST}{name}").headers["ETag"]
        assert get(client, f"{LIST}{name}", If_None_Match=tag).status_code == 304
    assert len(cache.pages) == 4


def test_a_page_with_other_words_is_another_page(app: Flask, house: House, client: FlaskClient) -> None:
    tag = get(client).headers["ETag"]
    with app.app_context():
        made_public(house, replace(STORY, you_said_easy="Something else."))
    assert get(client, If_None_Match=tag).status_code == 200
