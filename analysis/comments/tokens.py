"""How a text is cut into words that rules can be written for: small letters, one spelling, no marks. No rules here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from analysis.comments import lists

# A run of emoji, a word (with marks inside it such as in "don't", "one-to-one"), or one mark.
PIECE = re.compile(
    r"(?P<hyphen>(?<=\w)-(?=\w))|[^\W_]+(?:['’‘`´][^\W_]+)*|[.!?…]+|[,;:()\n]|[☀-➿🌀-🫿⬀-⯿]|:-?[()D/|]|[-–—]+|\S"
)
ENDS = frozenset(".!?…;\n")
ELONGATED = re.compile(r"(.)\1{2,}")
GOOD_FACES = frozenset("😀😃😄😁😆😊🙂😍🥰😘🤩😎🥳👍👏🙌💪❤💛💚💙💜🧡💖💕⭐🌟✅☺😇🤗🎉💯🌈✨🫶👌")
BAD_FACES = frozenset("😞😔😟😕🙁☹😣😖😫😩😢😭😤😠😡🤬😱😨😰😥😓👎💔❌🤮🤢😒🙄😾😿😑")
LONGEST = 40
"""No rule looks further into a word: a text may be one word of 100,000 letters."""
LONG = {"ll": "will", "re": "are", "ve": "have", "d": "would", "m": "am"}
PRONOUNS = lists.word_set("tokens.pronouns")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text: how rules see it, and where it stands in the text."""

    norm: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """A text as its tokens, and as one line (`line`: tokens with one space around each) that patterns search."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def line(self) -> str:
        return " " + "".join(f"{token.norm} " for token in self.tokens)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each token begins in `line`."""
        places, place = [], 1
        for token in self.tokens:
            places.append(place)
            place += len(token.norm) + 1
        return tuple(places)


def read(text: str) -> Words:
    """Cut a text. A hyphen inside a word only parts it: "self-harm" is "self harm"."""
    pieces = (found for found in PIECE.finditer(text) if not found["hyphen"])
    return Words(text, tuple(Token(norm(found[0]), *found.span()) for found in pieces))


def norm(piece: str) -> str:
    """How rules see one piece of a text."""
    return norm_of(piece[:LONGEST])


@lru_cache(maxsize=50_000)
def norm_of(piece: str) -> str:
    if not piece[0].isalnum():
        return mark(piece)
    word = piece.casefold().replace("’", "'").replace("‘", "'").replace("`", "'").replace("´", "'")
    if ELONGATED.search(word):
        word = shortened(word)
    return spelt(expanded(word))


def mark(piece: str) -> str:
    if piece[0] in GOOD_FACES or piece in (":)", ":-)", ":D", ":-D"):
        return "goodface"
    if piece[0] in BAD_FACES or piece in (":(", ":-(", ":/", ":-/"):
        return "badface"
    return piece[0] if piece[0] in "!?" else "." if piece[0] in ENDS else "," if piece[0] in ",:()-–—" else piece


def shortened(word: str) -> str:
    """ "sooooo" as "so", "goooood" as "good"."""
    twice, once = ELONGATED.sub(r"\1\1", word), ELONGATED.sub(r"\1", word)
    return twice if lists.is_english(twice) or not lists.is_english(once) else once


def expanded(word: str) -> str:
    """Short forms in full ("we'll", "she's"), other apostrophes left out ("dont", "sons")."""
    head, _, tail = word.partition("'")
    if tail in LONG:
        return f"{head} {LONG[tail]}"
    if tail == "s" and head in PRONOUNS:
        return f"{head} is"
    return word.replace("'", "")


@lru_cache
def spellings() -> dict[str, str]:
    """How words are often written by children and in haste -> how rules spell them."""
    pairs = (line.partition("=") for line in lists.lines("spellings.txt"))
    return {wrong: right.strip() for wrongs, _, right in pairs for wrong in wrongs.split()}


def spelt(word: str) -> str:
    right = spellings().get(word)
    if right is not None:
        return right
    if len(word) < 5 or not word.isascii() or " " in word or lists.is_english(word) or lists.is_first_name(word):
        return word
    return misspellings().get(word) or next((hit for hit in without_one(word) if hit), word)


def without_one(word: str) -> list[str | None]:
    """Words of the rules that become this one, or a shorter one, when one letter is left out of it."""
    known = misspellings()
    return [known.get(word[:place] + word[place + 1 :]) for place in range(1, len(word))]


@lru_cache
def misspellings() -> dict[str, str]:
    """Each longer word of the rules with one letter left out -> the word. The first letter always stays."""
    made: dict[str, str] = {}
    for word in sorted(lists.words("spelling_targets.txt")):
        for place in range(1, len(word)):
            made.setdefault(word[:place] + word[place + 1 :], word)
        made[word] = word
    return made
