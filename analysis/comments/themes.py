"""Helps for a person who sorts comments: which are like those that carry a theme, and which are like one another.

Works on masked texts of one language at a time, by the words that they share (TF-IDF), and says which words those are.
Decides nothing; loads scikit-learn, so it belongs into the worker.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

WORD = re.compile(r"[^\W\d_]{3,}")
MASK = re.compile(r"\[[A-Z]+\]")
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})
"""Languages written without spaces between words: two letters at a time stand for words."""
ENDINGS = re.compile(r"(?:ations?|ings?|edly|ed|ers?|ies|es|s|ly)$")
LONGEST_START = 5
"""Of words of other languages only the start counts, which is what most endings leave."""
OFTEN, FEW = 0.3, 20
"""A word in more than this share of more than so many comments says nothing."""
SHARED, LEAST_LIKE, MOST_THEMES = 3, 0.18, 2
COMMON = 0.5
LEAST_EXAMPLES, LEAST_TOGETHER = 2, 3
MOST_PILES, FEWEST, TOLD = 30, 8, 4
LEARNED, ROUNDS = 20_000, 60


@dataclass(frozen=True, slots=True)
class Likely:
    """That a text (by its place) is like those of a theme, how much (0 to 1), and the words that it shares."""

    place: int
    theme: str
    likeness: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Texts (by their places) that share words, and the words that tell them from others."""

    words: tuple[str, ...]
    places: tuple[int, ...]


def stem(word: str, language: str) -> str:
    """What several forms of a word have in common, roughly."""
    if language == "en":
        short = ENDINGS.sub("", word)
        return short if len(short) > 2 else word
    return word[:LONGEST_START]


class Words:
    """Texts as sparse vectors of their stems; knows by which word each stem is told."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self.language = language
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        vectorizer = self.vectorizer(len(texts))
        try:
            self.matrix: Any = vectorizer.fit_transform(texts)
        except ValueError:  # not one word is left
            self.matrix, self.names = None, []
            return
        self.names = list(vectorizer.get_feature_names_out())

    def vectorizer(self, count: int) -> TfidfVectorizer:
        from sklearn.feature_extraction.text import TfidfVectorizer

        often = OFTEN if count > FEW else 1.0
        known = {"tokenizer": self.tokens, "lowercase": False, "token_pattern": None, "sublinear_tf": True}
        return TfidfVectorizer(**known, max_df=often, min_df=2 if count > FEW else 1, max_features=20_000)

    def tokens(self, text: str) -> list[str]:
        words = WORD.findall(MASK.sub(" ", text).lower())
        if self.language in UNSPACED:
            words = [word[at : at + 2] for word in words for at in range(len(word) - 1)]
        elif self.language == "en":
            from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

            words = [word for word in words if word not in ENGLISH_STOP_WORDS]
        found = [(stem(word, self.language), word) for word in words]
        for name, word in found:
            self.forms[name][word] += 1
        return [name for name, _ in found]

    def told(self, name: str) -> str:
        return self.forms[name].most_common(1)[0][0]


def likely(texts: Sequence[str], carried: Mapping[int, Sequence[str]], language: str) -> list[Likely]:
    """For each text without a theme the themes whose texts it is like, the likest first.

    `carried` says which texts (by place) carry which themes. A theme needs a few texts of this language to be known by.
    """
    words = Words(texts, language)
    examples: dict[str, list[int]] = defaultdict(list)
    for place, themes in carried.items():
        for theme in themes:
            examples[theme].append(place)
    themes = sorted(theme for theme, places in examples.items() if len(places) >= LEAST_EXAMPLES)
    waiting = [place for place in range(len(texts)) if place not in carried]
    if words.matrix is None or not themes or not waiting:
        return []
    middles = middles_of(words.matrix, [examples[theme] for theme in themes])
    alike = words.matrix[waiting] @ middles.T
    found = []
    for row, place in enumerate(waiting):
        order = sorted(range(len(themes)), key=lambda at: (-alike[row, at], themes[at]))[:MOST_THEMES]
        for at in (each for each in order if alike[row, each] >= LEAST_LIKE):
            shared = words.matrix[place].multiply(middles[at])
            found.append(Likely(place, themes[at], min(1.0, float(alike[row, at])), strongest_of(words, shared)))
    return found


def strongest_of(words: Words, shared: Any) -> tuple[str, ...]:
    """The shared words, from a sparse row."""
    row = shared.tocoo()
    order = sorted(zip((-row.data).tolist(), row.col.tolist(), strict=True))
    return tuple(words.told(words.names[at]) for value, at in order[:SHARED] if value < 0)


def middles_of(matrix: Any, groups: Sequence[Sequence[int]]) -> Any:
    """What is particular to each group of rows: their mean, less half of what all texts have in common; of length 1.

    Rocchio 1971, "Relevance feedback in information retrieval", with the rest of the texts as what is not wanted.
    """
    import numpy as np

    everything = np.asarray(matrix.mean(axis=0)).ravel()
    rows = np.vstack([np.asarray(matrix[list(places)].mean(axis=0)).ravel() for places in groups])
    rows = np.clip(rows - COMMON * everything, 0, None)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def together(texts: Sequence[str], language: str) -> list[Together]:
    """A first grouping, the largest pile first; texts that share nothing with others are in none. Always the same.

    Topics by non-negative matrix factorisation (Lee and Seung 1999, Nature 401: 788-791), learned from a part of many
    texts; a text joins the topic that weighs most in it, if it has one of the words that the pile is told by.
    """
    words = Words(texts, language)
    if words.matrix is None or len(texts) < FEWEST:
        return []
    weights, parts = topics(words.matrix)
    strongest = weights.argmax(axis=1)
    piles = []
    for label in range(parts.shape[0]):
        main = sorted(range(parts.shape[1]), key=lambda at: (-parts[label, at], at))[:TOLD]
        having = words.matrix[:, main].getnnz(axis=1) > 0
        places = tuple(int(each) for each in ((strongest == label) & having).nonzero()[0])
        if len(places) >= LEAST_TOGETHER:
            piles.append(Together(tuple(words.told(words.names[at]) for at in main), places))
    return sorted(piles, key=lambda pile: (-len(pile.places), pile.words))


def topics(matrix: Any) -> tuple[Any, Any]:
    """(how much of each topic is in each text, how much of each word is in each topic)."""
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    count = int(min(MOST_PILES, max(2, round((matrix.shape[0] / 2) ** 0.5)), *matrix.shape))
    model = NMF(n_components=count, init="nndsvda", random_state=0, max_iter=ROUNDS, tol=1e-3)
    step = max(1, matrix.shape[0] // LEARNED)
    with warnings.catch_warnings():  # nearly there is near enough
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(matrix[::step])
        return model.transform(matrix), model.components_
