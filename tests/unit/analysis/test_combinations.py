"""Linear attacks: the smallest group that sums and differences tell of is found, or there is certainly none."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.audit.combinations import by_cut, by_programme, isolation, two_margins
from analysis.audit.pictures import Atom, Picture, Shown, picture

KEY = ("young-person", "index", "index")
K = 10


def atom(locality: str, journey_point: str, n: int, releases: str = "r", who: str = "") -> Atom:
    return Atom("young-person", locality, journey_point, frozenset(releases.split()), who, "index", "index", n)


def shown(kind: str, *groups: str, release: str = "r") -> list[Shown]:
    return [Shown(release, kind, tuple(group.split("+"))) for group in groups]


TOTAL = shown("total", "all")


def crossed(table: dict[str, int]) -> Picture:
    """`{"A x": 12}` with the margins A, B, ... and x, y, ..."""
    atoms = [atom(*name.split(), n) for name, n in table.items() if n]
    places = [sorted({each[column] for each in atoms}) for column in (1, 2)]
    return picture("2026-06", KEY, [*TOTAL, *shown("locality", *places[0]), *shown("journey-point", *places[1])], atoms)


def test_a_margin_of_large_groups_tells_of_no_few():
    atoms = [atom("A", "x", 12), atom("B", "x", 10)]
    assert isolation(picture("w", KEY, [*TOTAL, *shown("locality", "A", "B")], atoms), K) is None


def test_two_margins_are_subtracted_from_each_other():
    found = isolation(crossed({"A x": 11, "A y": 1, "B x": 2, "B y": 30}), K)
    assert (found.people, found.certain) == (3, True)
    assert found.words in ("locality A of r - journey-point x of r", "locality B of r - journey-point y of r")


def test_a_person_who_answered_again_is_one_person():
    both = [*TOTAL, *shown("total", "all", release="s")]
    found = isolation(picture("w", KEY, both, [atom("A", "x", 30, "r s"), *replaced(9)]), K)
    assert found.people == 9
    assert isolation(picture("w", KEY, both, [atom("A", "x", 30, "r s"), *replaced(10)]), K) is None
    assert isolation(picture("w", KEY, both, replaced(10)), K) is None


def replaced(count: int) -> list[Atom]:
    """People who are in r with one response and in s with another."""
    return [atom("A", "x", 1, release, f"p{number}") for number in range(count) for release in "rs"]


def test_late_answers_are_found_by_subtraction_and_by_two_steps():
    old = [*TOTAL, *shown("locality", "A", "B")]
    new = [*shown("total", "all", release="s"), *shown("journey-point", "x", "y", release="s")]
    late = [atom("A", "x", 30, "r s"), atom("B", "y", 30, "r s"), atom("A", "x", 4, "s"), atom("B", "y", 12, "s")]
    found = isolation(picture("w", KEY, [*old, *new], late), K)
    assert found.people == 4
    assert "journey-point x of s" in found.words
    assert "locality A of r" in found.words


def each_alone(atoms: int, n: np.ndarray) -> tuple[tuple[tuple[int, ...], float], ...]:
    return tuple(((place,), float(n[place])) for place in range(atoms))


def test_weights_other_than_one_are_found():
    """Half of the sum of three overlapping groups less one of them."""
    members = np.array([[1, 1, 0, 1], [1, 0, 1, 1], [0, 1, 1, 1]], dtype=bool)
    n = np.array([40, 40, 40, 3])
    cells = tuple(shown("total", "a", "b", "c"))
    made = Picture("w", "young-person", KEY[1:], cells, tuple("wxyz"), members, n, each_alone(4, n))
    found = by_programme(made, K)
    assert found is None, "each combination of these three cells keeps one of the large atoms"
    more = np.vstack([members, [True, True, True, False]])
    found = by_programme(replace(made, cells=(*cells, *shown("total", "d")), members=more), K)
    assert (found.people, found.atoms) == (3, (3,))
    assert "2 x" in found.words or "2/3 x" in found.words or "1/3 x" in found.words


tables = st.dictionaries(
    st.sampled_from([f"{a} {b}" for a, b in product("ABCD", "wxyz")]), st.integers(1, 25), min_size=3, max_size=12
)


@settings(max_examples=60)
@given(tables)
def test_the_cut_the_programme_and_trying_everything_agree(table: dict[str, int]):
    made = crossed(table)
    margins = two_margins(made)
    cut = by_cut(made, *margins, 10**6)
    least = smallest_by_trying(made)
    assert cut.people == least
    found = by_programme(made, K)
    assert (found is None) == (least >= K)
    if found:
        assert (found.certain, found.people < K) == (True, True)


def smallest_by_trying(made: Picture) -> float:
    """Every way to give each group 0 or 1, and the people whose locality and journey point differ."""
    places = [
        [cell for cell, each in enumerate(made.cells) if each.group_kind == kind]
        for kind in ("locality", "journey-point")
    ]
    rows, columns = (made.members[own].astype(int) for own in places)
    least = float("inf")
    for weights in product((0, 1), repeat=len(rows) + len(columns)):
        told = np.array(weights[: len(rows)]) @ rows - np.array(weights[len(rows) :]) @ columns
        people = made.n[told != 0].sum()
        least = min(least, people) if people else least
    return least


@pytest.mark.parametrize("k", [10, 20])
def test_a_large_table_takes_little_time(k: int):
    chance = np.random.default_rng(3)
    sizes = {f"{a} {b}": int(chance.integers(1, 30)) for a, b in product("ABCDEFG", "stuvwxyz")}
    assert isolation(crossed(sizes), k) is None
