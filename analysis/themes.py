"""From coded comments to how many people said each theme, in cells that may leave: exact here, rounded in `beside`.

A cell is kept only where at least k people said the theme and at least k others of the group did not, so nothing that
is shown can be subtracted down to a few people. A theme counts whoever said one inside it too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from analysis.change import Pairs, compare
from analysis.framework import Settings
from analysis.grouping import Group, Groups, group_name, merge
from analysis.scoring import DEFAULTS, UNIT, Cell

TOTAL, MARGIN = "total", "journey-point"
NO_MOMENT: Groups = (("general",),)
"""Comments of surveys that are about no single moment: their only group is everybody."""
Finer = tuple[Groups, int]
"""The groups of the next lower threshold, and that threshold: whoever reads those reads these too."""
WHOLE = 100 * UNIT
"""What one person who said it counts in a cell: shares are means of 0 and 100 points."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One coded comment: who (a mark, no name), of which audience, about which moment, and what it carries."""

    programme: str
    audience: str
    group: str
    person: str
    themes: frozenset[str]
    sentiment: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A theme as figures know it: its code, what it is called, and the code of the theme that it is inside of."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class ThemeCell:
    """Exact figures of one theme in one group for one threshold. Stays inside. `low` and `high` are of the change."""

    k: int
    programme: str
    theme: str
    name: str
    audience: str
    kind: str
    group: str
    n: int
    said: int
    scored: int
    positive: int
    negative: int
    before_n: int = 0
    before_said: int = 0
    low: float | None = None
    high: float | None = None

    def row(self) -> tuple[Any, ...]:
        return astuple(self)


class People:
    """Everybody of one programme and audience who commented: who said what, and how it sounded."""

    def __init__(self, spoken: Iterable[Spoken], parents: Mapping[str, str]) -> None:
        self.parents = parents
        self.groups: dict[str, set[str]] = defaultdict(set)
        self.said: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.sounds: dict[tuple[str, str], set[str]] = defaultdict(set)
        for each in spoken:
            self.groups[each.group].add(each.person)
            for code in with_outer(each.themes, parents):
                self.said[code].add((each.group, each.person))
                self.sounds[code, each.person].add(each.sentiment)

    def everybody(self, group: Group | None) -> set[str]:
        """Of these moments, or of all."""
        return set().union(*(people for name, people in self.groups.items() if group is None or name in group))

    def who_said(self, code: str, group: Group | None) -> set[str]:
        return {person for name, person in self.said.get(code, ()) if group is None or name in group}

    def sounding(self, code: str, people: Iterable[str]) -> tuple[int, int, int]:
        """(scored, positive alone, negative alone) of these people's comments on a theme."""
        found = [self.sounds[code, person] - {"unscored"} for person in people]
        scored = [sounds for sounds in found if sounds]
        return len(scored), sum(each == {"positive"} for each in scored), sum(each == {"negative"} for each in scored)


def with_outer(themes: Iterable[str], parents: Mapping[str, str]) -> set[str]:
    return {code for theme in themes for code in (theme, *around(theme, parents))}


def theme_cells(
    now: Sequence[Spoken],
    before: Sequence[Spoken],
    books: Mapping[str, Sequence[Coded]],
    thresholds: Iterable[int],
    settings: Settings = DEFAULTS,
) -> list[ThemeCell]:
    """The cells that may leave, for each threshold; groups of a higher one are those of the lower, joined further.

    `books` has the themes of each programme, outer ones before those inside them.
    """
    made: list[ThemeCell] = []
    for programme, audience in sorted({(each.programme, each.audience) for each in now}):
        book = books.get(programme, ())
        parents = {theme.code: theme.parent for theme in book}
        own, old = (People(of(part, programme, audience), parents) for part in (now, before))
        fixed: Groups | None = None
        for lower, k in pairwise([0, *sorted(set(thresholds))]):
            finer, fixed = (fixed or (), lower or k), margin(own, k, fixed)
            names = {"k": k, "programme": programme, "audience": audience}
            told = fixed != NO_MOMENT and adds_up(own.everybody, fixed, finer, k)
            cuts = {TOTAL: (None,), MARGIN: fixed if told else ()}
            for kind, groups in cuts.items():
                made += cells_of(own, old, book, {**names, "kind": kind}, groups, finer, settings)
    return made


def of(spoken: Iterable[Spoken], programme: str, audience: str) -> Iterator[Spoken]:
    return (each for each in spoken if (each.programme, each.audience) == (programme, audience))


def margin(people: People, k: int, fixed: Groups | None) -> Groups:
    """The moments, joined until at least k different people commented on each."""
    groups = merge({name: len(own) for name, own in people.groups.items()}, k, fixed)
    while len(groups) > 1 and any(len(people.everybody(group)) < k for group in groups):
        first, second, *rest = sorted(groups, key=lambda group: (len(people.everybody(group)), group))
        groups = tuple(sorted([tuple(sorted(first + second)), *rest]))
    return groups


