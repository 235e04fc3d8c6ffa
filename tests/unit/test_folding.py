"""People find what they half remember: whatever the case, the accents, and the keyboard that it was written with."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.loop.folding import folded

LETTERS = st.text(st.sampled_from("aÄßéłŁİıﬁ ژيىیكکةہھئۀأإٱًـ\u200c\u200d\u200f\u00ad٣۳3½Ǆ\n\u00a0ȘȚšő"), max_size=24)


@pytest.mark.parametrize(
    ("written", "looked_for"),
    [
        ("Façade", "FACADE"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ștefan", "stefan"),
        ("İstanbul", "istanbul"),
        ("مُدَرِّسَة", "مدرسه"),
        ("إلى المدرسة", "الى المدرسة"),
        ("علي", "علی"),
        ("كتاب", "کتاب"),
        ("خـــدمة", "خدمة"),
        ("بہتر", "بهتر"),
        ("می\u200cخواهم", "می خواهم"),
        ("می خواهم", "می\u200cخواهم"),
        ("بعد ٣ أسابيع", "3 اسابيع"),
        ("۱۲ ہفتے", "12 هفتے"),
        ("inclu\u00adsion", "inclusion"),
    ],
)
def test_what_is_written_differently_is_found(written: str, looked_for: str) -> None:
    assert all(word in folded(written) for word in folded(looked_for).split())


def test_other_letters_are_other_letters() -> None:
    assert folded("بيت") != folded("بنت")
    assert folded("ے") != folded("ی")


@given(LETTERS, LETTERS)
def test_whatever_is_found_by_accents_and_case_alone_is_found(text: str, word: str) -> None:
    """The folding of before: nothing that it finds is lost."""

    def plain(text: str) -> str:
        return "".join(
            char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
        )

    for wish in (word, text[2:9], text.upper()[1:5]):
        if all(each in plain(text) for each in plain(wish).split()):
            assert all(each in folded(text) for each in folded(wish).split())


@given(LETTERS)
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
