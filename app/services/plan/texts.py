"""What an action of the plan says, as one version, and when it is fit to be kept and read. Stores nothing."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from dataclasses import asdict, dataclass, field
from datetime import date

from app.house import House
from app.models.loop import PROGRESS
from app.services.errors import N_, Invalid

LONGEST, LONGEST_EASY, LONGEST_NOTE = 1000, 300, 2000
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
MILESTONE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(\s+done)?\s*:\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of an action, the day by which it is to be reached, and whether it was."""

    due_on: date
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class ActionText:
    """What an action says, as one version. `note` is the latest quarterly word and `quarter` when it was said.

    `owner` is a role, never a person's name. `easy` has the title in easy read in other languages, by code.
    """

    reference: str
    title: str
    organisation: str
    state: str
    title_easy: str = ""
    owner: str = ""
    milestones: tuple[Milestone, ...] = ()
    note: str = ""
    quarter: str = ""
    easy: dict[str, str] = field(default_factory=dict)

    def stored(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=date.isoformat)

    @classmethod
    def from_stored(cls, text: str) -> ActionText:
        data = json.loads(text)
        rows = data.pop("milestones", ())
        milestones = tuple(Milestone(**{**row, "due_on": date.fromisoformat(row["due_on"])}) for row in rows)
        return cls(**data, milestones=milestones)


def check(house: House, content: ActionText) -> None:
    """What no action may be. Raises `Invalid` with the first thing that is wrong."""
    if not REFERENCE.fullmatch(content.reference):
        raise Invalid(N_("A reference has letters, figures, dots and dashes, at most 40."))
    if not content.title:
        raise Invalid(N_("Every action needs a title."))
    if content.organisation not in {place.id for place in house.partnership.organisations}:
        raise Invalid(N_("Choose an organisation of the partnership."))
    if content.state not in PROGRESS:
        raise Invalid(N_("Choose one of the five states."))
    lengths = ((content.title, LONGEST), (content.title_easy, LONGEST_EASY), (content.note, LONGEST_NOTE))
    for text, most in lengths:
        if len(text) > most:
            raise Invalid(N_("Keep this text under %(most)s letters."), most=most)


def read_milestones(text: str) -> tuple[Milestone, ...]:
    """From lines, or parts between semicolons, such as "2026-06: Named contacts" or "2026-06-30 done: Training".

    A month means its last day. Raises `Invalid` with the part that cannot be read.
    """
    parts = [part.strip() for part in re.split(r"[\n;]", text)]
    return tuple(sorted((read_milestone(part) for part in parts if part), key=lambda each: each.due_on))


def read_milestone(text: str) -> Milestone:
    found = MILESTONE.fullmatch(text)
    try:
        year, month = (int(found[1]), int(found[2])) if found else (0, 0)
        due_on = date(year, month, int(found[3]) if found and found[3] else monthrange(year, month)[1])
    except (ValueError, IndexError):
        message = N_("“%(text)s” is not a milestone. Write it like “2026-06-30: Named contacts”.")
        raise Invalid(message, text=text[:80]) from None
    return Milestone(due_on, found[5].strip(), bool(found[4]))


def written_milestones(milestones: tuple[Milestone, ...]) -> str:
    """The same as text, one a line."""
    return "\n".join(f"{each.due_on.isoformat()}{' done' if each.done else ''}: {each.text}" for each in milestones)
