"""A second opinion on a short comment: weights of words and of pairs of words. Learning is not here.

The weights are logistic regressions on labelled sentences of this field (`scripts/train_comments`). They know how plain
facts are told ("the report was written without seeing him") for which no phrase stands in the lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, log

from analysis.comments import lists
from analysis.comments.tokens import Words

LONGEST = 60
"""Comments of more tokens are left to the phrases: the models learned from single sentences."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The log-probability of each label, and for each the place (start, end) of the word that spoke most for it."""

    logs: tuple[float, ...]
    places: tuple[tuple[int, int], ...]


@lru_cache
def weights(name: str) -> dict[str, tuple[float, ...]]:
    """The feature -> its weight for each label; "=base" holds the intercepts."""
    found = (line.split("\t") for line in lists.lines(name))
    return {feature: tuple(map(float, numbers)) for feature, *numbers in found}


def features(words: list[str]) -> list[str]:
    """Words and pairs of neighbours; figures are alike; the beginning and the end count as neighbours."""
    seen = ["0" if word.isdigit() else word for word in words]
    return [*seen, *(f"{first} {second}" for first, second in pairwise(["^", *seen, "$"]))]


def opinion(name: str, words: Words) -> Opinion | None:
    """None for a text that is too long, or of which the model knows nothing."""
    if len(words.tokens) > LONGEST:
        return None
    known = weights(name)
    hits = [feature for feature in dict.fromkeys(features(words.line.split())) if feature in known]
    if not hits:
        return None
    each = [known[feature] for feature in hits]
    sums = [base + sum(column) for base, column in zip(known["=base"], zip(*each, strict=True), strict=True)]
    whole = log(sum(exp(points - max(sums)) for points in sums)) + max(sums)
    loudest = [max(hits, key=lambda feature, at=at: known[feature][at]) for at in range(len(sums))]
    return Opinion(tuple(points - whole for points in sums), tuple(place_of(words, feature) for feature in loudest))


def place_of(words: Words, feature: str) -> tuple[int, int]:
    """Where the words of a feature stand in the text."""
    wanted = [part for part in feature.split(" ") if part not in ("^", "$")]
    for token in words.tokens:
        if wanted and wanted[0] in token.norm.split():
            return token.start, token.end
    return words.tokens[0].start, words.tokens[-1].end
