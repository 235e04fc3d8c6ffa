"""One comment read whole: language, feeling, concern and the masked text, each with why. The only door to this package.

Nothing here keeps, logs or raises a text: an error names no word of what was read.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.comments import concern, language, privacy, sentiment, tokens
from analysis.comments.privacy_schools import Schools

VERSION = "2026-11-22.3"
"""Changes whenever the same text may be read differently; stored with each reading."""
UNSCORED = "unscored"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one text. `why` names the step and, masked, the words that decided it."""

    language: str
    sentiment: str
    concern: str
    category: str
    masked: str
    masks: tuple[privacy.Mask, ...]
    why: dict[str, str]
    version: str = VERSION


def read(text: str, schools: Schools | None = None) -> Reading:
    """Read one comment. `schools` are the partnership's (`privacy_schools.known`)."""
    masks = privacy.find(text, schools)
    masked = privacy.masked(text, masks)
    words = tokens.read(text)
    plain = without(words, masks)
    found = language.language(bare(text, masks), plain)
    worry = concern.concern(words)
    if found.code not in (language.ENGLISH, language.UNKNOWN):
        foreign = concern.foreign_concern(words)
        worry = foreign if foreign.level == "urgent" or worry.level == "none" else worry
    feeling = (
        sentiment.feel(plain) if found.code in (language.ENGLISH, language.UNKNOWN) else sentiment.Feeling(UNSCORED)
    )
    why = {
        "language": found.why,
        "sentiment": shown(text, feeling.places, masks),
        "concern": shown(text, worry.places, masks),
        "masked": ", ".join(sorted({mask.why for mask in masks})),
    }
    return Reading(found.code, feeling.label, worry.level, worry.category, masked, masks, why)


def bare(text: str, masks: tuple[privacy.Mask, ...]) -> str:
    """The text with nothing where a mask is."""
    parts, place = [], 0
    for mask in masks:
        parts.append(text[place : mask.start])
        place = mask.end
    return "".join([*parts, text[place:]])


def without(words: tokens.Words, masks: tuple[privacy.Mask, ...]) -> tokens.Words:
    """The words that no mask covers."""
    kept, place = [], 0
    for token in words.tokens:
        while place < len(masks) and masks[place].end <= token.start:
            place += 1
        if place >= len(masks) or token.end <= masks[place].start:
            kept.append(token)
    return tokens.Words(words.text, tuple(kept))


def shown(text: str, places: tuple[tuple[int, int], ...], masks: tuple[privacy.Mask, ...]) -> str:
    """The words that decided, as an analyst may see them."""
    return " / ".join(" ".join(privacy.part(text, start, end, masks).split())[:120] for start, end in places)
