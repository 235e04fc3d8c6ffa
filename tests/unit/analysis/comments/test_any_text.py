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


def test_why_shows_no_personal_data() -> None:
    reading = read("My stepdad Callum Fletcher hits me, ring 07700 900123")
    assert reading.concern == "urgent"
    assert not [
        word for word in ("Callum", "Fletcher", "07700") if word in "".join(reading.why.values()) + reading.masked
    ]
