"""Suggestions and the first grouping share words with what they are like, and say which; in any language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comments.themes import likely, stem, together

pytestmark = pytest.mark.whole
WAITING = [
    "We waited months for speech therapy",
    "Still waiting for therapy after months",
    "The wait for therapy is long",
]
LOUD = ["The dining hall is too loud at lunch", "Lunch is loud and my ears hurt", "Loud lunch, nowhere quiet to go"]
POLISH = [
    "Czekamy na terapię bardzo długo",
    "Czekaliśmy na terapię rok",
    "Stołówka jest za głośna",
    "Na stołówce jest głośno",
]


def test_what_is_like_coded_comments_is_suggested_with_the_shared_words() -> None:
    texts = [*WAITING, *LOUD]
    found = likely(texts, {0: ["wait"], 1: ["wait"], 3: ["loud"], 4: ["loud"]}, "en")
    best = {each.place: each for each in reversed(found)}
    assert (best[2].theme, best[5].theme) == ("wait", "loud")
    assert "therapy" in best[2].words
    assert {"loud", "lunch"} <= set(best[5].words)


def test_endings_do_not_matter_in_other_languages_either() -> None:
    found = likely([*POLISH, "Czekałam na terapię"], {0: ["wait"], 1: ["wait"], 2: ["loud"], 3: ["loud"]}, "pl")
    assert [(each.place, each.theme) for each in found] == [(4, "wait")]


def test_masks_are_no_words() -> None:
    texts = ["[NAME] rang us about the bus", "[NAME] drove the bus", "[NAME] likes cake"]
    assert [each.place for each in likely(texts, {0: ["bus"], 1: ["bus"]}, "en")] == []


def test_the_first_grouping_tells_what_its_piles_share_and_is_always_the_same() -> None:
    texts = [*WAITING, *LOUD, *(f"{text} again" for text in [*WAITING, *LOUD])]
    piles = together(texts, "en")
    assert piles == together(texts, "en")
    assert {"therapy", "loud"} <= {word for pile in piles for word in pile.words}
    for pile in piles:
        for place in pile.places:
            words = {stem(word, "en") for word in texts[place].lower().replace(",", "").split()}
            assert words & {stem(word, "en") for word in pile.words}


def test_a_language_without_spaces_is_grouped_by_pairs_of_signs() -> None:
    texts = [
        "我们等了很久",
        "等了很久才有治疗",
        "等了很久",
        "食堂太吵了",
        "食堂真的太吵",
        "午饭太吵了",
        "太吵了",
        "等很久了",
        "等了很久很久",
    ]
    assert together(texts, "zh")


@settings(max_examples=15)
@given(st.lists(st.text(max_size=60), max_size=14), st.sampled_from(("en", "ar", "zh", "und")))
def test_no_text_makes_it_fail(texts: list[str], language: str) -> None:
    for pile in together(texts, language):
        assert all(0 <= place < len(texts) for place in pile.places)
    carried = {place: ["one"] for place in range(0, len(texts), 2)}
    for each in likely(texts, carried, language):
        assert each.place not in carried
        assert each.words
