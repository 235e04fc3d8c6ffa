"""Whether a comment in English is positive, negative, mixed or neutral, and which words decided. Never a score.

Each clause is read by the phrases of this field (`data/sentiment.txt`) first. What they leave is read by VADER (Hutto
and Gilbert 2014) with the words that only name needs and services made neutral (`data/vader.txt`). A small model gives
a second opinion (`model`), which counts where the phrases are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.comments import lists, model
from analysis.comments.phrases import Match, PhraseBook, phrase_book
from analysis.comments.tokens import Token, Words

LABELS = ("positive", "neutral", "negative")
"""In the order of the model's weights."""
CONTRAST = lists.word_set("sentiment.contrast")
STOPS = frozenset(".!?;")
QUESTION = re.compile(
    r"^ (?:(?:and|so|please|ok|also) )?(?:who|what|when|where|which|how|is|are|can|could|do|does|will|would"
    r"|should|may|has|have)"
    r" (?!many more|much longer|long do|many times|come|hard)"
)
LONGEST = 40
"""A clause is cut after so many words, so that the time is linear in the length of a text."""
STRONG = {"0": 0.0, "1": 0.3, "2": 0.6, "3": 1.2}
CLEAR = 0.2
"""From here on a clause, or a comment, is not neutral."""
PHRASES_SPOKE, PHRASES_SILENT = 2.5, 0.2
"""How much (in log odds) the phrases' label weighs against the model's, when a phrase decided and when none did."""
BOTH = 0.35
"""A comment whose sides are both this clear is mixed."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """positive, negative, mixed or neutral, and the places (start, end) of the words that decided, strongest first."""

    label: str
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a comment with its points (-2..2), whether a contrast opens it, and where the deciding words stand."""

    points: float
    contrasts: bool
    place: tuple[int, int]


@lru_cache
def book() -> PhraseBook[str]:
    return phrase_book("sentiment.txt")


@lru_cache
def analyzer() -> SentimentIntensityAnalyzer:
    vader = SentimentIntensityAnalyzer()
    for line in lists.lines("vader.txt"):
        points, *changed = line.split()
        vader.lexicon.update(dict.fromkeys(changed, float(points)))
    vader.emojis = {}
    return vader


def feel(words: Words) -> Feeling:
    """Read one comment that is known to be English."""
    found = sorted(book().find(words), key=lambda match: (match.first, -match.last))
    clauses = [clause for clause in weighed(words, found) if clause.points or clause.contrasts]
    places = tuple(c.place for c in sorted(clauses, key=lambda c: -abs(c.points)) if c.points)[:3]
    return second_opinion(words, Feeling(label(clauses), places))


def second_opinion(words: Words, feeling: Feeling) -> Feeling:
    """The label that phrases and model together think likeliest; mixed is the phrases' alone."""
    opinion = model.opinion("sentiment_model.txt", words) if feeling.label != "mixed" else None
    if opinion is None:
        return feeling
    trust = PHRASES_SPOKE if feeling.places else PHRASES_SILENT
    sums = [each + trust * (name == feeling.label) for name, each in zip(LABELS, opinion.logs, strict=True)]
    best = sums.index(max(sums))
    return feeling if LABELS[best] == feeling.label else Feeling(LABELS[best], (opinion.places[best],))


def label(clauses: list[Clause]) -> str:
    best = max((clause.points for clause in clauses), default=0.0)
    worst = min((clause.points for clause in clauses), default=0.0)
    if best >= BOTH and worst <= -BOTH:
        return "mixed"
    total = sum(clause.points for clause in clauses)
    return "positive" if total >= CLEAR else "negative" if total <= -CLEAR else "neutral"


def weighed(words: Words, found: list[Match[str]]) -> Iterator[Clause]:
    """Each clause with its points. `found` is in the order of the text."""
    place = 0
    for first, last, contrasts in clauses_of(words.tokens, within(found)):
        while place < len(found) and found[place].first < first:
            place += 1
        inside, ahead = [], place
        while ahead < len(found) and found[ahead].first < last:
            if found[ahead].last <= last:
                inside.append(found[ahead])
            ahead += 1
        yield weigh(words, first, last, contrasts, inside)


def within(found: list[Match[str]]) -> frozenset[int]:
    """The places of tokens that stand inside a phrase, its first token left out: no clause ends there."""
    return frozenset(place for match in found for place in range(match.first + 1, match.last))


def clauses_of(tokens: tuple[Token, ...], kept: frozenset[int]) -> Iterator[tuple[int, int, bool]]:
    """First and one past the last token of each clause, and whether it stands against the one before."""
    first, contrasts = 0, False
    for place, token in enumerate(tokens):
        word = ";" if token.norm == "," and place not in kept else token.norm
        if word in STOPS or word in CONTRAST or place - first >= LONGEST:
            if place > first:
                yield first, place + (word in STOPS), contrasts
            first, contrasts = place + (word in STOPS), word in CONTRAST
    if first < len(tokens):
        yield first, len(tokens), contrasts


def weigh(words: Words, first: int, last: int, contrasts: bool, found: list[Match[str]]) -> Clause:
    tokens = words.tokens[first:last]
    chosen = without_overlap(found)
    points = sum(value(match.meaning) for match in chosen)
    taken = {place for match in chosen for place in range(match.first, match.last)}
    rest = " ".join(
        token.norm for place, token in enumerate(tokens, first) if place not in taken and token.norm.isascii()
    )
    left = compound(rest)
    if tokens[-1].norm == "?" and not points and QUESTION.match(" " + words.line[words.starts[first] :][:60]):
        left = 0.0
    points = max(-2.0, min(2.0, points + (0.4 * left if points else left)))
    decided = max(chosen, key=lambda match: abs(value(match.meaning)), default=None)
    place = (decided.start, decided.end) if decided else (tokens[0].start, tokens[-1].end)
    return Clause(points if abs(points) >= CLEAR else 0.0, contrasts, place)


def compound(text: str) -> float:
    """VADER's points, which are 0 where it knows no word of a text: then it need not be asked."""
    known = analyzer().lexicon
    if not any(word in known for word in text.split()):
        return 0.0
    return float(analyzer().polarity_scores(text)["compound"])


def value(meaning: str) -> float:
    sign, strength = meaning.split()
    return STRONG[strength] * (-1 if sign == "negative" else 1)


def without_overlap(found: list[Match[str]]) -> list[Match[str]]:
    """The strongest matches, of equal ones the longest, so that no word counts twice."""
    taken: set[int] = set()
    chosen = []
    for match in sorted(found, key=lambda match: (-rank(match), match.first - match.last, match.first)):
        span = range(match.first, match.last)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(match)
    return chosen


def rank(match: Match[str]) -> float:
    """Longer phrases know more; a heading's strength comes on top."""
    return min(match.last - match.first, 6) + abs(value(match.meaning))
