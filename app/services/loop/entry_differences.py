"""What changed between two versions of an entry, field by field. Nothing is stored here."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.loop.entry_texts import LISTS, EntryText

OWN = ("you_said_easy", "you_said", "picture", "audience", "journey_point", "limb", "exemption", "exemption_note")
OF_REPLY = ("kind", "text_easy", "text", "instead", "organisation", "owner", "evidence", "date")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that says something else. `reply` is the answer's number from 1, or 0 for the entry's own fields."""

    reply: int
    field: str
    before: str
    after: str


def differences(old: EntryText, new: EntryText) -> list[Difference]:
    """Every field that differs; answers are compared with the answer that keeps their key, wherever it moved."""
    found = [
        Difference(0, key, str(getattr(old, key) or ""), str(getattr(new, key) or ""))
        for key in OWN
        if getattr(old, key) != getattr(new, key)
    ]
    for key in LISTS:
        was, now = (", ".join(getattr(content, key)) for content in (old, new))
        if was != now:
            found.append(Difference(0, key, was, now))
    before, after = ({reply.key: reply for reply in content.replies} for content in (old, new))
    for number, key in enumerate(dict.fromkeys([*after, *before]), 1):
        for field in OF_REPLY:
            was, now = (str(getattr(replies.get(key), field, "")) for replies in (before, after))
            if was != now:
                found.append(Difference(number, field, was, now))
    return found
