"""Where a text is masked after a person changed it: to the letter, for any text and any choice of words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.moderation import spans
from app.services.moderation.spans import Span, changed, compared, masked, pieces, with_typed, words_of

TEXT = "Ask Zoltan's mum (Mrs Smith) at Hill School, or ring 07700 900123."
NAME, SCHOOL = Span(4, 10, "NAME"), Span(32, 43, "SCHOOL")


def hide(*words: str) -> set[int]:
    return {number for number, (start, end) in enumerate(words_of(TEXT)) if TEXT[start:end] in words}


@pytest.mark.parametrize(
    ("before", "hidden", "shown"),
    [
        ([NAME], hide("Zoltan's"), "Ask [NAME]'s mum (Mrs Smith) at Hill School, or ring 07700 900123."),
        ([NAME], set(), TEXT),
        ([], hide("(Mrs", "Smith)"), "Ask Zoltan's mum ([PHONE]) at Hill School, or ring 07700 900123."),
        ([SCHOOL], hide("School,"), "Ask Zoltan's mum (Mrs Smith) at Hill [SCHOOL], or ring 07700 900123."),
        ([], hide("07700", "900123."), "Ask Zoltan's mum (Mrs Smith) at Hill School, or ring [PHONE]."),
    ],
)
def test_words_are_hidden_and_shown_again(before: list[Span], hidden: set[int], shown: str) -> None:
    assert masked(TEXT, changed(TEXT, before, hidden, "PHONE")) == shown


def test_typed_words_are_hidden_wherever_they_stand() -> None:
    text = "zoltan, Zoltan and ZOLTAN; not Zoltanka"
    assert masked(text, with_typed(text, [Span(8, 14, "NAME")], "Zoltan", "NAME")) == (
        "[NAME], [NAME] and [NAME]; not Zoltanka"
    )


def test_a_mask_over_several_words_is_shown_once() -> None:
    assert [piece.text for piece in pieces(TEXT, [SCHOOL], original=False)][6:9] == ["[SCHOOL]", ",", "or"]


def test_what_people_kept_took_away_and_added_is_counted() -> None:
    assert compared([NAME, SCHOOL], [Span(4, 12, "NAME"), Span(50, 55, "PHONE")]) == (1, 1, 1)


texts = st.text(st.one_of(st.sampled_from(" \n\t.,'"), st.characters()), max_size=80)


@given(texts, st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.text(max_size=4))
def test_any_choice_gives_spans_in_order_that_hide_what_was_chosen(
    text: str, first: set[int], then: set[int], typed: str
) -> None:
    words = words_of(text)
    once = changed(text, [], first, "NAME")
    assert changed(text, once, {n for s in once for n in spans.numbers(words, s)}, "DATE") == once
    found = with_typed(text, changed(text, once, then, "SCHOOL"), typed, "PHONE")
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    for number in then & set(range(len(words))):
        start, end = words[number]
        assert any(one.start < end and one.end > start for one in found)
    shown = "".join(piece.text for piece in pieces(text, found, original=False))
    assert "".join(shown.split()) == "".join(masked(text, found).split())
