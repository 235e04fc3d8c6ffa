"""A release's table from cells: groups, thresholds, baseline, change; against a computation of its own."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from math import floor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.disclosure import ExactRow, Release, SafeTable, safe_table
from analysis.reports import BaselineData, ReleaseResult, release_table, unrounded_rows
from analysis.rows import COLUMNS
from analysis.scoring import UNIT, Cell
from tests.unit.analysis.made_up import Said, baseline, crowd, frames, framework, pair_frame, said_by

FRAMEWORK = framework()
K = 10


def arguments(now: list[Said], before: list[Said] | None = None, **changed: object) -> dict:
    cells, people = frames(now)
    base = None if before is None else baseline("2025-12", before)
    pairs = None if before is None else pair_frame(before, now)
    given = {"release": "2026-06-board-1", "wave": "2026-06", "tier": "board", "k": K, "framework": FRAMEWORK}
    return {**given, "cells": cells, "people": people, "baseline": base, "pairs": pairs, **changed}


def close(now: list[Said], before: list[Said] | None = None, **changed: object) -> ReleaseResult:
    return release_table(**arguments(now, before, **changed))


def groups(table: SafeTable, kind: str = "locality") -> list[str]:
    return [row.group for row in table.select(group_kind=kind)]


def test_small_groups_are_shown_together():
    result = close(said_by("A 7, B 15, C 8, D 22"))
    assert groups(result.table) == ["A+C", "B", "D"]
    assert result.grouping == {("young-person", "locality"): (("A", "C"), ("B",), ("D",))}
    assert [str(note) for note in result.table.notes] == [
        "Shown together, so that each group has at least 10 people: A+C (young-person)."
    ]


def test_a_margin_of_one_group_is_not_shown():
    assert groups(close(said_by("A 7, B 8")).table) == []
    assert groups(close(said_by("A 50")).table) == []


def test_an_audience_of_too_few_people_is_left_out():
    few = [said._replace(audience="professional") for said in said_by("A 9")]
    table = close(said_by("A 12, B 12") + few).table
    assert {row.audience for row in table.rows} == {"young-person"}
    assert [str(note) for note in table.notes] == ["Fewer than 10 people answered: nothing is shown for professional."]


def test_a_measure_with_a_small_cell_is_left_out_of_the_whole_margin():
    cells, people = frames(said_by("A 12, B 12"))
    few = cells.assign(measure_kind="domain", measure="belief", n=cells["n"].where(cells["group"] != "B", 9))
    table = close([], cells=pd.concat([cells, few]), people=people).table
    assert [row.group for row in table.select(measure="belief")] == ["all"]
    assert len(table.select(measure="index")) == 3


def test_the_public_tier_shows_totals_only():
    table = close(said_by("A 30, B 30"), tier="public", k=20).table
    assert {row.group_kind for row in table.rows} == {"total"}


def test_the_first_release_has_no_change():
    row = close(said_by("A 30")).table.rows[0]
    assert (row.change, row.change_low, row.change_high, row.verdict) == (None, None, None, "")


def test_the_baseline_is_shown_in_the_coarser_groups():
    before, now = said_by("A 15, B 15, C 15", 25), said_by("A 5, B 12, C 12", 75, "later")
    first = close(before)
    second = close(now, before, fixed_grouping=first.grouping)
    assert groups(first.table) == ["A", "B", "C"]
    assert groups(second.table) == ["A+B", "C"]
    assert [(row.group, row.wave, row.n) for row in second.table.baseline_rows if row.group_kind == "locality"] == [
        ("A+B", "2025-12", 30),
        ("C", "2025-12", 15),
    ]
    row = second.table.select(group="A+B")[0]
    assert (row.score, row.change, row.verdict) == (75, 50, ""), "no verdict but in the cells named in advance"
    assert second.table.select(group="all")[0].verdict == "better"
    assert second.table.baseline_of(row).score == 25


def test_groups_stay_together_when_people_are_many_again():
    first = close(said_by("A 7, B 15, C 8"))
    later = close(said_by("A 20, B 20, C 20"), fixed_grouping=first.grouping)
    assert groups(later.table) == ["A+C", "B"]


def test_a_grouping_outlives_a_release_that_does_not_show_it():
    first = close(said_by("A 7, B 15, C 8, D 12"))
    second = close(said_by("A 1, B 2, C 3, D 9"), fixed_grouping=first.grouping)
    assert groups(second.table) == []
    assert second.grouping == first.grouping


def test_a_baseline_of_too_few_people_is_too_few_to_say():
    before, now = said_by("A 30, B 4"), said_by("A 15, B 15", 75, "later")
    table = close(now, before).table
    assert {(row.group, row.verdict) for row in table.rows} == {("all", "better"), ("A", "too-few"), ("B", "too-few")}
    assert [row.group for row in table.baseline_rows] == ["all"]


def test_a_place_that_only_the_baseline_knows_is_joined_too():
    before, now = said_by("A 15, B 15, C 3"), said_by("A 15, B 16", 75, "later")
    table = close(now, before).table
    assert groups(table) == ["A+C", "B"]
    assert [row.n for row in table.baseline_rows if row.group == "A+C"] == [20]


def test_people_who_moved_are_linked_only_where_both_places_are_shown_together():
    before = [Said(f"p{n}", "A" if n < 20 else "B", (n % 5) * 25 * UNIT) for n in range(40)]
    now = [said._replace(group="B" if said.group == "A" else "A") for said in before]
    rows = {row["group"]: row for row in unrounded_rows(**arguments(now, before))}
    width = {group: row["change_high"] - row["change_low"] for group, row in rows.items()}
    assert width["all"] < 4 < 15 < width["A"]


def test_a_table_can_be_stored_and_read_back():
    table = close(said_by("A 15, B 35"), said_by("A 15, B 25", 25, "earlier")).table
    assert SafeTable.from_json(table.to_json()) == table
    assert SafeTable.from_json(table.to_json()).to_json() == table.to_json()
    with pytest.raises(ValueError, match="columns"):
        SafeTable.from_dict({**json.loads(table.to_json()), "columns": ["score"]})


def test_a_table_holds_whole_numbers_only():
    text = json.dumps(json.loads(close(said_by("A 15, B 35")).table.to_json()), separators=("\n", "\n"))
    assert not [word for word in text.split("\n") if word.replace(".", "").isdigit() and "." in word]


def test_nobody_else_can_make_a_table():
    table = close(said_by("A 15")).table
    plain = {name: getattr(table, name) for name in ("title", "release", "wave", "baseline_wave", "tier", "k")}
    with pytest.raises(TypeError, match="alone"):
        SafeTable(**plain, framework_version="1", rows=(), baseline_rows=(), grouping={}, notes=())
    with pytest.raises((TypeError, ValueError)):
        replace(table, rows=())


def test_a_small_cell_is_refused_even_if_it_comes_that_far():
    row = ExactRow("young-person", "total", ("all",), "index", "index", Cell.of([0] * 9))
    with pytest.raises(ValueError, match="fewer than 10"):
        safe_table(Release("r", "w", None, "board", K, "1"), [row], {})


people = st.builds(crowd, st.integers(1, 150), st.integers(0, 10**6))


@settings(deadline=None, max_examples=60)
@given(people, people)
def test_no_group_of_fewer_than_k_is_ever_shown(before: list[Said], now: list[Said]):
    first = close(before)
    tables = [first.table, close(now, before, fixed_grouping=first.grouping).table]
    for table, wave in zip(tables, (before, now), strict=True):
        for row in table.rows:
            shown = [said for said in wave if row.group_kind == "total" or said.group in row.group.split("+")]
            assert len(shown) >= K
            assert abs(row.n - len(shown)) <= 2
            assert 5 <= row.ci_low <= row.score <= row.ci_high <= 95
            assert (row.positive is None) == (len(shown) < 30)
    for row in tables[1].baseline_rows:
        assert sum(row.group_kind == "total" or said.group in row.group.split("+") for said in before) >= K


def test_every_figure_equals_an_independent_computation():
    rng = np.random.default_rng(11)
    before = [Said(f"p{n}", "ABC"[n % 3], int(rng.integers(0, 80 * UNIT))) for n in range(120)]
    now = [
        said._replace(units=int(min(said.units * 0.7 + rng.integers(0, 50 * UNIT), 100 * UNIT))) for said in before[:70]
    ]
    now += [Said(f"q{n}", "ABC"[n % 3], int(rng.integers(0, 100 * UNIT))) for n in range(50)]
    for row in close(now, before).table.rows:
        assert independent(row.group, before, now) == {name: getattr(row, name) for name in COLUMNS[7:-1]}


def independent(group: str, before: list[Said], now: list[Said]) -> dict[str, int]:
    """Score to change_high of one group, by numpy and scipy alone."""
    x = {said.person: said.units / UNIT for said in before if group in ("all", said.group)}
    y = {said.person: said.units / UNIT for said in now if group in ("all", said.group)}
    (mx, vx, nx), (my, vy, ny) = map(steadied, (x, y))
    both = [person for person in x if person in y]
    r = np.corrcoef([x[each] for each in both], [y[each] for each in both])[0, 1]
    a, b, nc = vx / nx, vy / ny, len(both)
    welch = (a + b) ** 2 / (a**2 / (nx - 1) + b**2 / (ny - 1))
    alone = nx + ny - 2 * nc
    df = nc - 1 + (welch - nc + 1) / (alone + 2 * nc) * alone
    reach = stats.t.ppf(0.975, df) * np.sqrt(a + b - 2 * r * np.sqrt(vx * vy) * nc / (nx * ny))
    low, high = stats.t.interval(0.95, ny + 1, my, np.sqrt(vy / ny))
    positive = sum(points >= 75 for points in y.values())
    wilson = stats.binomtest(positive, ny).proportion_ci(method="wilson")
    rounded = [floor(value + 0.5) for value in (my, low, high)]
    share = [5 * floor(20 * positive / ny + 0.5), 5 * floor(20 * wilson.low), 5 * -floor(-20 * wilson.high)]
    change = [rounded[0] - floor(mx + 0.5), floor(my - mx - reach + 0.5), floor(my - mx + reach + 0.5)]
    values = [*rounded, 5 * floor(ny / 5 + 0.5), *(share if ny >= 30 else [None] * 3), *change]
    return dict(zip(COLUMNS[7:-1], values, strict=True))


def steadied(points: dict[str, float]) -> tuple[float, float, int]:
    values = np.array(list(points.values()))
    n = len(values)
    return values.mean(), ((n - 1) * values.var(ddof=1) + 800) / (n + 1), n


def test_hundreds_of_cells_take_well_under_a_second():
    cells, counted = frames(said_by("A 20, B 20, C 20, D 20, E 20, F 20, G 20"))
    many = pd.concat([cells.assign(measure=f"measure-{n}", measure_kind="indicator") for n in range(100)])
    start = time.perf_counter()
    table = release_table(**arguments([], cells=many, people=counted, baseline=BaselineData("b", many, counted))).table
    assert len(table.rows) == 800
    assert time.perf_counter() - start < 2
