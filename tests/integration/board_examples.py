"""A made-up release for the tests of the board's pages: its table is made by `analysis`, like every other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analysis.change import Change, compare
from analysis.disclosure import ExactRow, Note, SafeTable, safe_table
from analysis.disclosure import Release as Naming
from analysis.scoring import UNIT, Cell
from app.house import House
from app.models import db
from app.models.asking import Wave
from app.models.releases import Release
from app.services.asking import waves
from app.services.scoring import releases
from app.services.transaction import writing
from surveys.model import AUDIENCES

LEVELS = {"young-person": (50, 54), "parent-carer": (36, 48), "professional": (72, 61)}
"""Index at the baseline and now, by audience."""
GROUPS = {"locality": (("A", "C"), ("B",), ("D",), ("not-stated",)), "journey-point": (("ehc",), ("general",))}


def cell(mean: float, n: int) -> Cell:
    """A cell of people who are spread by about 20 points around a mean."""
    total = round(mean * UNIT) * n
    return Cell(n, total, total * total // n + n * (20 * UNIT) ** 2, n // 3)


def measures(house: House) -> Iterator[tuple[str, str, int]]:
    """(kind, id, how far from the index)."""
    yield "index", "index", 0
    yield from (("domain", each.id, (-6, 9, -3, 2)[number % 4]) for number, each in enumerate(house.framework.domains))
    yield from (("indicator", each.id, number % 15 - 7) for number, each in enumerate(house.framework.anchors))


def rows(house: House, with_baseline: bool, people: int) -> Iterator[ExactRow]:
    for audience in AUDIENCES:
        before, now = LEVELS[audience]
        shown = [("total", ("all",), 0), *((kind, group, 3) for kind, all_ in GROUPS.items() for group in all_)]
        for number, (group_kind, group, apart) in enumerate(shown):
            for kind, measure, off in measures(house):
                if kind == "indicator" and group_kind != "total":
                    continue
                n = people if group_kind == "total" else 14 + number
                current, base = cell(now + off + apart * (number % 3), n), cell(before + off + apart * (number % 2), n)
                change: Change | None = compare(base, current) if with_baseline else None
                yield ExactRow(
                    audience, group_kind, group, kind, measure, current, base if with_baseline else None, change
                )


def table(house: House, wave: str, baseline: str | None, people: int = 120) -> SafeTable:
    naming = Naming(f"{wave}-board-1", wave, baseline, "board", 10, house.framework.version, "Confidence scores")
    note = Note(
        "Shown together, so that each group has at least %(k)s people: %(groups)s (%(audience)s).",
        (("audience", "young-person"), ("groups", "A+C"), ("k", 10), ("kind", "locality")),
    )
    return safe_table(naming, rows(house, baseline is not None, people), {}, [note])


def example_release(house: House, wave: str = "2026-06", baseline: str | None = "2025-12", people: int = 120) -> str:
    """Store a release as closing one would; returns its id."""
    waves.seed(house)
    content = table(house, wave, baseline, people).to_json()
    with writing():
        assert db.session.get(Wave, wave)
        row = Release(id=f"{wave}-board-1", wave=wave, tier="board", number=1, closed_on=date(2026, 7, 3))
        row.closed_by, row.baseline_wave, row.framework_version = "analyst@example.org", baseline, "1"
        row.software_version, row.content, row.digest = "0.1.0", content, releases.digest_of(content)
        db.session.add(row)
    return row.id
