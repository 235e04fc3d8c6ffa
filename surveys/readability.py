"""How old a reader must be to read English texts with ease. Judging the figure is the checks' business."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyphen import Pyphen

SENTENCE_ENDS = re.compile(r"[.!?]+(?=\W|$)|\n")
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d+(?:[.,]\d+)*")
FIRST_GRADE_AGE = 5


def reading_age(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade + 5, in years, over all texts together; 0.0 without a word.

    Grade = 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid and others 1975). A text that ends
    without a full stop ends a sentence too.
    """
    counts = [[len(words), sum(map(syllables, words))] for text in texts for words in sentences(text)]
    words = sum(count for count, _ in counts)
    if not words:
        return 0.0
    spoken = sum(count for _, count in counts)
    return 0.39 * words / len(counts) + 11.8 * spoken / words - 15.59 + FIRST_GRADE_AGE


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence of a text; parts without a word are left out."""
    found = (WORD.findall(part) for part in SENTENCE_ENDS.split(text))
    return [words for words in found if words]


@cache
def syllables(word: str) -> int:
    """Places where the word may be hyphenated, plus one; a number counts as one."""
    return sum(len(dictionary().positions(part)) + 1 for part in re.split("[-'’]", word) if len(part) > 1) or 1


@cache
def dictionary() -> Pyphen:
    """The American patterns, which part words at more of their syllables than the British ones.

    Loaded on first use: a respondent's request never needs them.
    """
    from pyphen import Pyphen

    return Pyphen(lang="en_US")
