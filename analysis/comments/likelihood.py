"""How likely one sentence tells of a concern, by weights of words, families of words and pairs of families.

The weights are learned by `scripts/train_comments`. They know what no list of phrases holds: who does what to whom, in
words that were never seen together before. What follows from it is decided in `concern`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

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
    """The log-odds of a concern of one sentence: its words, each with the place of its token."""

    odds: float
    sentence: tuple[tuple[str, int], ...]


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


def features(words: list[str]) -> set[str]:
    """Words, two and three neighbours, the same of their families (after "~"), and pairs of families (after "+")."""
    kin = [family(word) for word in words]
    plain, relatives = ["^", *words, "$"], ["^", *kin, "$"]
    marked = [f"~{name}" for name in relatives]
    found = {*words, *marked[1:-1]}
    for first, line in ((plain, plain), (marked, relatives)):
        found.update(map(" ".join, zip(first, line[1:], strict=False)))
        found.update(map(" ".join, zip(first, line[1:], line[2:], strict=False)))
    named = [(place, name) for place, name in enumerate(kin) if name.isupper()]
    for at, (place, name) in enumerate(named):
        found.update([f"+{name} {second}" for other, second in named[at + 1 : at + REACH] if other - place < REACH])
    return found


def spans(words: list[str]) -> Iterator[Feature]:
    """The words, and up to three neighbours, as features with the first and one past the last word that each covers."""
    kin = [family(word) for word in words]
    for size in (1, 2, 3):
        for first in range(len(words) - size + 1):
            last = first + size
            yield " ".join(words[first:last]), first, last
            yield "~" + " ".join(kin[first:last]), first, last


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
    found = (Likelihood(odds([word for word, _ in sentence]), tuple(sentence)) for sentence in sentences(words))
    return max(found, key=lambda each: each.odds, default=None)


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


def odds(sentence: list[str], at: int = 0) -> float:
    """The log-odds of a concern (0), or, if it is one, of an urgent one (1)."""
    known = weights()
    hits = list(filter(None, map(known.get, features(sentence))))
    return known["=base"][at] + sum([hit[at] for hit in hits]) / max(1, len(hits)) ** DAMPING


def families_of(found: Likelihood) -> set[str]:
    return {family(word) for word, _ in found.sentence}


def is_urgent(found: Likelihood) -> bool:
    return odds([word for word, _ in found.sentence], 1) > 0


def place(words: Words, found: Likelihood) -> tuple[int, int]:
    """Where the words stand that speak most for a concern; of the whole sentence if only common ones do."""
    listed = [word for word, _ in found.sentence]
    telling = [
        each for each in spans(listed) if each[0] in weights() and not COMMON.issuperset(listed[each[1] : each[2]])
    ]
    _, first, last = max(telling, key=lambda each: weights()[each[0]][0], default=("", 0, len(listed)))
    return words.tokens[found.sentence[first][1]].start, words.tokens[found.sentence[last - 1][1]].end


def kind(found: Likelihood) -> str:
    """The likeliest category of a sentence that tells of a concern."""
    known = kinds()
    own = {word for each, _ in found.sentence for word in (each, "~" + family(each))}
    sums = list(map(sum, zip(known["=base"], *filter(None, map(known.get, own)), strict=True)))
    return names()[sums.index(max(sums))]