def cells_of(
    own: People,
    old: People,
    book: Sequence[Coded],
    names: dict[str, Any],
    groups: Sequence[Group | None],
    finer: Finer,
    settings: Settings,
) -> Iterator[ThemeCell]:
    """The cells of a margin (or the total): of each theme in every group, or of none."""
    shown = publishable(own, book, groups, finer, names["k"])
    for theme in (each for each in book if each.code in shown):
        for group in groups:
            said, everybody = own.who_said(theme.code, group), own.everybody(group)
            sounds = own.sounding(theme.code, said)
            about = {**names, "theme": theme.code, "name": theme.name, "group": group_name(group or ("all",))}
            cell = ThemeCell(**about, n=len(everybody), said=len(said), **dict(zip(SOUNDS, sounds, strict=True)))
            yield changed(cell, (everybody, said), (old.everybody(group), old.who_said(theme.code, group)), settings)


SOUNDS = ("scored", "positive", "negative")


def publishable(own: People, book: Sequence[Coded], groups: Sequence[Group | None], finer: Finer, k: int) -> set[str]:
    """Codes of themes that tell of k people or none, in every group, by themselves, beside the same theme in other
    groups, and beside those inside them."""
    shown = {theme.code for theme in book if fits(own, theme.code, groups, k)}
    shown = {code for code in shown if adds_up(partial(own.who_said, code), groups, finer, k)}
    parents = {theme.code: theme.parent for theme in book}
    for theme in (each.code for each in reversed(book) if each.code in shown):
        parts = nearest(theme, shown, parents)
        while parts and theme in shown:
            close = {part for part in parts if any(beside(own, theme, [part], group, k) for group in groups)}
            if not close and any(beside(own, theme, parts, group, k) for group in groups):
                shown.discard(theme)
            shown -= close
            parts = nearest(theme, shown, parents) if close else []
    return shown


def fits(own: People, code: str, groups: Sequence[Group | None], k: int) -> bool:
    """Whether enough people said it in every group, and enough did not."""
    said = [(own.who_said(code, group), own.everybody(group)) for group in groups]
    return all(len(some) >= k and len(everybody - some) >= k for some, everybody in said)


def nearest(theme: str, shown: set[str], parents: Mapping[str, str]) -> list[str]:
    """The shown themes inside this one with no other shown one between."""
    return [
        code for code in sorted(shown) if next((each for each in around(code, parents) if each in shown), "") == theme
    ]


def around(code: str, parents: Mapping[str, str]) -> list[str]:
    """The themes that a theme is inside of, the nearest first."""
    found: list[str] = []
    outer = parents.get(code, "")
    while outer and outer not in found:
        found.append(outer)
        outer = parents.get(outer, "")
    return found


def beside(own: People, outer: str, inside: Sequence[str], group: Group | None, k: int) -> bool:
    """Whether a theme less those inside it tells of a few people."""
    return few(own.who_said(outer, group), [own.who_said(code, group) for code in inside], k)


def adds_up(who: Callable[[Group | None], set[str]], groups: Sequence[Group | None], finer: Finer, k: int) -> bool:
    """Whether everybody less these groups, and each group less those it was joined from, tells of nobody or of enough
    people: whoever is in several groups is counted in each."""
    shown = [group for group in groups if group is not None]
    parts, least = finer
    joined = [(group, [each for each in parts if set(each) < set(group)], least) for group in shown]
    wholes = [(None, shown, k), *joined]
    return not any(few(who(whole), map(who, inside), enough) for whole, inside, enough in wholes if inside)


def few(whole: Iterable[str], parts: Iterable[Iterable[str]], k: int) -> bool:
    """Whether a count less others tells of a few people: of those who are not counted as often here as there."""
    weights = Counter(whole)
    for part in parts:
        weights.subtract(part)
    return 0 < sum(weight != 0 for weight in weights.values()) < k


def changed(
    cell: ThemeCell, now: tuple[set[str], set[str]], before: tuple[set[str], set[str]], settings: Settings
) -> ThemeCell:
    """With the change of its share since the baseline, where enough people said it then too, and enough did not."""
    everybody, said = before
    if min(len(said), len(everybody - said)) < cell.k:
        return cell
    linked = sorted(everybody & now[0])
    pairs = Pairs.of((WHOLE * (person in said), WHOLE * (person in now[1])) for person in linked)
    found = compare(share_cell(*before), share_cell(*now), pairs, cell.k, settings)
    known = {name: getattr(cell, name) for name in cell.__dataclass_fields__}
    known |= {"before_n": len(everybody), "before_said": len(said), "low": found.low, "high": found.high}
    return ThemeCell(**known)


def share_cell(everybody: set[str], said: set[str]) -> Cell:
    return Cell(len(everybody), WHOLE * len(said), WHOLE**2 * len(said), len(said))
