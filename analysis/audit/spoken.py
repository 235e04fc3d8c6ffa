"""Attacks the tables of themes: whom differences of shown counts tell of, where one set is known to lie in another.

The attacker knows everybody who commented and who said what but for the few they are after, and subtracts: the inner
theme from the outer one, the moments from everybody, one release or tier from another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.audit.attack import Findings
from analysis.audit.counts import isolates
from surveys.findings import Finding

THEMES = "differences of what people wrote about: themes, moments, tiers"
ADVICE = "Join themes or moments, or leave the theme out."
EVERYBODY = ""
"""The theme of a cell of all who commented."""
Place = tuple[str, tuple[str, ...]]
"""(kind of group, group)."""


class SaidCell(NamedTuple):
    """One count of people as a release shows it, and exactly who they are. `around`: the themes it is inside of,
    the nearest first."""

    release: str
    k: int
    programme: str
    audience: str
    kind: str
    group: tuple[str, ...]
    theme: str
    around: tuple[str, ...]
    people: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.theme or 'everybody'} in {self.kind} {'+'.join(self.group)} of {self.release}"


class Difference(NamedTuple):
    """A count less others."""

    whole: SaidCell
    parts: tuple[SaidCell, ...]

    @property
    def people(self) -> int:
        """How many people it tells of."""
        weights = Counter(self.whole.people)
        for part in self.parts:
            weights.subtract(part.people)
        return sum(weight != 0 for weight in weights.values())

    @property
    def words(self) -> str:
        return " - ".join(each.name for each in (self.whole, *self.parts))


def attack_spoken(wave: str, cells: Iterable[SaidCell]) -> Findings:
    """R008: what releases of a wave tell of themes tells of a few people. One for each programme, audience and tier."""
    findings = Findings()
    own: dict[tuple[str, str], list[SaidCell]] = defaultdict(list)
    for cell in cells:
        own[cell.programme, cell.audience].append(cell)
    for (programme, audience), shown in sorted(own.items()):
        for k in sorted({cell.k for cell in shown}):
            tried = list(differences([cell for cell in shown if cell.k >= k]))
            findings.count(THEMES, len(tried))
            told = next((each for each in tried if isolates(each.people, k)), None)
            if told:
                words = f"{programme}, {audience}: {told.words} tells of fewer than {k} people"
                findings.found.append(Finding("R008", wave, words, ADVICE))
    return findings


def differences(cells: Sequence[SaidCell]) -> Iterator[Difference]:
    """Every count by itself, and every one less those that are known to lie in it."""
    yield from (Difference(cell, ()) for cell in cells)
    releases: dict[str, dict[tuple[Place, str], SaidCell]] = defaultdict(dict)
    for cell in cells:
        releases[cell.release][(cell.kind, cell.group), cell.theme] = cell
    for own in releases.values():
        yield from of_themes(own)
        for other in releases.values():
            yield from of_groups(own, other)


def of_themes(own: dict[tuple[Place, str], SaidCell]) -> Iterator[Difference]:
    """Everybody less each theme; a theme less one inside it, and less all of these."""
    inner: dict[tuple[Place, str], list[SaidCell]] = defaultdict(list)
    for (place, theme), cell in own.items():
        everybody = own.get((place, EVERYBODY))
        if theme and everybody:
            yield Difference(everybody, (cell,))
        nearest = next((each for each in cell.around if (place, each) in own), "")
        if nearest:
            inner[place, nearest].append(cell)
    for outer, parts in inner.items():
        yield from (Difference(own[outer], (part,)) for part in parts)
        yield Difference(own[outer], tuple(parts))


def of_groups(own: dict[tuple[Place, str], SaidCell], other: dict[tuple[Place, str], SaidCell]) -> Iterator[Difference]:
    """A count less the same of another release; less those of the groups, here or there, that it is made of."""
    parts: dict[str, list[SaidCell]] = defaultdict(list)
    for ((kind, _), theme), cell in other.items():
        if kind != "total":
            parts[theme].append(cell)
    for ((kind, group), theme), cell in own.items():
        same = other.get(((kind, group), theme))
        if same is not None and same is not cell:
            yield Difference(cell, (same,))
        inside = tuple(part for part in parts[theme] if kind == "total" or set(part.group) < set(group))
        if inside and (kind == "total" or {each for part in inside for each in part.group} == set(group)):
            yield Difference(cell, inside)
