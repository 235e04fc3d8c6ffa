"""What leaves of coded comments: never of fewer than k people, whoever said what."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

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
            assert (k, kind, group, "a") in cells
            rest = people(now, group, "a") - people(now, group, theme)
            assert not 0 < len(rest) < k
        groups = [each for one, own, each, code in cells if (one, own, code) == (k, MARGIN, theme)]
        if kind == MARGIN:
            assert set().union(*(each.split("+") for each in groups)) == {each.group for each in now}


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
