"""How likely one sentence tells of a concern, by weights of words, families of words and pairs of families.

The weights are learned by `scripts/train_comments`. They know what no list of phrases holds: who does what to whom, in
words that were never seen together before. What follows from it is decided in `concern`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from analysis.comments import lists
from analysis.comments.tokens import Words

LONGEST = 40
"""A sentence is cut after so many words, so that the time is linear in the length of a text."""
REACH = 6
"""Two families further apart than this do not count as a pair."""
DAMPING = 0.3
"""Long sentences have more features: their sum is divided by how many, to this power."""
COMMON = lists.word_set("likelihood.common")
"""Words that decide nothing by themselves: none of them alone is shown as the reason."""
ENDINGS = ("ing", "ed", "es", "s", "ly")
Feature = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Log-odds of a concern and of an urgent one among concerns, of the likeliest sentence, and its telling place."""

    odds: float
    urgent: float
    place: tuple[int, int]
    words: tuple[str, ...]


@lru_cache
def families() -> dict[str, str]:
    pairs = (line.partition(" = ") for line in lists.lines("families.txt"))
    return {word: name for name, _, members in reversed(list(pairs)) for word in members.split()}


@lru_cache(maxsize=50_000)
def family(word: str) -> str:
    """The family of a word, in capitals; else the word without its ending."""
    known = families().get(word)
    if known:
        return known
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def features(words: list[str]) -> Iterator[Feature]:
    """Each feature with the first and one past the last word that it covers: words, neighbours, pairs of families."""
    kin = [family(word) for word in words]
    last = len(words)
    for mark, line in (("", words), ("~", kin)):
        padded = ["^", *line, "$"]
        for place, word in enumerate(line):
            yield mark + word, place, place + 1
        for place in range(last + 1):
            yield f"{mark}{padded[place]} {padded[place + 1]}", max(0, place - 1), min(last, place + 1)
        for place in range(last):
            three = f"{mark}{padded[place]} {padded[place + 1]} {padded[place + 2]}"
            yield three, max(0, place - 1), min(last, place + 2)
    named = [(place, name) for place, name in enumerate(kin) if name.isupper()]
    for at, (place, name) in enumerate(named):
        for other, second in named[at + 1 : at + REACH]:
            if other - place < REACH:
                yield f"+{name} {second}", place, other + 1


@lru_cache
def weights() -> dict[str, tuple[float, float]]:
    """A feature -> its weight for a concern, and for an urgent one."""
    found = (line.split("\t") for line in lists.lines("concern_model.txt"))
    return {feature: (float(concern), float(urgent)) for feature, concern, urgent in found}


@lru_cache
def kinds() -> dict[str, tuple[float, ...]]:
    """A word or family -> its weight for each category, whose names stand under "=names"."""
    found = (line.split("\t") for line in lists.lines("concern_kinds.txt")[1:])
    return {word: tuple(map(float, numbers)) for word, *numbers in found}


@lru_cache
def names() -> tuple[str, ...]:
    """The categories, in the order of their weights."""
    return tuple(lists.lines("concern_kinds.txt")[0].split("\t")[1:])


def likeliest(words: Words) -> Likelihood | None:
    """The sentence of a text that tells of a concern most likely; None for a text without words."""
    best: Likelihood | None = None
    for sentence in sentences(words):
        found = weigh(words, sentence)
        if best is None or found.odds > best.odds:
            best = found
    return best


def sentences(words: Words) -> Iterator[list[tuple[str, int]]]:
    """The words of each sentence, each with the place of its token."""
    sentence: list[tuple[str, int]] = []
    for place, token in enumerate(words.tokens):
        if token.norm in (".", "!", "?") or len(sentence) >= LONGEST:
            if sentence:
                yield sentence
            sentence = []
        if token.norm not in (".", "!"):
            sentence += [(word, place) for word in token.norm.split()]
    if sentence:
        yield sentence


def weigh(words: Words, sentence: list[tuple[str, int]]) -> Likelihood:
    known = weights()
    concern = urgent = 0.0
    seen: set[str] = set()
    most, telling = -inf, (0, len(sentence))
    listed = [word for word, _ in sentence]
    for feature, first, last in features(listed):
        weight = known.get(feature)
        if weight is not None and feature not in seen:
            seen.add(feature)
            concern += weight[0]
            urgent += weight[1]
            if weight[0] > most and not COMMON.issuperset(listed[first:last]):
                most, telling = weight[0], (first, last)
    damping = max(1, len(seen)) ** DAMPING
    base = known["=base"]
    start = words.tokens[sentence[telling[0]][1]].start
    end = words.tokens[sentence[telling[1] - 1][1]].end
    odds = (base[0] + concern / damping, base[1] + urgent / damping)
    return Likelihood(*odds, (start, end), tuple(listed))


def kind(likelihood: Likelihood) -> str:
    """The likeliest category of a sentence that tells of a concern."""
    sums = list(kinds()["=base"])
    for word in {word for each in likelihood.words for word in (each, "~" + family(each))}:
        for at, weight in enumerate(kinds().get(word, ())):
            sums[at] += weight
    return names()[sums.index(max(sums))]
