"""What makes a question hard or unfair to answer, as patterns over English. Which texts are looked at: `checks`."""

from __future__ import annotations

import re
from collections.abc import Iterator

NEGATIVE = re.compile(r"\b(?:not|never|cannot|nobody|nothing|\w+n['’]t)\b", re.IGNORECASE)

PRAISE = "good|great|nice|kind|easy|clear|quick|fast|fair|honest|open|friendly|helpful|useful|simple|calm|polite|true"
FEELING = "safe|happy|sure|welcome|ready|proud|well|involved|included|informed|supported|valued|respected|understood"
DONE = "listened|heard|taken|asked|told|planned|prepared|consulted|explained|checked|reviewed|updated|met"
DOING = "listen|understand|know|act|help|tell|ask|care|trust|share|explain|respect|answer|change|join|learn|believe"
ADJECTIVES = rf"(?:{PRAISE}|{FEELING}|{DONE})"
VERBS = rf"(?:{DOING})s?"
ASKS = "do|does|did|is|are|was|were|have|has|can|could|will|would|how|what|why|when|who|where"
PERSONS = "i|we|they|he|she"
TWO_ASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\?.+\?",
        rf"\band (?:{ASKS})\b",
        rf"\w\w[^.?!]* \w+ \w+,? and (?:{PERSONS}) \w",
        rf"\b{ADJECTIVES}(?: to| for| about)? and (?:\w+ly )?{ADJECTIVES}\b",
        rf"\b{VERBS}\b[^.?!,]{{0,30}} and (?:\w+ly )?{VERBS}\b",
    )
)

LEADING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:surely|obviously|of course|as you know|everyone knows|everybody knows)\b",
        r"\b(?:do|would) you agree\b",
        r"\b(?:don|isn|aren|wasn|weren|wouldn|doesn|didn)['’]t (?:you|it|they|we|this|that)\b",
        r"\bhow (?:very )?(?:good|great|helpful|excellent|bad|awful|terrible|wonderful|much (?:better|worse))\b(?! or)",
        r"\b(?:excellent|amazing|wonderful|fantastic|terrible|awful|disgraceful|failing|outstanding)\b",
    )
)

ACRONYM = re.compile(r"\b[A-Z]{2,}s?\b")
EVERYDAY = frozenset({"NHS", "GP", "GPs", "UK", "OK", "TV", "ID", "QR", "PDF", "ADHD"})
"""Short forms that readers know better than what they stand for."""
JARGON = re.compile(
    r"\b(?:provisions?|outcomes?|stakeholders?|co-?produc\w+|multi-agency|holistic|pathways?|graduated approach|"
    r"statutory|attainment|signpost\w*|liais\w+|cohorts?|commission\w*|practitioners?|implement\w*|utilis\w+|"
    r"engagement|intervention|strateg\w+|framework)\b",
    re.IGNORECASE,
)
EXPLAINED = r"\({0}\)|\b{0}(?:[\w ]* \(| means | is short for )"


def negative(text: str) -> str | None:
    """The first negative word of a question."""
    return first(NEGATIVE, text)


def two_asks(text: str) -> str | None:
    """The words that join two questions in one. Lists of things ("parents and carers") are no such join."""
    return next((found for pattern in TWO_ASKS if (found := first(pattern, text))), None)


def leading(text: str) -> str | None:
    """The words that push towards one answer."""
    return next((found for pattern in LEADING if (found := first(pattern, text))), None)


def unexplained(text: str, beside: str) -> Iterator[str]:
    """Acronyms and jargon that neither the text nor what stands beside it explains."""
    for word in dict.fromkeys((*ACRONYM.findall(text), *JARGON.findall(text))):
        if word not in EVERYDAY and not re.search(EXPLAINED.format(re.escape(word)), f"{text} {beside}"):
            yield word


def first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group(0) if found else None
