"""Names of people in a comment: by lists of first names and surnames, with case and with what stands around.

A word that is also an English word ("Rose", "Will", "Hope") is a name only where its neighbours say so. The lists are
described in docs/comments.md. A name that is on no list and has no cue is missed; so is many a lower-case one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis.comments import lists

Found = tuple[int, int, str, str]
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+(?:['’][^\W\d_]+)*)*")
TITLES = lists.word_set("privacy_names.titles")
KIN_TITLES = lists.word_set("privacy_names.kin_titles")
ROLES = lists.word_set("privacy_names.roles")
PERSON_VERBS = lists.word_set("privacy_names.person_verbs")
BEFORE = lists.word_set("privacy_names.before")
STARTS = frozenset(".!?\n")
FUNCTION = lists.word_set("privacy_names.function")


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of the text with what is asked about it."""

    text: str
    start: int
    end: int
    opens: bool
    low: str
    """In small letters."""
    base: str
    """The same without a possessive ending."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def loud(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


def find(text: str) -> Iterator[Found]:
    pieces = read(text)
    shouting = is_shouting(pieces)
    done = -1
    for place in range(len(pieces)):
        if place <= done:
            continue
        why = reason(text, pieces, place, shouting)
        if why:
            first, done = whole(text, pieces, place, shouting)
            yield pieces[first].start, without_ending(pieces[done]), "NAME", why


def read(text: str) -> list[Piece]:
    pieces, last = [], 0
    for found in WORD.finditer(text):
        between = text[last : found.start()]
        low = found[0].lower().replace("’", "'")
        opens = not pieces or bool(STARTS & set(between))
        pieces.append(Piece(found[0], found.start(), found.end(), opens, low, low.removesuffix("'s")))
        last = found.end()
    return pieces


def is_shouting(pieces: list[Piece]) -> bool:
    """Whether capitals say nothing, because nearly all is in capitals, or every word begins with one."""
    long = [piece for piece in pieces if len(piece.text) > 1]
    capitals = sum(piece.capital for piece in long)
    small = any(not piece.capital and piece.low in FUNCTION for piece in long)
    return (bool(long) and sum(piece.loud for piece in long) > 0.7 * len(long) and len(long) > 2) or (
        len(long) > 4 and capitals > 0.8 * len(long) and not small
    )


def without_ending(piece: Piece) -> int:
    return piece.end - (2 if piece.low.endswith("'s") else 0)


def reason(text: str, pieces: list[Piece], place: int, shouting: bool) -> str:
    """Why this word begins a name; "" if it does not."""
    piece = pieces[place]
    before = pieces[place - 1] if place else None
    if (
        before
        and text[before.end : piece.start].strip(" .") == ""
        and before.base in TITLES
        and after_title(before, piece, shouting)
    ):
        return "title before it"
    if piece.base in TITLES:
        return ""
    if after_cue(text, pieces, place):
        return "words before it"
    kind = standing(piece.base)
    if kind == "no":
        return unlisted(text, pieces, place, shouting)
    if not piece.capital or (shouting and piece.loud):
        return "list of names" if kind == "sure" and (shouting or bare(piece)) else ""
    if kind == "sure":
        return "list of names"
    if kind == "word":
        return "a word used as a name" if used_as_name(text, pieces, place) else ""
    return "surname" if not piece.opens and not shouting and person_near(text, pieces, place) else ""


@lru_cache(maxsize=50_000)
def standing(word: str) -> str:
    """sure (a first name and no word), word (both), surname (only that, and no word), no."""
    if len(word) < 3 and word not in (
        "jo",
        "al",
        "ed",
        "mo",
        "bo",
        "ty",
        "li",
        "yu",
        "xu",
        "wu",
        "aj",
        "tj",
        "cj",
        "jj",
    ):
        return "no"
    if word in lists.words("not_names.txt"):
        return "no"
    parts = word.split("-")
    if len(parts) > 1:
        return (
            "sure"
            if all(standing(part) in ("sure", "word") for part in parts) and any(standing(p) == "sure" for p in parts)
            else "no"
        )
    if lists.is_first_name(word):
        return "word" if lists.is_english(lists.folded(word)) else "sure"
    if lists.is_surname(word):
        return "no" if lists.is_english(lists.folded(word)) else "surname"
    return "no"


def bare(piece: Piece) -> bool:
    """Whether a small-letter word is a name even so: common enough and long enough to be nothing else."""
    return len(piece.base) > 4 and piece.base in lists.words("common_first_names.txt")


def after_title(title: Piece, piece: Piece, shouting: bool) -> bool:
    word = piece.base
    if word in FUNCTION or word in lists.words("not_names.txt"):
        return False
    if piece.capital and not shouting:
        return title.capital or title.base not in KIN_TITLES or not lists.is_english(word)
    known = lists.is_first_name(word) or lists.is_surname(word)
    return known and not lists.is_english(word) if title.base in KIN_TITLES else known or not lists.is_english(word)


def after_cue(text: str, pieces: list[Piece], place: int) -> bool:
    """After "my name is", "called", "my friend" and the like: a small-letter word counts if it is no English word."""
    piece = pieces[place]
    if piece.base in FUNCTION or piece.base in lists.words("not_names.txt") or place == 0:
        return False
    before = [each.low for each in pieces[max(0, place - 4) : place]]
    if re.search(r"[.!?\n]", text[pieces[place - 1].end : piece.start]):
        return False
    likely = piece.capital or not lists.is_english(piece.base) or standing(piece.base) in ("sure",)
    if before[-2:] in (["name", "is"], ["name", "was"], ["names", "is"]) or before[-1] in ("name's", "named", "names"):
        return likely or standing(piece.base) == "word"
    if before[-1] == "called":
        return piece.capital or (
            not lists.is_english(piece.base)
            and len(before) > 1
            and before[-2] not in ("i", "we", "they", "she", "he", "and")
        )
    if before[-1] in ("i'm", "im") or before[-2:] == ["i", "am"] or before[-2:] == ["this", "is"]:
        return standing(piece.base) == "sure" and not lists.is_english(piece.base)
    if before[-1] in ROLES and text[pieces[place - 1].end : piece.start] in (" ", ", ", " - ", " ("):
        return (piece.capital and standing(piece.base) != "no") or standing(piece.base) == "sure"
    if before[-1] == "is" and len(before) > 1 and before[-2] in ROLES:
        return standing(piece.base) == "sure"
    return False


def used_as_name(text: str, pieces: list[Piece], place: int) -> bool:
    """ "Rose will need a pass", "thanks to Grace": a capital inside a sentence, or before what a person does."""
    piece = pieces[place]
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    next_to = after is not None and text[piece.end : after.start] == " "
    if piece.low.endswith("'s") and not piece.opens:
        return True
    if not piece.opens:
        return not piece.loud
    if not next_to or after is None:
        return False
    if (
        after.capital
        and not after.loud
        and standing(after.base) in ("sure", "surname", "word")
        and after.low != piece.low
    ):
        return True
    return after.low in PERSON_VERBS and opener_is_name(piece.base, after.low)


def opener_is_name(word: str, after: str) -> bool:
    """At the start of a sentence "Will you" and "Hope is" say nothing; "Rose has" does."""
    return word not in (
        "hope",
        "faith",
        "joy",
        "grace",
        "will",
        "may",
        "autumn",
        "summer",
        "winter",
        "guy",
        "grant",
        "chase",
        "hung",
        "frank",
    ) or (
        word in ("will", "grant", "hope", "faith", "joy", "grace")
        and after in ("will", "has", "said", "says", "told", "loves", "likes", "rang", "left", "went", "needs")
    )


def person_near(text: str, pieces: list[Piece], place: int) -> bool:
    """Whether a word that is only a surname stands where a person would."""
    before = pieces[place - 1] if place else None
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    return bool(
        (before and before.low in BEFORE)
        or (after and after.low in PERSON_VERBS)
        or (before and before.capital and standing(before.base) == "sure")
    )


def unlisted(text: str, pieces: list[Piece], place: int, shouting: bool) -> str:
    """A word with a capital inside a sentence that is on no list: a name where a person would stand."""
    piece = pieces[place]
    if shouting or piece.opens or not piece.capital or piece.loud or len(piece.base) < 3 or place == 0:
        return ""
    word = lists.folded(piece.base)
    if piece.base in lists.words("not_names.txt") or lists.is_english(word) or lists.is_english(word.removesuffix("s")):
        return ""
    before, after = pieces[place - 1], pieces[place + 1] if place + 1 < len(pieces) else None
    if any(part in lists.words("not_names.txt") for part in piece.base.split("-")):
        return ""
    if before.low in ROLES or (
        after and after.low in PERSON_VERBS - {"and", "who", "is", "was", "will"} and before.low in BEFORE
    ):
        return "capital where a person would stand"
    return ""


def whole(text: str, pieces: list[Piece], place: int, shouting: bool) -> tuple[int, int]:
    """First and last word of the name: the title before it, further names and initials after it."""
    first = last = place
    if (
        place
        and pieces[place - 1].base in TITLES
        and text[pieces[place - 1].end : pieces[place].start].strip(" .") == ""
    ):
        first = place - 1
    while last + 1 < len(pieces) and last - first < 5 and follows(text, pieces[last], pieces[last + 1], shouting):
        last += 1
    return first, last


def follows(text: str, piece: Piece, after: Piece, shouting: bool) -> bool:
    """Whether the next word belongs to the same name."""
    if text[piece.end : after.start] not in (" ", "  ", ". ") or piece.low.endswith("'s") or after.base in TITLES:
        return False
    if shouting or not after.capital:
        return (
            not after.capital
            and standing(after.base) in ("surname", "sure")
            and not lists.is_english(after.base)
            and not piece.capital
        )
    if after.base in FUNCTION or after.base in lists.words("not_names.txt"):
        return False
    return len(after.text) == 1 or not after.loud or piece.loud
