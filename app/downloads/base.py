"""What every download format is given and gives back, and what makes a text cell safe. No format itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class DownloadContext:
    """What a file says beside the table. `about` are headings with their paragraphs, in plain English.

    `names` gives words for ids, by column and id. `exact` are the rows before rounding, for example data only; a format
    writes them in place of the table's own. `csv_name` is what the CSV beside it is called, `beside` the
    release's other tables.
    """

    title: str
    synthetic: bool
    about: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    csv_name: str = ""
    beside: tuple[SafeTable, ...] = ()
    exact: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One file format: how its name ends, what the web calls it, and how it is written."""

    extension: str
    media_type: str
    write: Callable[[SafeTable, DownloadContext], bytes]
    known_as: str = ""

    @property
    def label(self) -> str:
        """What its link says."""
        return self.known_as or self.extension.upper()


def rows_of(table: SafeTable, context: DownloadContext) -> list[Mapping[str, Any]]:
    """The rows to write, each by column."""
    return list(context.exact) if context.exact is not None else [row.to_dict() for row in table.rows]


def safe_text(value: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before what could start one."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


HEADINGS = {
    "audience": "Who",
    "other": "Beside whom",
    "group_kind": "Kind of group",
    "group": "Group",
    "survey": "Survey",
    "journey_point": "Part of the journey",
    "voice": "Who speaks",
    "measure_kind": "Kind of measure",
    "measure": "Measure",
    "question": "Question",
    "option": "Answer",
    "verdict": "In words",
}
"""Columns of ids, with what stands above their words where a person reads."""


def words(names: Mapping[tuple[str, str], str], column: str, value: str) -> str:
    """The name of an id; of a merged group the names of all its parts."""
    parts = value.split("+") if column == "group" else [value]
    return " and ".join(names.get((column, part), part) for part in parts)


def words_in(names: Mapping[tuple[str, str], str], column: str, row: Mapping[str, Any]) -> str:
    """The words of an id in its line: what an answer is called depends on its question."""
    value = row[column] or ""
    own = f"{row['question']}/{value}" if column == "option" else ""
    return names.get((column, own)) or words(names, column, value)
