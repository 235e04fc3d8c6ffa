"""Where a text is masked, as a person changes it: word by word, or by typing what is to be hidden. No storage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby

KINDS = ("NAME", "SCHOOL", "PHONE", "EMAIL", "POSTCODE", "ADDRESS", "LINK", "NUMBER", "DATE")
WORD = re.compile(r"\S+")
BEFORE, AFTER = re.compile(r"[^\w@+]*"), re.compile(r"\W*\Z")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One masked stretch of a text."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One word as it is shown, with its number. `kind` is set where it is masked; `line` where a new line begins."""

    number: int
    text: str
    kind: str
    line: bool


def words_of(text: str) -> list[tuple[int, int]]:
    """Where each word begins and ends; what stands without blanks between is one word."""
    return [found.span() for found in WORD.finditer(text)]


def masked(text: str, spans: Iterable[Span]) -> str:
    """The text with `[NAME]` and the like in place of each span. `spans` in the order of the text."""
    parts, place = [], 0
    for span in spans:
        parts += [text[place : span.start], f"[{span.kind}]"]
        place = span.end
    return "".join([*parts, text[place:]])


def pieces(text: str, spans: list[Span], original: bool) -> Iterator[Piece]:
    """The words of a text to show: as they were written, or with masks in place of what is hidden."""
    place, last = 0, 0
    for number, (start, end) in enumerate(words_of(text)):
        line, last = "\n" in text[last:start], end
        while place < len(spans) and spans[place].end <= start:
            place += 1
        over = [span for span in spans[place:] if span.start < end and span.end > start]
        shown = text[start:end] if original or not over else part(text, start, end, over)
        if shown:
            yield Piece(number, shown, over[0].kind if over else "", line)


def part(text: str, start: int, end: int, over: list[Span]) -> str:
    """A word with its masks; a mask that began in an earlier word is shown there."""
    parts, place = [], start
    for span in over:
        parts.append(text[place : max(span.start, place)])
        if span.start >= start:
            parts.append(f"[{span.kind}]")
        place = min(span.end, end)
    return "".join([*parts, text[place:end]])


def changed(text: str, spans: list[Span], hidden: AbstractSet[int], kind: str) -> list[Span]:
    """The spans after a person said which words are hidden: what was hidden keeps its kind, the rest gets this one.

    A span whose words are all still hidden stays as it is, to the letter.
    """
    words = words_of(text)
    kept = [span for span in spans if all(number in hidden for number in numbers(words, span))]
    covered = {number for span in kept for number in numbers(words, span)}
    old = {number: span.kind for span in spans for number in numbers(words, span)}
    rest = sorted(number for number in hidden if number not in covered and number < len(words))
    runs = groupby(enumerate(rest), key=lambda pair: (pair[1] - pair[0], old.get(pair[1], kind)))
    for (_, its_kind), run in runs:
        inside = [number for _, number in run]
        kept.append(trimmed(text, words[inside[0]], words[inside[-1]], its_kind))
    return sorted(kept)


def numbers(words: list[tuple[int, int]], span: Span) -> list[int]:
    return [number for number, (start, end) in enumerate(words) if start < span.end and end > span.start]


def trimmed(text: str, first: tuple[int, int], last: tuple[int, int], kind: str) -> Span:
    """From one word to another, without the punctuation around them; a word of nothing else stays whole."""
    head, tail = BEFORE.match(text[slice(*first)]).end(), AFTER.search(text[slice(*last)]).start()
    return Span(first[0] + (head if head < first[1] - first[0] else 0), last[0] + (tail or last[1] - last[0]), kind)


def with_typed(text: str, spans: list[Span], typed: str, kind: str) -> list[Span]:
    """The spans and every other place where these words stand, in capitals or not."""
    typed = " ".join(typed.split())
    if not typed:
        return spans
    pattern = r"\s+".join(re.escape(word) for word in typed.split(" "))
    pattern = rf"(?<!\w){pattern}(?!\w)" if typed.isascii() else pattern
    found = [Span(*hit.span(), kind) for hit in re.finditer(pattern, text, re.IGNORECASE)]
    free = [span for span in found if not any(span.start < old.end and span.end > old.start for old in spans)]
    return sorted([*spans, *free])


def compared(found: Iterable[Span], said: Iterable[Span]) -> tuple[int, int, int]:
    """How many masks of the software a person kept, how many they took away, how many they added.

    One that a person made wider or narrower counts as kept: it hid something that had to be hidden.
    """
    found, said = list(found), list(said)
    right = [one for one in found if any(one.start < span.end and one.end > span.start for span in said)]
    missed = [span for span in said if not any(one.start < span.end and one.end > span.start for one in found)]
    return len(right), len(found) - len(right), len(missed)
