"""An attacker apart from the audit: random eliminations over single people, in exact arithmetic modulo a prime."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from analysis.audit import Publication
from scripts.campaigns.programmes import AUDIENCE, Person

PRIME = 2_147_483_647


def fewest_told_of(
    people: Sequence[Person], publications: Iterable[Publication], measure: tuple[str, str], tries: int, seed: int = 0
) -> float:
    """The fewest people that any combination found tells of; infinite if nothing is published.

    Each try orders people at random, the many who share all cells first, and eliminates: each line that is left is a
    combination of cells that is zero for as many people as there are cells. Whoever has two responses is one person.
    """
    cells = [cell for each in publications for cell in each.cells.get((AUDIENCE, *measure), ())]
    own = [person for person in people if measure not in person.without]
    columns = Counter(
        (tuple(c.release in p.releases and (p.place(c.group_kind) in (*c.group, "all")) for c in cells), p.name)
        for p in own
    )
    kinds: dict[tuple[bool, ...], list[str]] = {}
    for signature, name in columns:
        if any(signature):
            kinds.setdefault(signature, []).append(name)
    if not kinds:
        return float("inf")
    matrix = np.array(list(kinds), dtype=np.int64).T
    names = [frozenset(each) for each in kinds.values()]
    sizes = np.array([len(each) for each in names])
    chance = random.Random(seed)
    least = float("inf")
    for _ in range(tries):
        order = sorted(range(len(names)), key=lambda place: -sizes[place] * chance.random() ** 2)
        for line in eliminated(matrix[:, order]):
            told = [order[place] for place in np.flatnonzero(line)]
            if told and sizes[told].max() < least:
                least = min(least, len(frozenset().union(*(names[place] for place in told))))
    return least


def eliminated(matrix: np.ndarray) -> np.ndarray:
    """The reduced row echelon form modulo `PRIME`."""
    rows = np.unique(matrix % PRIME, axis=0)
    done = 0
    for column in range(rows.shape[1]):
        below = np.flatnonzero(rows[done:, column])
        if not below.size:
            continue
        rows[[done, done + below[0]]] = rows[[done + below[0], done]]
        rows[done] = rows[done] * pow(int(rows[done, column]), PRIME - 2, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        for other in others[others != done]:
            rows[other] = (rows[other] - rows[other, column] * rows[done]) % PRIME
        done += 1
        if done == len(rows):
            break
    return rows[:done]
