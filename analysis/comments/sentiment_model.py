"""A second opinion on the feeling of a short comment: weights of words and of pairs of words. Learning is not here.

The weights are a multinomial logistic regression on labelled sentences of this field (`scripts/train_sentiment`); they
know how plain facts are told ("the report was written without seeing him") for which no phrase stands in the lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, log

from analysis.comments import lists
from analysis.comments.tokens import Words

LABELS = ("positive", "neutral", "negative")
LONGEST = 60
"""Comments of more tokens are left to the phrases: the model learned from single sentences."""
Weights = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The log-probability of each of `LABELS`, and for each the place (start, end) of the word that spoke most for it."""

    logs: Weights
    places: tuple[tuple[int, int], ...]


@lru_cache
def weights() -> dict[str, Weights]:
    """The feature -> its weight for each label; "=base" holds the intercepts."""
    found = (line.split("\t") for line in lists.lines("sentiment_model.txt"))
    return {name: (float(positive), float(neutral), float(negative)) for name, positive, neutral, negative in found}


def features(words: list[str]) -> list[str]:
    """Words and pairs of neighbours; figures are alike; the beginning and the end count as neighbours."""
    seen = ["0" if word.isdigit() else word for word in words]
    return [*seen, *(f"{first} {second}" for first, second in pairwise(["^", *seen, "$"]))]


def opinion(words: Words) -> Opinion | None:
    """None for a text that is too long, or of which the model knows nothing."""
    if len(words.tokens) > LONGEST:
        return None
    known = weights()
    hits = [name for name in dict.fromkeys(features(words.line.split())) if name in known]
    if not hits:
        return None
    sums = [known["=base"][place] + sum(known[name][place] for name in hits) for place in range(3)]
    whole = log(sum(exp(each - max(sums)) for each in sums)) + max(sums)
    logs = (sums[0] - whole, sums[1] - whole, sums[2] - whole)
    return Opinion(logs, tuple(place_of(words, max(hits, key=lambda name, at=at: known[name][at])) for at in range(3)))


def place_of(words: Words, feature: str) -> tuple[int, int]:
    """Where the first word of a feature stands in the text."""
    wanted = [part for part in feature.split(" ") if part not in "^$"]
    for token in words.tokens:
        if wanted and wanted[0] in token.norm.split():
            return token.start, token.end
    return words.tokens[0].start, words.tokens[-1].end
