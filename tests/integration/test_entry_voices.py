"""An entry shows how many said it, as a release told when it was written, and quotes as long as they are allowed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.house import House
from app.languages import languages, set_language
from app.outputs import making, newsletter, posters
from app.services.errors import Invalid
from app.services.loop import entries, entry_translations, entry_voices
from app.services.loop.entries import EntryView
from app.services.loop.entry_translations import Translated, Translation
from app.services.scoring import releases
from app.services.themes import book, quotes
from tests.integration.entry_steps import made_public, person
from tests.integration.heard_people import PROGRAMME, comments, someone
from tests.integration.test_loop import STORY
from tests.integration.test_told import BASELINE, WAVE, close, coded

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.whole]
THEMED = replace(STORY, themes=(f"{PROGRAMME}/waiting",))
COUNT, WORDS = "About 60 of 100 said this.", "We wait"


@pytest.fixture
def quote(house: House) -> str:
    """An approved quote of a theme that 60 of 100 people said."""
    coded(house, BASELINE, 60, 40)
    close(house, BASELINE)
    [theme] = book.listed(house, PROGRAMME)
    made = quotes.propose(house, someone(house), PROGRAMME, comments("We wait")[0], theme.id, WORDS)
    quotes.decide(house, someone(house, "officer"), made, True)
    return made


def everywhere(app: Flask, house: House, language: str = "en") -> Iterator[tuple[str, str]]:
    """Every way on which entries leave, and what it says."""
    visitor = app.test_client()
    view = entries.published(house)[0]
    yield "page", visitor.get(f"/you-said-we-did/{view.slug}?lang={language}").text
    for name in ("feed.atom", "entries.csv"):
        yield name, visitor.get(f"/you-said-we-did/{name}?lang={language}").text
    rows = visitor.get(f"/you-said-we-did/entries.json?lang={language}").json["entries"]
    yield "entries.json", json.dumps(rows, ensure_ascii=False)
    for kind, period in (("annual", "2026"), ("board-paper", "2026-q4"), ("engagement", "2026-q4")):
        with app.test_request_context("/"):
            asked = {"kind": kind, "period": period, "language": language, "edition": "full"}
            yield kind, making.printed_html(making.built(asked))
    with app.test_request_context("/"):
        set_language(language)
        yield "poster", posters.poster(entries.published(house)[0], "A4")
        yield "one page", posters.one_page(posters.topic("general"))
        yield "newsletter", newsletter.text(languages().by_code[language])


def without(found: Iterator[tuple[str, str]], words: str) -> list[str]:
    return [where for where, text in found if words not in text]


def translate(house: House, view: EntryView, language: str, words: str, state: str = "checked") -> None:
    content = entries.get(house, view.id).content
    asked = entry_translations.source(content)
    own = dict.fromkeys(asked.own, words)
    said = Translated(own, {key: dict.fromkeys(texts, words) for key, texts in asked.replies.items()})
    new = Translation(language, state, said.stored(), "Speaker")
    entry_translations.save(house, view.id, view.version, new, content, person(house, "writer@example.org"))


def test_counts_and_quotes_go_wherever_the_entry_goes_and_a_quote_goes_when_its_leave_does(
    app: Flask, house: House, quote: str
) -> None:
    made_public(house, replace(THEMED, quotes=(quote,)))
    assert without(everywhere(app, house), WORDS) == []
    assert without(everywhere(app, house), COUNT) == ["entries.csv", "entries.json"]
    row = json.loads(dict(everywhere(app, house))["entries.json"])[0]
    assert (row["said_by"], row["quotes"]) == ([f"parent-carer 60/100 {BASELINE}"], [WORDS])
    quotes.decide(house, someone(house, "officer"), quote, False)
    assert len(without(everywhere(app, house), WORDS)) == len(list(everywhere(app, house)))
    assert without(everywhere(app, house), COUNT) == ["entries.csv", "entries.json"]


def test_the_count_stays_what_the_release_said_when_the_entry_was_written(house: House, quote: str) -> None:
    view = made_public(house, THEMED)
    coded(house, WAVE, 30, 70, start=2000)
    close(house, WAVE)
    assert releases.latest("public").wave == WAVE
    changed = entries.change(house, view.id, view.version, view.content, person(house, "writer@example.org"))
    [count] = entry_voices.counts(changed.content)
    assert (count.people, count.n, count.wave) == (60, 100, BASELINE)
    gone = replace(changed.content, themes=())
    gone = entries.change(house, view.id, changed.version, gone, person(house, "writer@example.org"))
    assert entry_voices.counts(gone.content) == []


def test_words_stand_beside_nothing_that_tells_more_of_their_writer(house: House, quote: str) -> None:
    for wrong in ({"audience": "young-person"}, {"journey_point": "ehc"}):
        assert made_public(house, replace(THEMED, quotes=(quote,), **wrong)).quotes == ()
    writer, place = person(house, "writer@example.org"), house.partnership.localities[0].id
    with pytest.raises(Invalid, match="beside a place"):
        entries.create(house, replace(THEMED, localities=(place,), quotes=(quote,)), writer)
    with pytest.raises(Invalid, match="at most 2"):
        entries.create(house, replace(THEMED, quotes=(quote, "b" * 32, "c" * 32)), writer)


def test_every_output_is_in_its_language_or_in_english_and_says_so(app: Flask, house: House) -> None:
    view = made_public(house, STORY)
    translate(house, view, "ar", "نحكي القصة نفسها")
    assert without(everywhere(app, house, "ar"), "نحكي القصة نفسها") == []
    polish = dict(everywhere(app, house, "pl"))
    assert [where for where, text in polish.items() if STORY.you_said_easy not in text] == []
    marked = {"entries.json": '"language": "en"', "entries.csv": ",en,", "poster": 'lang="en"', "page": 'lang="en"'}
    missing = [where for where, text in polish.items() if marked.get(where, "ęzyk") not in text]
    assert missing == []


def test_a_translation_that_nobody_checked_says_so_wherever_it_goes(app: Flask, house: House) -> None:
    translate(house, made_public(house, STORY), "sk", "Hovoríme to znova.", "draft")
    assert house.partnership.show_draft, "else a draft is not shown at all"
    found = dict(everywhere(app, house, "sk"))
    assert json.loads(found["entries.json"])[0]["translated"] == "draft"
    said = "Táto odpoveď je preložená"
    rest = [where for where in found if said not in found[where]]
    assert rest == ["page", "entries.csv", "entries.json"], "the page says it of all that it says"


def test_what_was_written_in_another_language_is_given_out_in_english_where_it_is_translated(house: House) -> None:
    view = made_public(house, replace(STORY, language="ar", you_said_easy="نحكي", you_said="نحكي"))
    assert entries.get_published(house, view.slug).spoken(house, "pl").content.language == "ar"
    translate(house, view, "en", "We tell it again.")
    view = entries.get_published(house, view.slug)
    assert view.spoken(house, "pl").content.you_said_easy == "We tell it again."
    assert view.spoken(house, "ar").content.you_said_easy == "نحكي"
