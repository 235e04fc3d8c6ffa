"""Public entries are kept between changes; after one they are what the database says, and only what is new is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from app.house import House
from app.services.loop import entries, entry_life, entry_search, entry_shelf, entry_translations, promises
from app.services.loop.entries import EntryView
from app.services.loop.entry_search import Wish
from app.services.loop.entry_texts import EntryText
from app.services.loop.entry_translations import Translation
from tests.integration.entry_steps import made_public, person, published
from tests.integration.test_loop import REPLY, STORY

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]
KEY = "b" * 32
PROMISE = replace(REPLY, kind="we-will", owner="Head of inclusion", key=KEY)


def translated(house: House, view: EntryView, text: str) -> None:
    content = entries.get(house, view.id).content
    words = entry_translations.source(content)
    words = replace(words, own=dict.fromkeys(words.own, text))
    new = Translation("ar", "checked", words.stored(), "Speaker")
    entry_translations.save(house, view.id, view.version, new, content, person(house, "writer@example.org"))


def public_of(views: Iterable[EntryView]) -> list[EntryView]:
    """Without how far the next version is, which nobody reads in public."""
    return [replace(view, version=0, state="", owner_id="") for view in views]


def as_stored(house: House) -> None:
    """What is kept is what the database says, in each language, and is found as if it had been read just now."""
    kept = entry_shelf.shelf(house)
    assert public_of(kept.views) == public_of(entries.everything_public(house))
    for language in ("en", "ar"):
        fresh = [view.spoken(house, language) for view in entries.everything_public(house)]
        assert public_of(kept.spoken(house, language).values()) == public_of(fresh)
        assert list(kept.searched(house, language).values()) == [entry_shelf.searched_text(view) for view in fresh]


def test_after_each_change_it_is_what_the_database_says(house: House) -> None:
    officer = person(house, "writer@example.org")
    story = made_public(house, replace(STORY, replies=(PROMISE,)))
    other = made_public(house, replace(STORY, you_said_easy="Lunch is too loud."))
    as_stored(house)
    translated(house, story, "نحكي القصة نفسها")
    as_stored(house)
    promises.tell(house, story.id, KEY, "complete", "Done.", officer)
    as_stored(house)
    entry_life.withdraw(house, other.id, 1, officer)
    as_stored(house)
    changed: EntryText = replace(entries.get(house, story.id).content, you_said_easy="We repeat ourselves.")
    view = entries.change(house, story.id, 1, changed, officer)
    as_stored(house)
    published(house, entry_life.submit(house, story.id, view.version, officer))
    as_stored(house)
    assert entry_search.find(house, Wish(words="repeat OURSELVES")).total == 1
    assert entry_search.find(house, Wish(words="same story")).total == 0


def test_words_are_looked_for_in_the_readers_language(house: House) -> None:
    story = made_public(house, STORY)
    translated(house, story, "نحكي القصّة نفسها كلّ مرّة")
    for words in ("القصة", "قصّه نفسها", "مره"):
        assert entry_search.find(house, Wish(words=words), language="ar").total == 1
        assert entry_search.find(house, Wish(words=words), language="en").total == 0
    assert entry_search.find(house, Wish(words="story again"), language="en").total == 1


def test_only_what_is_new_is_read_and_made(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made_public(house, STORY)
    assert entry_search.find(house, Wish(words="story")).total == 1
    [kept] = entry_shelf.shelf(house).views
    made: list[str] = []
    folded = entry_shelf.searched_text
    monkeypatch.setattr(entry_shelf, "searched_text", lambda view: made.append(view.id) or folded(view))
    second = made_public(house, replace(STORY, you_said_easy="Another story."))
    assert entry_search.find(house, Wish(words="story")).total == 2
    assert made == [second.id]
    assert next(view for view in entry_shelf.shelf(house).views if view.id == first.id) is kept
