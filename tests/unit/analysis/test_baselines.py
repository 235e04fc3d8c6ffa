"""What a follow-up tells of its baseline again: attacked with all releases of the baseline's wave in hand."""

from __future__ import annotations

from analysis.audit import Publication, flaws, publication, told_again
from analysis.disclosure import SafeTable
from scripts.campaigns.programmes import AUDIENCE, Before, Person, atoms_of, made
from tests.unit.analysis.made_up import said_by
from tests.unit.analysis.test_attack import crowd, ours
from tests.unit.analysis.test_reports import close

PINNED = {"A x": 9, "A y": 12, "B x": 30, "B y": 30}
"""The people of A x are pinned by the journey margin, so the baseline leaves that out."""


def follow_up(people: list[Person], release: Publication, told: list[Publication]) -> SafeTable:
    """A release of forty people in each place, compared with this baseline."""
    later = crowd(dict.fromkeys(PINNED, 40), "s")
    before = Before(people, release, people, told)
    return made(later, "s", wave="2026-12", before=before).result.table


def codes(people: list[Person], *releases: Publication) -> set[str]:
    return {flaw.code for flaw in flaws("2026-06", releases, atoms_of(people))}


def test_a_margin_that_the_baseline_left_out_pins_a_few_if_it_is_told_again_and_ours_is_not():
    people = crowd(PINNED, points=(95, 100))
    release, _ = ours(people)
    shown = {cell.group_kind for cell in release.cells[AUDIENCE, "index", "index"]}
    assert shown == {"total", "locality"}
    naive = follow_up(people, release, [])
    assert codes(people, release, told_again(naive, release)) == {"R006"}
    careful = follow_up(people, release, [release])
    assert {row.group_kind for row in careful.baseline_rows} == {"total", "locality"}
    assert {row.group_kind for row in careful.rows} == {"total", "locality", "journey-point"}


def test_what_a_follow_up_tells_in_joined_groups_is_more_cells_of_the_baselines_release():
    before = said_by("A 15, B 15, C 30")
    first = close(before, release="2025-12-board-1", wave="2025-12")
    now = said_by("A 4, B 20, C 30", 60, "later")
    second = close(now, before, fixed_grouping=first.grouping).table
    more = told_again(second, publication(first.table))
    assert (more.release, more.wave) == ("2025-12-board-1", "2025-12")
    assert [cell.group for own in more.cells.values() for cell in own] == [("A", "B")]
    same = close(said_by("A 15, B 15, C 30", 60, "later"), before, fixed_grouping=first.grouping).table
    assert told_again(same, publication(first.table)).cells == {}
