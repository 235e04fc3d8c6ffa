"""Linear attacks: which sums and differences of published cells tell of fewer than k people. Certain either way.

An attacker may add and subtract published sums with any weights. What is left tells of the people whose weight is not
zero; so the question is for the smallest number of people with weights that published cells can make. Where the cells
are two margins of one table it is the smallest cut of a graph: the margins' groups are the corners, and the people in
two of them the edge between. Else it takes a linear programme of minimal cost for each small atom: its weight is 1, the
others may be anything from -1 to 1, and each atom costs its people times the size of its weight. No combination tells
of fewer people than the least of these costs, so at k or above the picture is safe for certain; and below it the
solution is the combination.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from analysis.audit.pictures import CROSSED, TOTAL, Picture, Shown

NOTHING = 1e-7
"""What a computation in floating point leaves of a zero."""
SIMPLEST = 24
"""The largest denominator of a weight when it is told in words."""


@dataclass(frozen=True)
class Isolation:
    """Cells with weights whose sum tells of only so many people; not `certain` if it could merely not be ruled out."""

    terms: tuple[tuple[Shown, Fraction], ...]
    atoms: tuple[int, ...]
    people: float
    certain: bool = True

    @property
    def words(self) -> str:
        """`locality A of r - journey-point ehc of r`."""
        parts = []
        for cell, weight in self.terms:
            sign = "-" if weight < 0 else "+" if parts else ""
            times = "" if abs(weight) == 1 else f"{abs(weight)} x "
            parts.append(f"{sign} {times}{cell.name}".strip())
        return " ".join(parts)


def isolation(picture: Picture, k: int) -> Isolation | None:
    """The combination that tells of the fewest people, if that is fewer than `k`; None if there is certainly none."""
    if not picture.n.size or picture.n.min() >= k:
        return None
    margins = two_margins(picture)
    if margins is not None:
        return by_cut(picture, *margins, k)
    return by_programme(picture, k)


# Two margins of one table


def two_margins(picture: Picture) -> tuple[list[int], list[int]] | None:
    """The cells of the finest locality and journey-point margins, if the picture is just one table of the two.

    Where a margin is not shown the total stands for it: it is a margin of one group.
    """
    if len({atom[2:] for atom in picture.atoms}) > 1 or any(cell.group_kind == CROSSED for cell in picture.cells):
        return None
    total = [place for place, cell in enumerate(picture.cells) if cell.group_kind == TOTAL][:1]
    found = []
    for kind in ("locality", "journey-point"):
        own = [place for place, cell in enumerate(picture.cells) if cell.group_kind == kind]
        groups = finest_of(picture.members, own) or total
        if not (picture.members[groups].sum(axis=0) == 1).all():
            return None
        found.append(groups)
    return found[0], found[1]


def finest_of(members: np.ndarray, cells: Iterable[int]) -> list[int]:
    """Cells that no smaller cell of the same kind lies in, each set of people once."""
    once = list({members[cell].tobytes(): cell for cell in cells}.values())
    return [
        cell
        for cell in once
        if not any(other != cell and not (members[other] & ~members[cell]).any() for other in once)
    ]


def by_cut(picture: Picture, left: list[int], right: list[int], k: int) -> Isolation | None:
    """The smallest cut of the graph whose corners are the groups of both margins and whose edges are people."""
    size = len(left) + len(right)
    weights = np.zeros((size, size))
    ends = []
    for atom in range(picture.n.size):
        x = next(place for place, cell in enumerate(left) if picture.members[cell, atom])
        y = len(left) + next(place for place, cell in enumerate(right) if picture.members[cell, atom])
        weights[x, y] += picture.n[atom]
        weights[y, x] = weights[x, y]
        ends.append((x, y))
    people, side = min((smallest_cut(weights, part) for part in components(weights)), key=lambda found: found[0])
    if people >= k:
        return None
    cut = tuple(atom for atom, (x, y) in enumerate(ends) if (x in side) != (y in side))
    signs = [(cell, Fraction(1 if corner < len(left) else -1)) for corner, cell in enumerate([*left, *right])]
    terms = tuple((picture.cells[cell], sign) for corner, (cell, sign) in enumerate(signs) if corner in side)
    return Isolation(terms, cut, people)


def components(weights: np.ndarray) -> list[list[int]]:
    """The corners of each connected part; a part of one corner has no cut."""
    left, parts = set(range(len(weights))), []
    while left:
        part, edge = set(), {left.pop()}
        while edge:
            corner = edge.pop()
            part.add(corner)
            edge |= {int(each) for each in np.flatnonzero(weights[corner])} - part
        left -= part
        if len(part) > 1:
            parts.append(sorted(part))
    return parts


def smallest_cut(weights: np.ndarray, part: list[int]) -> tuple[float, set[int]]:
    """The least weight that parts these corners in two, and one side (Stoer and Wagner 1997, JACM 44: 585-591)."""
    graph = weights[np.ix_(part, part)].copy()
    merged = [{corner} for corner in part]
    best: tuple[float, set[int]] = (float("inf"), set())
    alive = list(range(len(part)))
    while len(alive) > 1:
        order, pull = [], np.where(np.isin(np.arange(len(part)), alive), 0.0, -np.inf)
        for _ in alive:
            nearest = int(pull.argmax())
            order.append(nearest)
            weight = float(pull[nearest])
            pull += graph[nearest]
            pull[nearest] = -np.inf
        last, before = order[-1], order[-2]
        if weight < best[0]:
            best = (weight, set(merged[last]))
        graph[before] += graph[last]
        graph[:, before] = graph[before]
        graph[before, before] = 0
        merged[before] |= merged[last]
        alive.remove(last)
    return best


# Anything else


def by_programme(picture: Picture, k: int) -> Isolation | None:
    """The cheapest combination over all small atoms; see above why its cost is a bound."""
    unsure = None
    for atom in np.argsort(picture.n):
        if picture.n[atom] >= k:
            break
        cost, weights = cheapest(picture, int(atom))
        if cost < k - NOTHING:
            found = isolated_by(picture, weights)
            if found.people < k:
                return found
            unsure = Isolation(found.terms, (int(atom),), cost, certain=False)
    return unsure


def cheapest(picture: Picture, atom: int) -> tuple[float, np.ndarray]:
    """The least sum of people times size of weight, the atom's weight 1 and none beyond it; and the cells' weights.

    A person in several atoms has the largest of their weights.
    """
    from scipy.optimize import linprog
    from scipy.sparse import bmat, csr_matrix

    cells, kinds = len(picture.cells), len(picture.persons)
    pairs = [(kind, place) for kind, (own, _) in enumerate(picture.persons) for place in own]
    told = csr_matrix(picture.members.T[[place for _, place in pairs]].astype(float))
    size = csr_matrix((np.ones(len(pairs)), (range(len(pairs)), [kind for kind, _ in pairs])), (len(pairs), kinds))
    within = bmat([[told, -size], [-told, -size]])
    equal = np.concatenate([picture.members[:, atom].astype(float), np.zeros(kinds)])[None]
    cost = np.concatenate([np.zeros(cells), [count for _, count in picture.persons]])
    bounds = [(None, None)] * cells + [(0, 1)] * kinds
    done = linprog(cost, within, np.zeros(2 * len(pairs)), equal, [1.0], bounds, method="highs")
    if done.x is None:
        raise ArithmeticError(f"the linear programme of an audit has no solution: {done.message}")
    return float(done.fun), done.x[:cells]


def isolated_by(picture: Picture, weights: np.ndarray) -> Isolation:
    """Whom a combination of cells tells of."""
    told = weights @ picture.members
    atoms = tuple(int(each) for each in np.flatnonzero(abs(told) > NOTHING))
    exact = [
        (cell, Fraction(float(w)).limit_denominator(SIMPLEST)) for cell, w in zip(picture.cells, weights, strict=True)
    ]
    return Isolation(tuple(term for term in exact if term[1]), atoms, picture.people(atoms))
