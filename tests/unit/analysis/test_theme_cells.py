"""What leaves of coded comments: never of fewer than k people, whoever said what."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.audit import SaidCell, attack_spoken
from analysis.beside import theme_rows
from analysis.framework import read_framework
from analysis.rows import ThemeRow
from analysis.themes import MARGIN, TOTAL, Coded, Spoken, ThemeCell, theme_cells
from app.config import SHIPPED_PARTNERSHIP
from surveys.partnership_file import load_partnership

K, WIDE = 3, 5
FRAMEWORK = read_framework(load_partnership(SHIPPED_PARTNERSHIP).framework)
BOOK = {"p": (Coded("a", "A"), Coded("a1", "A one", "a"), Coded("a2", "A two", "a"), Coded("b", "B"))}
SPOKEN = st.builds(
    Spoken,
    st.just("p"),
    st.just("parent-carer"),
    st.sampled_from(("ehc", "therapy", "transition")),
    st.integers(0, 25).map(str),
    st.frozensets(st.sampled_from(("a", "a1", "a2", "b")), max_size=2),
    st.sampled_from(("positive", "negative", "unscored")),
)
MANY = st.lists(SPOKEN, max_size=60)


def people(spoken: list[Spoken], group: str, code: str = "") -> set[str]:
    inside = {"a": {"a", "a1", "a2"}}.get(code, {code})
    places = set(group.split("+"))
    here = [each for each in spoken if group == "all" or each.group in places]
    return {each.person for each in here if not code or each.themes & inside}


@settings(max_examples=60)
@given(MANY, MANY)
def test_every_cell_is_of_k_people_who_said_it_and_k_who_did_not(now: list[Spoken], before: list[Spoken]) -> None:
    for cell in theme_cells(now, before, BOOK, (K, WIDE)):
        said, everybody = people(now, cell.group, cell.theme), people(now, cell.group)
        assert (cell.n, cell.said) == (len(everybody), len(said))
        assert len(said) >= cell.k
        assert len(everybody - said) >= cell.k
        assert cell.positive + cell.negative <= cell.scored <= cell.said
        if cell.low is not None:
            assert min(cell.before_said, cell.before_n - cell.before_said) >= cell.k


@settings(max_examples=60)
@given(MANY)
def test_nothing_that_is_shown_leaves_a_few_people_over(now: list[Spoken]) -> None:
    cells = {(cell.k, cell.kind, cell.group, cell.theme): cell for cell in theme_cells(now, (), BOOK, (K, WIDE))}
    for k, kind, group, theme in cells:
        if theme in ("a1", "a2"):
            rest = people(now, group, "a") - people(now, group, theme)
            assert (k, kind, group, "a") not in cells or not 0 < len(rest) < k
        groups = [each for one, own, each, code in cells if (one, own, code) == (k, MARGIN, theme)]
        if kind == MARGIN:
            assert set().union(*(each.split("+") for each in groups)) == {each.group for each in now}


def shown_cells(cells: Iterable[ThemeCell], spoken: list[Spoken]) -> list[SaidCell]:
    """As an attacker holds them who knows everybody: a release for each threshold."""
    found = {}
    for cell in cells:
        group = tuple(cell.group.split("+"))
        for theme, around in ((cell.theme, ("a",) if cell.theme in ("a1", "a2") else ()), ("", ())):
            own = frozenset(people(spoken, cell.group, theme))
            said = SaidCell(f"r{cell.k}", cell.k, "p", cell.audience, cell.kind, group, theme, around, own)
            found[cell.k, cell.kind, group, theme] = said
    return list(found.values())


@settings(max_examples=150)
@given(MANY)
def test_no_difference_of_shown_counts_tells_of_a_few(now: list[Spoken]) -> None:
    assert attack_spoken("w", shown_cells(theme_cells(now, (), BOOK, (K, WIDE)), now)).found == []


def say(who: Iterable[int], group: str = "ehc", *themes: str) -> list[Spoken]:
    return [Spoken("p", "parent-carer", group, str(each), frozenset(themes), "unscored") for each in who]


NAIVE = {
    "all but two said it": [*say(range(20), "ehc", "b"), *say(range(20, 22))],
    "an inner theme leaves two over": [
        *say(range(10), "ehc", "a1"),
        *say(range(10, 12), "ehc", "a"),
        *say(range(20, 30)),
    ],
    "two inner ones overlap by two": [
        *say(range(10), "ehc", "a1"),
        *say(range(8, 18), "ehc", "a2"),
        *say(range(20, 30)),
    ],
    "two people said it at two moments": [
        *say(range(10), "ehc", "b"),
        *say(range(8, 18), "therapy", "b"),
        *say(range(20, 30)),
        *say(range(30, 40), "therapy"),
    ],
}


@pytest.mark.parametrize("now", NAIVE.values(), ids=NAIVE)
def test_naive_tables_of_themes_fall_and_ours_hold(now: list[Spoken]) -> None:
    groups = {("total", "all"), *((MARGIN, each.group) for each in now)}
    known = {"name": "", "audience": "parent-carer", "n": 0, "said": 0, "scored": 0, "positive": 0, "negative": 0}
    naive = [
        ThemeCell(k=K, programme="p", theme=theme.code, kind=kind, group=group, **known)
        for kind, group in groups
        for theme in BOOK["p"]
        if len(people(now, group, theme.code)) >= K
    ]
    assert [each.code for each in attack_spoken("w", shown_cells(naive, now)).found] == ["R008"]
    ours = theme_cells(now, (), BOOK, (K, WIDE))
    assert attack_spoken("w", shown_cells(ours, now)).found == []


def test_a_second_release_with_two_people_more_falls() -> None:
    first = say(range(10), "ehc", "b") + say(range(20, 30))
    second = first + say(range(10, 12), "ehc", "b")
    every = []
    for name, spoken in (("r1", first), ("r2", second)):
        every += [each._replace(release=name) for each in shown_cells(theme_cells(spoken, (), BOOK, (K,)), spoken)]
    assert [each.code for each in attack_spoken("w", every).found] == ["R008"]


@settings(max_examples=60)
@given(MANY)
def test_the_groups_of_everybodys_tables_are_those_of_the_board_joined(now: list[Spoken]) -> None:
    cells = theme_cells(now, (), BOOK, (K, WIDE))
    fine, wide = ({cell.group for cell in cells if (cell.k, cell.kind) == (k, MARGIN)} for k in (K, WIDE))
    for one in fine:
        for other in wide:
            shared = set(one.split("+")) & set(other.split("+"))
            assert not shared or set(one.split("+")) <= set(other.split("+"))


def row(**figures: object) -> ThemeRow:
    known = {"programme": "p", "theme": "a", "name": "A", "audience": "parent-carer", "kind": TOTAL, "group": "all"}
    cell = ThemeCell(k=10, **known, **{"n": 100, "said": 43, "scored": 0, "positive": 0, "negative": 0, **figures})
    return next(iter(theme_rows([cell.row()], 10, FRAMEWORK)))


def test_shown_figures_are_coarse() -> None:
    shown = row(scored=40, positive=13, negative=20, before_n=60, before_said=12, low=8.2, high=37.6)
    assert (shown.people, shown.n, shown.share) == (45, 100, 45)
    assert shown.share_low % 5 == shown.share_high % 5 == 0
    assert shown.share_low < 43 < shown.share_high
    assert (shown.change, shown.change_low, shown.change_high) == (25, 5, 40)
    assert (shown.positive, shown.negative) == (35, 50)


def test_few_people_have_a_count_and_no_share() -> None:
    shown = row(n=24, said=11, scored=11, positive=11)
    assert (shown.people, shown.n, shown.share, shown.positive) == (10, 25, None, None)


def test_another_threshold_sees_nothing() -> None:
    cell = ThemeCell(10, "p", "a", "A", "parent-carer", TOTAL, "all", 100, 40, 0, 0, 0)
    assert list(theme_rows([cell.row()], 20, FRAMEWORK)) == []
