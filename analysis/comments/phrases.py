"""A small language for phrases, and a quick way to find many of them in one text. What phrases mean is not here.

A phrase is words with one space between them. `a|b` is either word, `word~` any word that begins so, `(a b|c)?` may be
missing, `*` up to three words of any kind and `*5` up to five (never over the end of a sentence or a "but"), `{me}` a
named list. What may be missing says nothing at the end of a phrase, and is left out there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from analysis.comments import lists
from analysis.comments.tokens import Token, Words

T = TypeVar("T")
GAP = r"(?:(?!(?:[.!?;]|but|although|though|however) )[^ ]+ ){0,%s}"
ELEMENT = re.compile(r"\([^()]*\)\??|\{\w+\}\??|\S+")
MOST_COMMON = lists.word_set("phrases.most_common")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A phrase found: what it stands for, its first and one past its last token, its place in the text."""

    meaning: T
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase(Generic[T]):
    """One pattern, what it stands for, and words of which a text must have one: those that fewest texts have, and,
    quicker to look up than the pattern, those of the other elements that it needs."""

    pattern: re.Pattern[str]
    meaning: T
    anchors: frozenset[str]
    others: tuple[frozenset[str], ...]


class PhraseBook(Generic[T]):
    """Many phrases, found in the time that the few take whose words are in the text."""

    def __init__(self, phrases: list[tuple[str, T]], classes: Mapping[str, str] | None = None) -> None:
        self.by_anchor: dict[str, list[Phrase[T]]] = {}
        for source, meaning in phrases:
            phrase = compiled(source, meaning, classes or {})
            for anchor in phrase.anchors:
                self.by_anchor.setdefault(anchor, []).append(phrase)

    def find(self, words: Words) -> Iterator[Match[T]]:
        """Every match, phrase by phrase; matches of different phrases may overlap."""
        seen: set[int] = set()
        keys = set(words.line.split())
        keys |= {beginning(word) for word in keys}
        for key in keys & self.by_anchor.keys():
            for phrase in self.by_anchor[key]:
                if id(phrase) not in seen:
                    seen.add(id(phrase))
                    if not any(map(keys.isdisjoint, phrase.others)):
                        yield from matches(phrase, words)


def matches(phrase: Phrase[T], words: Words) -> Iterator[Match[T]]:
    tokens: tuple[Token, ...] = words.tokens
    for found in phrase.pattern.finditer(words.line):
        first = bisect_right(words.starts, found.start() + 1) - 1
        last = bisect_right(words.starts, found.end() - 1)
        yield Match(phrase.meaning, first, last, tokens[first].start, tokens[last - 1].end)


def beginning(word: str) -> str:
    """Under what a phrase stands that names only how a word begins."""
    return f"{word[:3]}~"


def compiled(source: str, meaning: T, classes: Mapping[str, str]) -> Phrase[T]:
    elements = ELEMENT.findall(source)
    while elements[-1].startswith("*") or elements[-1].endswith("?"):
        elements.pop()
    pattern = "".join(expression(element, classes) for element in elements)
    first, *others = needed(elements, classes, source)
    return Phrase(re.compile(f"(?<= ){pattern}"), meaning, first, tuple(others))


def expression(element: str, classes: Mapping[str, str]) -> str:
    """One element as a regular expression that ends with the space after it."""
    if element.startswith("*"):
        return GAP % (element[1:] or "3")
    each = "|".join(choice_expression(choice, classes) for choice in alternatives(element))
    return f"(?:(?:{each}) )" + ("?" if element.endswith("?") else "")


def choice_expression(choice: str, classes: Mapping[str, str]) -> str:
    """Some words: a named list among them is any of its own."""
    found = []
    for word in choice.split():
        if word.startswith("{"):
            found.append(
                "(?:" + "|".join(choice_expression(each, classes) for each in classes[word[1:-1]].split("|")) + ")"
            )
        else:
            found.append(re.escape(word).replace("\\~", "~").replace("~", "[^ ]*"))
    return " ".join(found)


def alternatives(element: str) -> list[str]:
    body = element.removesuffix("?")
    body = body[1:-1] if body.startswith("(") else body
    return [part.strip() for part in body.split("|")]


def first_words(choice: str, classes: Mapping[str, str]) -> list[str]:
    """What a choice can begin with."""
    word = choice.split()[0]
    if not word.startswith("{"):
        return [word]
    return [first for each in classes[word[1:-1]].split("|") for first in first_words(each.strip(), classes)]


def needed(elements: list[str], classes: Mapping[str, str], source: str) -> Iterator[frozenset[str]]:
    """The words, or beginnings of words, of each element that may not be missing; the rarest first."""
    never_missing = [element for element in elements if element[0] != "*" and not element.endswith("?")]
    sets = [[w for choice in alternatives(each) for w in first_words(choice, classes)] for each in never_missing]
    for place, choices in enumerate(sorted(sets, key=lambda choices: sum(map(commonness, choices)))):
        short = [choice for choice in choices if choice.endswith("~") and len(choice) < 4]
        if short and place == 0:
            raise ValueError(f"In {source!r} the beginning {short[0]!r} is too short")
        if not short:
            yield frozenset(beginning(choice) if choice.endswith("~") else choice for choice in choices)


def commonness(word: str) -> int:
    return 1000 if word in MOST_COMMON else 10


def named(lines: tuple[str, ...]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """A list of phrases: its named lists (`{me} = me|us`), and its phrases, each with the `[heading]` above it."""
    classes: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    heading = ""
    for line in lines:
        if line.startswith("{") and " = " in line:
            name, _, words = line.partition(" = ")
            classes[name.strip("{} ")] = expand(words, classes)
        elif line.startswith("["):
            heading = line.strip("[]")
        else:
            found.append((line, heading))
    return classes, found


def expand(words: str, classes: Mapping[str, str]) -> str:
    """A named list may hold others."""
    return re.sub(r"\{(\w+)\}", lambda name: classes[name[1]], words)


def phrase_book(name: str) -> PhraseBook[str]:
    """The phrases of one list that ships, each meaning its heading."""
    classes, found = named(lists.lines(name))
    return PhraseBook(found, classes)
