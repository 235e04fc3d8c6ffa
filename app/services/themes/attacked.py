"""The tables of themes of a wave's releases as the disclosure audit attacks them: who is behind each shown count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from app.house import House
from app.models.releases import Release
from app.services.scoring.held import inside_of, table_of
from app.services.themes import figures

if TYPE_CHECKING:
    from analysis.audit import Findings, SaidCell
    from analysis.themes import People, ThemeCell

GONE = "tables of themes whose comments were withdrawn or coded anew since, so that they can only be read"


def attack_themes(house: House, wave: str, rows: Sequence[Release]) -> Findings:
    """What the tables of themes of these releases, which are of one wave, tell together."""
    from analysis.audit import Findings, attack_spoken

    telling = [row for row in rows if inside_of(row).beside.themes]
    cells = said_cells(house, telling) if telling else []
    if cells is None:
        findings = Findings()
        findings.count(GONE, len(telling))
        return findings
    return attack_spoken(wave, cells)


def said_cells(house: House, rows: Sequence[Release]) -> list[SaidCell] | None:
    """Every count that the releases show, with its people; None if nobody can say any more who they were.

    All releases of a wave show the themes of the one that told of them first: it is the one whose people add up.
    """
    from analysis.themes import ThemeCell

    beside = inside_of(rows[0]).beside
    stored = [ThemeCell(*each) for each in beside.themes]
    books = {programme: figures.coded_book(house, programme) for programme, _ in beside.coded}
    outer = {(programme, theme.code): theme.parent for programme, book in books.items() for theme in book}
    for row in rows:
        people = everybody(row.id, beside.coded, outer)
        if all(adds_up(cell, people) for cell in stored):
            return [each for row in rows for each in shown(row, stored, people)]
    return None


def everybody(
    release_id: str, parts: figures.Parts, outer: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], People]:
    """Everybody who commented, by programme and audience."""
    from analysis.themes import People, of

    spoken = figures.spoken(release_id, parts)
    return {
        about: People(of(spoken, *about), {code: around for (own, code), around in outer.items() if own == about[0]})
        for about in {(each.programme, each.audience) for each in spoken}
    }


def adds_up(cell: ThemeCell, people: Mapping[tuple[str, str], People]) -> bool:
    own = people.get((cell.programme, cell.audience))
    group = group_of(cell)
    return own is not None and (len(own.everybody(group)), len(own.who_said(cell.theme, group))) == (cell.n, cell.said)


def group_of(cell: ThemeCell) -> tuple[str, ...] | None:
    return None if cell.kind == "total" else tuple(cell.group.split("+"))


def shown(
    row: Release,
    stored: Sequence[ThemeCell],
    people: Mapping[tuple[str, str], People],
) -> Iterator[SaidCell]:
    """The counts that one release shows, and once for each group how many people commented."""
    from analysis.audit import SaidCell
    from analysis.themes import around

    k, done = table_of(row).k, set()
    for cell in (each for each in stored if each.k == k):
        own, group = people[cell.programme, cell.audience], group_of(cell)
        place = (row.id, k, cell.programme, cell.audience, cell.kind, group or ("all",))
        outside = tuple(around(cell.theme, own.parents))
        yield SaidCell(*place, cell.theme, outside, frozenset(own.who_said(cell.theme, group)))
        if place not in done:
            yield SaidCell(*place, "", (), frozenset(own.everybody(group)))
        done.add(place)
