"""Names of schools in a comment: the partnership's own list, and words with a capital before a school's word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis.comments import lists

Found = tuple[int, int, str, str]
KIND = (
    r"(?:(?:(?:C\.?E\.?|C of E|R\.?C\.?|Catholic|Church of England|Methodist|Muslim|Islamic|Community|Voluntary"
    r"|Free|Foundation|Special|Nursery|Infants?"
    r"|Junior|Primary|Secondary|High|Grammar|Middle|Upper|Lower|First|Girls'?|Boys'?|Comprehensive|Technology"
    r"|and|&|Sixth|Form|Pre-?|Prep|Preparatory"
    r"|Children's|Childrens|Children’s|Family|Sports|Specialist|Resource) ){0,6}"
    r"(?:School|Schools|Academy|College|Nursery|Primary|Secondary|Infants|Juniors|Junior|Infant|Sixth Form"
    r"|Pre-?school|Preschool|UTC|Kindergarten"
    r"|Playgroup|Childminders|Children's Centre|Childrens Centre|Children’s Centre|Family Centre|Youth Club"
    r"|Centre|PRU|Grammar|High)\b)"
)
SHAPE = re.compile(
    rf"\b(?:(?:The|St\.?|Saint|SS|Our Lady(?: of)?|[A-Z][\w'’.-]{{1,24}}|of|and|&) ){{1,6}}?{KIND}(?! (?:staff"
    rf"|year|age|place|places)\b)"
)
CALLED = re.compile(
    r"\b(?:(?:school|college|nursery|academy|setting) (?:is |was )?(?:called|named)|(?:go|goes|went|going"
    r"|attend|attends|attended|moved|started) (?:to|at)?) ?"
    r"(?P<it>(?:st\.? )?(?:[a-z][\w'’-]{2,20} ){1,3}(?:primary school|junior school|infant school|high school"
    r"|primary|academy|secondary|college"
    r"|juniors|infants|nursery|special school|school))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Schools:
    """The partnership's schools as people write them, ready to be looked for."""

    pattern: re.Pattern[str] | None


def known(names: Iterable[str]) -> Schools:
    """Longer names first, so that the whole of a name is masked. Shorter than four letters is no name."""
    wanted = sorted({" ".join(name.split()) for name in names if len(name.strip()) > 3}, key=len, reverse=True)
    spelt = "|".join(re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]?") for name in wanted)
    return Schools(re.compile(rf"\b(?:{spelt})(?!\w)", re.IGNORECASE) if wanted else None)


def find(text: str, schools: Schools | None) -> Iterator[Found]:
    if schools and schools.pattern:
        yield from ((*found.span(), "SCHOOL", "list of schools") for found in schools.pattern.finditer(text))
    for found in SHAPE.finditer(text):
        start = past_general(found[0])
        if start is not None:
            yield found.start() + start, found.end(), "SCHOOL", "shape of a school's name"
    for found in CALLED.finditer(text):
        start = past_general(found["it"])
        if start is not None and " " in found["it"][start:]:
            yield found.start("it") + start, found.end(), "SCHOOL", "school after a verb"


def past_general(name: str) -> int | None:
    """Where the name itself begins; None if it is only general words ("A Special School", "My Primary")."""
    place, words = 0, name.split(" ")
    while words and (words[0].lower() in openers() and words[0].lower() != "the"):
        place += len(words.pop(0)) + 1
    own = [word for word in words if word.lower().strip(".,") not in general()]
    return place if own else None


@lru_cache
def general() -> frozenset[str]:
    """Words that name no school by themselves."""
    return lists.words("school_words.txt")


@lru_cache
def openers() -> frozenset[str]:
    """Words that can stand before a school's name with a capital without being part of it."""
    return lists.word_set("privacy_schools.openers")
