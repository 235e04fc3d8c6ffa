"""Planted weaknesses: each attack succeeds on a release made the naive way and fails on one of ours."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import product

import pytest

from analysis.audit import attack, publication
from analysis.audit.pictures import Publication, Shown
from analysis.rounding import shown_n, shown_score
from analysis.scoring import Cell, mean_interval
from scripts.campaigns.programmes import AUDIENCE, Person, atoms_of, made

KEY = (AUDIENCE, "index", "index")
K = 10
MARGINS = ("locality", "journey-point")


def naive(people: Iterable[Person], release: str = "r", kinds: tuple[str, ...] = MARGINS, k: int = K) -> Publication:
    """A release of every group of at least `k`, each left as it is: small ones hidden, no margin joined."""
    everyone = [person for person in people if release in person.releases]
    cells = [("total", "all", everyone)]
    for kind in kinds:
        names = sorted({person.place(kind) for person in everyone})
        cells += [(kind, name, [person for person in everyone if person.place(kind) == name]) for name in names]
    shown = tuple(figure(release, kind, name, own) for kind, name, own in cells if len(own) >= k)
    return Publication(release, "2026-06", "board", K, {KEY: shown})


def figure(release: str, kind: str, name: str, own: list[Person]) -> Shown:
    interval = mean_interval(Cell.of(person.units for person in own))
    low, middle, high = (shown_score(each) for each in (interval.low, interval.mean, interval.high))
    return Shown(release, kind, (name,), middle, low, high, shown_n(len(own)))


def found(people: list[Person], *releases: Publication) -> set[str]:
    return {each.code for each in attack("2026-06", releases, atoms_of(people)).found}


def crowd(table: dict[str, int], releases: str = "r", points: tuple[int, ...] = (0, 25, 50, 75, 100)) -> list[Person]:
    chance = random.Random(5)
    places = [name.split() for name, n in table.items() for _ in range(n)]
    return [Person(*place, frozenset(releases.split()), chance.choice(points)) for place in places]


def ours(people: list[Person], release: str = "r", earlier: tuple[Publication, ...] = ()) -> tuple[Publication, list]:
    published = made(people, release, earlier)
    return publication(published.result.table), published.flaws


NAIVE = {
    "a hidden group is the rest": {"A x": 40, "B x": 30, "C x": 4},
    "two margins differ by a few": {"A x": 38, "A y": 2, "B x": 1, "B y": 30},
    "a chain of three": {"A x": 20, "A y": 3, "B y": 20, "B z": 4, "C z": 20},
}


@pytest.mark.parametrize("table", NAIVE.values(), ids=NAIVE)
def test_naive_margins_fall_and_ours_hold(table: dict[str, int]):
    people = crowd(table)
    assert "R005" in found(people, naive(people))
    release, flaws = ours(people)
    assert (flaws, found(people, release)) == ([], set())


def test_a_few_late_answers_fall():
    people = crowd({"A x": 30, "B x": 30}, "r s") + crowd({"A x": 3}, "s")
    assert "R005" in found(people, naive(people), naive(people, "s"))
    first, _ = ours(people)
    _, flaws = ours(people, "s", (first,))
    assert flaws, "a correction by three people is refused, for the total alone gives them away"
    enough = crowd({"A x": 30, "B x": 30}, "r s") + crowd({"A x": 12, "B x": 11}, "s")
    first, _ = ours(enough)
    second, flaws = ours(enough, "s", (first,))
    assert (flaws, found(enough, first, second)) == ([], set())


def test_replaced_answers_of_a_few_fall():
    kept = crowd({"A x": 30, "B x": 30}, "r s")
    again = [*crowd({"A x": 4}, "r"), *crowd({"A x": 4}, "s")]
    for number, person in enumerate(again):
        person.name = f"again {number % 4}"
    assert "R005" in found(kept + again, naive(kept + again), naive(kept + again, "s"))


def test_tiers_that_do_not_refine_each_other_fall():
    people = crowd({"A x": 30, "B x": 30}, "board public") + crowd({"A x": 5}, "public")
    board, public = naive(people, "board"), naive(people, "public", ())
    assert "R005" in found(people, board, public._replace(tier="public", k=20))


def test_a_small_class_in_an_extreme_group_is_pinned():
    people = crowd({"A x": 9, "A y": 12, "B x": 30, "B y": 30}, points=(95, 100))
    assert "R006" in found(people, naive(people))
    release, flaws = ours(people)
    assert (flaws, found(people, release)) == ([], set())
    assert {cell.group_kind for cell in release.cells[KEY]} == {"total", "locality"}


def test_a_small_class_of_people_who_all_say_the_same_is_pinned():
    people = crowd({"A x": 8, "A y": 12, "B x": 30, "B y": 30}, points=(50,))
    assert "R006" in found(people, naive(people))


@pytest.mark.parametrize(
    "figure",
    [
        {"score": 100, "low": 100, "high": 100},
        {"score": 50, "low": 50, "high": 50},
        {"score": 62, "low": 55, "high": 70, "n": 23},
        {"score": 62, "low": 55, "high": 70, "positive": 100},
        {"score": 62, "low": 55, "high": 70, "positive": 62},
    ],
)
def test_figures_that_say_it_outright_are_found(figure: dict[str, int]):
    people = crowd({"A x": 30})
    cell = Shown("r", "total", ("all",), **figure)
    assert found(people, Publication("r", "2026-06", "board", K, {KEY: (cell,)})) == {"R007"}


def test_the_words_name_the_cells_and_no_number_of_people():
    people = crowd(NAIVE["two margins differ by a few"])
    findings = attack("2026-06", [naive(people)], atoms_of(people))
    text = "\n".join(findings.lines())
    assert "- journey-point" in text
    assert "tells of fewer than 10 people" in text
    assert "Join groups of one of these margins" in text
    assert "Tried sums and differences of published cells: 1 times." in text
    assert not [number for number in ("38", "39", "31", "3 people") if number in text]


def test_nothing_is_found_where_nothing_is_wrong():
    people = crowd({f"{a} {b}": 25 for a, b in product("ABC", "xy")})
    release, flaws = ours(people)
    assert flaws == []
    lines = list(attack("2026-06", [release], atoms_of(people)).lines())
    assert lines[-1] == "Nobody could be picked out."
    assert {cell.group_kind for cell in release.cells[KEY]} == {"total", "locality", "journey-point"}


def test_groups_are_joined_where_most_measures_fall():
    people = crowd(NAIVE["a chain of three"])
    release, _ = ours(people)
    groups = {cell.group for cell in release.cells[KEY] if cell.group_kind == "journey-point"}
    assert groups != {("x",), ("y",), ("z",)}
