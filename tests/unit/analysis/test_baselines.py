"""What a follow-up tells of its baseline again: nothing that the baseline's own release left out."""

from __future__ import annotations

from dataclasses import replace

from analysis.audit import baseline_findings, flaws
from analysis.disclosure import SafeTable
from scripts.campaigns.programmes import AUDIENCE, Before, Person, atoms_of, made
from tests.unit.analysis.made_up import baseline, said_by
from tests.unit.analysis.test_attack import crowd, ours
from tests.unit.analysis.test_reports import close

PINNED = {"A x": 9, "A y": 12, "B x": 30, "B y": 30}
"""The people of A x are pinned by the journey margin, so the baseline leaves that out."""
MARGIN = (AUDIENCE, "locality", "index", "index")
TOTAL = (AUDIENCE, "total", "index", "index")


def told_again(told: dict[str, int], careful: bool) -> tuple[list[Person], list]:
    """The people of a baseline, and its release with what a follow-up shows of it."""
    people = crowd(told, points=(95, 100))
    release, _ = ours(people)
    before = Before("r", "2026-06", people, release)
    later = crowd(dict.fromkeys(told, 40), "s")
    if not careful:
        every = release.cells[AUDIENCE, "index", "index"]
        all_margins = [replace_kind(every[0], kind) for kind in ("total", "locality", "journey-point")]
        before = replace(before, published=release._replace(cells={(AUDIENCE, "index", "index"): tuple(all_margins)}))
    table = made(later, "s", wave="2026-12", before=before).result.table
    return people, [release, before.told_again(table)]


def replace_kind(cell: object, kind: str) -> object:
    return cell._replace(group_kind=kind)


def codes(people: list[Person], releases: list) -> set[str]:
    return {flaw.code for flaw in flaws("2026-06", releases, atoms_of(people))}


def test_a_margin_that_the_baseline_left_out_would_pin_a_few_if_it_were_told_again():
    assert codes(*told_again(PINNED, careful=False)) == {"R006"}


def test_ours_tells_again_only_what_was_published():
    people, releases = told_again(PINNED, careful=True)
    assert codes(people, releases) == set()
    kinds = {cell.group_kind for own in releases[1].cells.values() for cell in own}
    assert kinds == {"total", "locality"}


def tables(shown: set | None, groups: str = "A 15, B 15") -> tuple[SafeTable, SafeTable]:
    """A baseline that shows its total alone, and a follow-up that takes this much of it."""
    before, now = said_by(groups), said_by(groups, 60, "later")
    first = close(before, release="2025-12-board-1", wave="2025-12", left_out=[MARGIN]).table
    compared = replace(baseline("2025-12", before), shown=shown)
    return first, close(now, before, baseline=compared).table


def test_what_the_baseline_did_not_show_is_found_by_the_audit():
    first, naive = tables(shown=None)
    assert [finding.code for finding in baseline_findings(naive, [first])] == ["R008"]
    first, careful = tables(shown={TOTAL})
    assert baseline_findings(careful, [first]) == []
    assert {row.verdict for row in careful.select(group_kind="locality")} == {"too-few"}


def test_joined_groups_of_the_baseline_are_sums_of_what_was_shown():
    before = said_by("A 15, B 15, C 30")
    first = close(before, release="2025-12-board-1", wave="2025-12")
    now = said_by("A 4, B 20, C 30", 60, "later")
    second = close(now, before, fixed_grouping=first.grouping).table
    assert {row.group for row in second.baseline_rows} == {"all", "A+B", "C"}
    assert baseline_findings(second, [first.table]) == []
