"""The lists of words that ship with the reading of comments, each read once, when first needed. No rules here."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
UNMARKED = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ə": "e", "’": "'", "‘": "'"})


def lines(name: str) -> tuple[str, ...]:
    """The lines of one list, without comments and blank lines."""
    text = (DATA / name).read_text(encoding="utf-8")
    return tuple(line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#"))


@lru_cache
def words(name: str) -> frozenset[str]:
    """A list of single words, lower case."""
    return frozenset(word for line in lines(name) for word in line.split())


@lru_cache
def word_sets() -> dict[str, frozenset[str]]:
    """The small sets that single rules name."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lines("word_sets.txt"):
        head, equals, rest = line.partition(" = ")
        name = head if equals else name
        found.setdefault(name, []).extend((rest if equals else line).split())
    return {name: frozenset(words) for name, words in found.items()}


def word_set(name: str) -> frozenset[str]:
    return word_sets()[name]


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """A word in small letters without accents, as names are listed: "Bożena" is "bozena"."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(UNMARKED))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def is_first_name(word: str) -> bool:
    return folded(word) in words("first_names.txt")


def is_surname(word: str) -> bool:
    return folded(word) in words("surnames.txt")


def is_english(word: str) -> bool:
    """Whether a small-letter word is one of the common English words, its plain inflections included."""
    known = words("english_words.txt")
    return word in known or word in words("english_more.txt") or word.replace("'", "") in words("english_more.txt")
