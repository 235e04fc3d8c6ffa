"""A CSV file of the plan's actions: read, every mistake told by line and column, stored whole or not at all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from app.house import House
from app.models.loop import PROGRESS
from app.services import audit
from app.services.asking.entrances import quarter_of
from app.services.errors import N_, Conflict, Invalid
from app.services.plan import actions, keepers
from app.services.plan.texts import REFERENCE, ActionText, check, read_milestones
from app.services.staff import SignedIn
from app.services.transaction import writing

NEEDED = ("reference", "title", "organisation", "state")
COLUMNS = (*NEEDED, "title_easy", "owner", "milestones", "note", "quarter")
EASY_IN = re.compile(r"title_easy_([a-z]{2,3})")
STATES_IN_WORDS = {
    "complete": "complete",
    "under way and on track": "on-track",
    "under way but behind or at risk": "behind",
    "not started and behind": "not-started-behind",
    "not yet started": "not-started",
}
MOST_ROWS = 500
QUARTER = re.compile(r"\d{4}-q[1-4]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the line of the file (1 is the header), the column (blank for the whole line), the reason."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a file does to one action: "new", "changed" (which fields) or "same"."""

    content: ActionText
    what: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be stored. With problems nothing is. `left` are known references that the file does not have."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    left: tuple[str, ...] = ()

    def count(self, what: str) -> int:
        return sum(change.what == what for change in self.changes)


def preview(house: House, content: bytes, actor: SignedIn | None) -> Preview:
    """What the file says and would change. Stores nothing."""
    problems: list[Problem] = []
    rows = list(read(house, content, problems))
    known = {view.content.reference: view.content for view in actions.listed(house)}
    problems += not_theirs(rows, known, actor)
    changes = tuple(change_of(known.get(row.reference), row) for _line, row in rows)
    left = tuple(sorted(set(known) - {row.reference for _line, row in rows}))
    return Preview(changes, tuple(sorted(problems, key=lambda each: each.line)), left)


def store(house: House, content: bytes, actor: SignedIn | None) -> Preview:
    """All or nothing: new actions are added, changed ones get a new version, the others stay as they are."""
    with writing():
        found = preview(house, content, actor)
        if found.problems:
            raise Conflict(N_("Nothing is stored: the file has mistakes."))
        for change in found.changes:
            if change.what == "new":
                actions.add(house, change.content, actor)
            elif change.what == "changed":
                actions.keep(house, actions.known(change.content.reference), change.content, "import", actor)
        counts = f"{found.count('new')} new, {found.count('changed')} changed"
        audit.record(house, actor.email if actor else "command", "plan-imported", "plan", counts)
    return found


def change_of(before: ActionText | None, new: ActionText) -> Change:
    if before is None:
        return Change(new, "new")
    if before.note == new.note and before.state == new.state:
        new = replace(new, quarter=before.quarter)
    names = tuple(item.name for item in fields(ActionText) if getattr(before, item.name) != getattr(new, item.name))
    return Change(new, "changed" if names else "same", names)


def not_theirs(rows: list[tuple[int, ActionText]], known: dict, actor: SignedIn | None) -> Iterator[Problem]:
    """An officer of one organisation brings in that organisation's actions only."""
    if actor is None:
        return
    for line, row in rows:
        before = known.get(row.reference)
        of = {row.organisation, before.organisation} if before else {row.organisation}
        if not all(keepers.may_keep(actor, each) for each in of):
            yield Problem(line, "organisation", "Another organisation keeps this action.")


# Reading a file


def read(house: House, content: bytes, problems: list[Problem]) -> Iterator[tuple[int, ActionText]]:
    """Each row that is right, with its line; what is wrong goes to `problems`."""
    try:
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = [name.strip() for name in lines.fieldnames or ()]
    except (UnicodeDecodeError, csv.Error):
        problems.append(Problem(1, "", "This is not a CSV file in UTF-8. Save it as “CSV UTF-8”."))
        return
    if wrong := list(wrong_header(header)):
        problems += wrong
        return
    lines.fieldnames = header
    yield from read_rows(house, lines, problems)


def read_rows(house: House, lines: csv.DictReader, problems: list[Problem]) -> Iterator[tuple[int, ActionText]]:
    seen: dict[str, int] = {}
    try:
        for number, cells in enumerate(lines):
            line = lines.line_num
            if number >= MOST_ROWS:
                problems.append(Problem(line, "", f"A plan has at most {MOST_ROWS} actions."))
                return
            if None in cells or None in cells.values():
                problems.append(Problem(line, "", "This line is not as wide as the header. Quote texts with commas."))
                continue
            row = read_row(house, {key: text.strip() for key, text in cells.items()}, line, problems)
            if row and row.reference in seen:
                problems.append(Problem(line, "reference", f"It stands in line {seen[row.reference]} already."))
            elif row:
                seen[row.reference] = line
                yield line, row
    except csv.Error as error:
        problems.append(Problem(lines.line_num, "", f"The file cannot be read from here on: {error}."))
    if not seen and not problems:
        problems.append(Problem(1, "", "The file has no action."))


def wrong_header(header: list[str]) -> Iterator[Problem]:
    for name in NEEDED:
        if name not in header:
            yield Problem(1, name, "This column is missing.")
    for name in header:
        if name not in COLUMNS and not EASY_IN.fullmatch(name):
            yield Problem(1, name, f"This column is not known. Known are {', '.join(COLUMNS)}, title_easy_<language>.")
        if header.count(name) > 1:
            yield Problem(1, name, "This column stands twice.")


def read_row(house: House, cells: dict[str, str], line: int, problems: list[Problem]) -> ActionText | None:
    """One action, or None if any cell is wrong; each wrong cell is told."""
    before = len(problems)
    places = {name.casefold(): place.id for place in house.partnership.organisations for name in (place.id, place.name)}
    easy = {EASY_IN.fullmatch(name)[1]: text for name, text in cells.items() if EASY_IN.fullmatch(name) and text}
    given = {name: cells.get(name, "") for name in ("reference", "title", "title_easy", "owner", "note")}
    row = ActionText(
        **given,
        organisation=places.get(cells["organisation"].casefold(), ""),
        state=STATES_IN_WORDS.get(cells["state"].casefold(), cells["state"]),
        quarter=cells.get("quarter") or quarter_of(house.today()),
        easy=easy,
    )
    try:
        row = replace(row, milestones=read_milestones(cells.get("milestones", "")))
    except Invalid as refusal:
        problems.append(Problem(line, "milestones", str(refusal)))
    problems += [Problem(line, column, reason) for column, reason in wrong_cells(row, cells)]
    if len(problems) == before:
        try:
            check(house, row)
        except Invalid as refusal:
            problems.append(Problem(line, "", str(refusal)))
    return row if len(problems) == before else None


def wrong_cells(row: ActionText, cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(column, reason) of each cell that says what cannot be."""
    if not REFERENCE.fullmatch(row.reference):
        yield "reference", "A reference has letters, figures, dots and dashes, at most 40."
    if not row.title:
        yield "title", "Every action needs a title."
    if not row.organisation:
        yield "organisation", f"“{cells['organisation']}” is no organisation of the partnership."
    if row.state not in PROGRESS:
        yield "state", f"“{row.state}” is none of the five states: {', '.join(PROGRESS)}."
    if not QUARTER.fullmatch(row.quarter):
        yield "quarter", f"“{row.quarter}” is no quarter. Write it like 2026-q4."
