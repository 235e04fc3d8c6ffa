"""What in a comment could give a person away, and the comment with it masked. Which rule hit is kept, never the text.

Rules with a name list: the shapes of numbers, addresses and links (`privacy_shapes`), names by list, case and context
(`privacy_names`), schools by the partnership's list and by their shape (`privacy_schools`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.comments import privacy_names, privacy_schools, privacy_shapes
from analysis.comments.privacy_schools import Schools


@dataclass(frozen=True, slots=True)
class Mask:
    """One masked stretch of a text (start, end), what stands for it (such as "NAME") and the rule that found it."""

    start: int
    end: int
    kind: str
    why: str


def find(text: str, schools: Schools | None = None) -> tuple[Mask, ...]:
    """The masks of a text in its order; none overlaps another. Earlier rules win over later ones."""
    taken: list[Mask] = []
    free = bytearray(len(text))
    for found in (privacy_shapes.find(text), privacy_schools.find(text, schools), privacy_names.find(text)):
        for start, end, kind, why in found:
            if not any(free[start:end]):
                free[start:end] = b"\x01" * (end - start)
                taken.append(Mask(start, end, kind, why))
    return tuple(sorted(taken, key=lambda mask: mask.start))


def masked(text: str, masks: Iterable[Mask]) -> str:
    """The text with `[NAME]` and the like in place of what was found. `masks` in the order of the text."""
    parts, place = [], 0
    for mask in masks:
        parts += [text[place : mask.start], f"[{mask.kind}]"]
        place = mask.end
    return "".join([*parts, text[place:]])


def part(text: str, start: int, end: int, masks: Iterable[Mask]) -> str:
    """One stretch of the text as it may be shown: whole masks in place of what they cover."""
    inside = [mask for mask in masks if mask.start < end and mask.end > start]
    if not inside:
        return text[start:end]
    start, end = min(start, inside[0].start), max(end, inside[-1].end)
    moved = [Mask(mask.start - start, mask.end - start, mask.kind, mask.why) for mask in inside]
    return masked(text[start:end], moved)
