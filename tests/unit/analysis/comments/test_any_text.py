"""Whatever the text: it is read, in time that grows with its length, and nothing masked shows elsewhere."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from analysis.comments import privacy
from analysis.comments.reading import read

pytestmark = pytest.mark.whole

PIECES = (
    "hit",
    "me",
    "my son",
    "not",
    "but",
    "Callum",
    "07700",
    "900123",
    "at",
    "dot com",
    "Oak Road",
    "school",
    ".",
    ",",
)
ALPHABETS = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(codec=None), max_size=200),
    st.text(alphabet="abc ABC.,!?'’-@0123456789\n\t\x00\u202e\u200f\ufeff😀☹️", max_size=200),
    st.lists(st.sampled_from(PIECES)).map(" ".join),
)


@given(ALPHABETS)
@example("\ud800")
@example("\u202ediE\u202c")
@example("ß" * 50 + "İ")
@hypothesis_settings(max_examples=150)
def test_every_text_is_read(text: str) -> None:
    reading = read(text)
    assert reading.sentiment in ("positive", "negative", "mixed", "neutral", "unscored")
    assert reading.concern in ("none", "check", "urgent")
    assert reading.language


@given(ALPHABETS)
@hypothesis_settings(max_examples=100)
def test_masks_lie_apart_and_in_order(text: str) -> None:
    masks = read(text).masks
    assert all(0 <= mask.start < mask.end <= len(text) for mask in masks)
    assert all(first.end <= second.start for first, second in pairwise(masks))
    assert privacy.masked(text, masks) == read(text).masked


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "hit me ",
        "1",
        "12 ",
        "a.",
        "@",
        "not ",
        "My son Callum ",
        "(",
        "😀",
        "ا",
        "A b ",
        "one two ",
        "Oak ",
        "07 ",
        "I am ",
        "x@y.",
        "'",
        "-a",
        "and Primary ",
    ],
)
def test_a_long_text_takes_time_in_proportion(unit: str) -> None:
    """100 kB are read in seconds whatever they repeat; a rule of quadratic time would take minutes."""
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 12


@pytest.mark.parametrize("part", ["12", "dot", "atcomnot", "ﷺ"])
def test_one_endless_word_takes_time_in_proportion(part: str) -> None:
    """A rule that tries each letter of a word would take hours."""
    read("My dad hits me")
    began = time.process_time()
    read(part * (500_000 // len(part)))
    assert time.process_time() - began < 12


SCRIPTS = "aéłșÇßاکگپעברअআਗગதතကกຊ中日한ሰሀЖщΩωԱႠᏣ𐌰𝒜Ａ①"
STRANGE = (
    "\u202e\u202d\u2066\u2069\u200b\u200d\ufe0f\ufeff\x00\x07\x1b\x7f\x85\u2028\u2029\ud83d\udc00🏽👨‍👩‍👧🇬🇧e\u0301"
)
PERSONAL = ("Callum Fletcher", "07700 900123", "callum@example.org", "SW1A 1AA", "www.example.org/callum")


@given(st.lists(st.sampled_from([*SCRIPTS, *STRANGE, *PIECES, " ", "\n"]), max_size=40).map("".join))
@hypothesis_settings(max_examples=150)
def test_every_script_and_every_strange_sign_is_read(text: str) -> None:
    reading = read(text)
    assert (reading.sentiment == "unscored") == (reading.language not in ("en", "und"))
    assert reading.concern in ("none", "check", "urgent")


@given(st.sampled_from(PERSONAL), st.text(alphabet=SCRIPTS + STRANGE + " .,", max_size=30))
@hypothesis_settings(max_examples=60)
def test_what_is_masked_shows_in_no_reason(personal: str, around: str) -> None:
    reading = read(f"{around} \n My dad {personal} hits me \n {around}")
    if personal not in reading.masked:
        assert not [why for why in reading.why.values() if personal in why]


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        for personal in PERSONAL:
            read(f"My dad {personal} hits me {STRANGE}")
    assert caplog.records == []


def test_why_shows_no_personal_data() -> None:
    reading = read("My stepdad Callum Fletcher hits me, ring 07700 900123")
    assert reading.concern == "urgent"
    assert not [
        word for word in ("Callum", "Fletcher", "07700") if word in "".join(reading.why.values()) + reading.masked
    ]
