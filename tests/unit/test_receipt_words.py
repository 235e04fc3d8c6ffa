"""The lists of words that receipts are written in: long enough, tell-apart words, in the script of their language."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

WORDS = Path(__file__).resolve().parents[2] / "translations" / "words"
LETTERS = {"en": "[a-z]", "ar": "[\u0621-\u063a\u0641-\u064a]", "pl": "[a-ząćęłńóśźż]"}
LANGUAGES = sorted(path.stem for path in WORDS.glob("*.txt"))


def words_of(language: str) -> list[str]:
    return (WORDS / f"{language}.txt").read_text(encoding="utf-8").splitlines()


def plain(word: str) -> str:
    """The word as someone may type it: no marks on letters, any case, plain letters for special ones."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
    return "".join(each for each in letters if not unicodedata.combining(each)).translate(str.maketrans("łىة", "lيه"))


def test_there_are_lists():
    assert set(LETTERS) <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_bits_a_word(language):
    assert len(words_of(language)) == 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_differ_however_they_are_typed(language):
    assert len({plain(word) for word in words_of(language)}) == 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_short_and_in_one_script(language):
    shape = re.compile(LETTERS.get(language, r"[^\W\d_]") + "{3,8}")
    assert [word for word in words_of(language) if not shape.fullmatch(word)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_written_in_one_way_only(language):
    assert [word for word in words_of(language) if word != unicodedata.normalize("NFC", word).lower()] == []


def test_four_letters_tell_english_words_apart():
    assert len({word[:4] for word in words_of("en")}) == 1024
