"""How many people stand behind words that came outside surveys, as a safe table. No words, no scores, no storage.

Parts with too few people are put together, so that nothing is left out and nothing can be subtracted.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.disclosure import Release, SafeTable, side_table
from analysis.loop import OTHERS, pooled
from analysis.rounding import shown_n
from analysis.rows import NoteRow

KIND = "notes"
Parts = Mapping[tuple[str, str], int]
"""People by audience and way."""


def notes_table(quarters: Mapping[str, Parts], k: int, title: str, framework_version: str) -> SafeTable:
    """One row for each part of each quarter with at least k people; those of smaller parts stand together."""
    release = Release("", "", None, "board", k, framework_version)
    rows = [row for quarter, parts in quarters.items() for row in rows_of(quarter, parts, k)]
    return side_table(release, KIND, title, rows)


def rows_of(quarter: str, parts: Parts, k: int) -> list[NoteRow]:
    named = {"/".join(part): people for part, people in parts.items()}
    shown = ((name.partition("/"), people) for name, people in pooled(named, k).items())
    return [NoteRow(quarter, audience, way or OTHERS, shown_n(people)) for (audience, _, way), people in shown]
