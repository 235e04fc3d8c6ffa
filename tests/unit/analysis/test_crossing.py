"""The analysts' table: groups joined until each cell is large enough, and no measure that tells of a few."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.audit import flaws
from analysis.audit import publication as published
from analysis.crossing import crossing, people_of, publication, rows_of, safe_rows
from analysis.framework import Settings
from analysis.scoring import Cell
from scripts.campaigns.programmes import AUDIENCE, atoms_of, made
from tests.unit.analysis.test_attack import crowd

INDEX = ("index", "index")
PLACES = st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), st.integers(1, 60), min_size=4)


def test_groups_are_joined_until_each_cell_is_large_enough():
    people = {("A", "x"): 30, ("A", "y"): 4, ("A", "z"): 12, ("B", "x"): 20, ("B", "y"): 9, ("B", "z"): 3}
    groups = crossing((("A",), ("B",)), (("x",), ("y",), ("z",)), people, 10)
    assert groups == ((("A",), ("B",)), (("x",), ("y", "z")))
    assert crossing((("A",), ("B",)), (("x",), ("y",)), {("A", "x"): 30, ("B", "y"): 30}, 10) is None


@settings(deadline=None, max_examples=25)
@given(PLACES)
def test_no_reader_of_all_tables_can_tell_of_fewer_than_ten(table: dict[tuple[str, str], int]):
    people = crowd({" ".join(place): n for place, n in table.items()})
    margins = made(people, "r").result.table
    own = published(margins)
    kinds = [
        sorted({tuple(row.group.split("+")) for row in margins.select(group_kind=kind)})
        for kind in ("locality", "journey-point")
    ]
    groups = crossing(*map(tuple, kinds), table, 10)
    if groups:
        assert all(people_of(table, *cell) >= 10 for cell in product(*groups))
        cells = {
            (place, INDEX): Cell.of(each.units for each in people if (each.locality, each.journey_point) == place)
            for place in table
        }
        rows = rows_of(AUDIENCE, groups, cells, 10, Settings())

        def look(crossed: object) -> set:
            return {(flaw.audience, flaw.measure) for flaw in flaws("2026-06", [own, crossed], atoms_of(people))}

        kept = safe_rows(rows, "r", "2026-06", 10, look)
        assert flaws("2026-06", [own, publication(kept, "r", "2026-06", 10)], atoms_of(people)) == []
