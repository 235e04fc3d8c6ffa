"""How promises go on: their state told by their owners, kept in time, late or broken. What they say is the entry's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.house import House
from app.models.base import db
from app.models.loop import PROGRESS, Entry, PromiseNote
from app.services import audit, facts
from app.services.errors import N_, Invalid, NotFound
from app.services.staff import SignedIn
from app.services.transaction import writing

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """The latest word on one promise. `done_on` is the day on which it was told as complete."""

    state: str
    note: str
    noted_on: date

    @property
    def done_on(self) -> date | None:
        return self.noted_on if self.state == "complete" else None


Notes = Mapping[str, Progress]
"""The latest word by the key of the answer that promises."""


def standing(due: date, progress: Progress | None, today: date) -> str:
    """ "Kept", "kept-late", "late" (due and not done) or "open", in small letters. Due today is not late."""
    done_on = progress.done_on if progress else None
    if done_on:
        return "kept" if done_on <= due else "kept-late"
    return "late" if due < today else "open"


def of_entries(entry_ids: Iterable[str] | None = None) -> dict[str, dict[str, Progress]]:
    """The latest word on every promise of these entries (of all without any), in one query."""
    latest = func.max(PromiseNote.number).over(partition_by=(PromiseNote.entry_id, PromiseNote.reply))
    rows = select(PromiseNote, latest.label("latest"))
    if entry_ids is not None:
        rows = rows.where(PromiseNote.entry_id.in_(list(entry_ids)))
    found: dict[str, dict[str, Progress]] = defaultdict(dict)
    for note, number in db.session.execute(rows):
        if note.number == number:
            found[note.entry_id][note.reply] = Progress(note.state, note.note, note.noted_on)
    return found


def tell(house: House, entry_id: str, reply: str, state: str, note: str, actor: SignedIn) -> None:
    """Add a word on a promise; it is public at once, since it says only how far the promise is."""
    note = note.strip()
    if state not in PROGRESS:
        raise Invalid(N_("Choose how far it is."))
    if len(note) > LONGEST_NOTE:
        raise Invalid(N_("Keep the note under %(most)s letters."), most=LONGEST_NOTE)
    with writing():
        entry = db.session.get(Entry, entry_id)
        if entry is None:
            raise NotFound(N_("There is no such entry."))
        own = (PromiseNote.entry_id == entry_id, PromiseNote.reply == reply)
        number = (db.session.scalar(select(func.max(PromiseNote.number)).where(*own)) or 0) + 1
        db.session.add(
            PromiseNote(
                entry_id=entry_id,
                reply=reply,
                number=number,
                state=state,
                note=note,
                noted_on=house.today(),
                noted_by=actor.id,
            )
        )
        facts.loop_changed()
        audit.record(house, actor.email, "promise-told", entry.slug, state)
