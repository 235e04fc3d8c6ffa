"""Runs the attacks over all releases of a wave and tells, in an officer's words, what they found and what to join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.audit.bounds import NEAR, pins
from analysis.audit.combinations import isolation
from analysis.audit.outright import said_outright
from analysis.audit.pictures import Atom, Picture, Publication, pictures, together
from analysis.framework import Settings
from analysis.scoring import DEFAULTS
from surveys.findings import Finding

COMBINATIONS = "sums and differences of published cells"
INTERVALS = "bounds from rounded figures and their intervals"
OUTRIGHT = "figures that say outright how everybody answered"


class Flaw(NamedTuple):
    """That the releases of a wave tell too much of one measure of one audience, and the cells that do it."""

    code: str
    audience: str
    measure: tuple[str, str]
    cells: tuple[str, ...]
    """Names of the releases whose cells take part."""
    words: str


@dataclass
class Findings:
    """What was tried, how often, and what was found."""

    tried: dict[str, int] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)

    def count(self, attack: str, times: int = 1) -> None:
        self.tried[attack] = self.tried.get(attack, 0) + times

    def add(self, other: Findings) -> None:
        for name, times in other.tried.items():
            self.count(name, times)
        self.found += other.found

    def lines(self) -> Iterator[str]:
        for name, times in sorted(self.tried.items()):
            yield f"Tried {name}: {times} times."
        yield from (str(each) for each in self.found)
        yield f"Weaknesses found: {len(self.found)}." if self.found else "Nobody could be picked out."


def attack(
    wave: str, publications: Sequence[Publication], atoms: Iterable[Atom], settings: Settings = DEFAULTS
) -> Findings:
    """Every attack on the releases of one wave, in words that name no number of people.

    R005 a combination isolates a few people; R006 rounded figures pin a few people; R007 a figure says it outright.
    """
    findings = Findings()
    for flaw in flaws(wave, publications, list(atoms), settings, findings):
        findings.found.append(Finding(flaw.code, wave, flaw.words, ADVICE[flaw.code]))
    return findings


ADVICE = {
    "R005": "Join groups of one of these margins, or leave the measure out of it.",
    "R006": "Leave the measure out of the margin, or join its groups.",
    "R007": "Round as the others are rounded; leave it out if it cannot be.",
}


def flaws(
    wave: str,
    publications: Sequence[Publication],
    atoms: Sequence[Atom],
    settings: Settings = DEFAULTS,
    findings: Findings | None = None,
) -> list[Flaw]:
    """What each attack finds, one at most for each measure of each audience, attack and tier.

    Whoever reads a tier reads the releases of the coarser tiers too, so each threshold is held against those together.
    """
    findings = findings if findings is not None else Findings()
    own, found = [each for each in publications if each.wave == wave], []
    for each in own:
        for audience, kind, measure, words in said_outright(each):
            found.append(Flaw("R007", audience, (kind, measure), (each.release,), words))
        findings.count(OUTRIGHT, sum(map(len, each.cells.values())))
    for k in sorted({each.k for each in own}):
        readable = [each for each in own if each.k >= k]
        found += combined_flaws(list(pictures(wave, readable, atoms)), k, settings, findings)
    return found


def combined_flaws(every: list[Picture], k: int, settings: Settings, findings: Findings) -> list[Flaw]:
    """What sums, differences and bounds of the cells that one reader sees tell of fewer than `k` people."""
    found: list[Flaw] = []
    certified = {id(each) for same in together(every) if len(same) > 1 and certainly_safe(same, k) for each in same}
    for picture in every:
        findings.count(COMBINATIONS)
        findings.count(INTERVALS, int((picture.n < k).sum()))
        found += combined(picture, k) if id(picture) not in certified else []
        found += pinned(picture, k, settings)
    return found


def certainly_safe(same: Sequence[Picture], k: int) -> bool:
    """Whether pictures of the same cells are all safe: they are if one of the fewest people of each atom is."""
    from analysis.audit.combinations import by_programme, two_margins
    from analysis.audit.pictures import fewest

    return two_margins(same[0]) is None and by_programme(fewest(same), k) is None


def combined(picture: Picture, k: int) -> Iterator[Flaw]:
    found = isolation(picture, k)
    if found:
        told = "tells of" if found.certain else "might tell of"
        words = f"{picture.audience}, {picture.measure[1]}: {found.words} {told} fewer than {k} people"
        cells = tuple(dict.fromkeys(cell.release for cell, _ in found.terms))
        yield Flaw("R005", picture.audience, picture.measure, cells, words)


def pinned(picture: Picture, k: int, settings: Settings) -> Iterator[Flaw]:
    for pin in pins(picture, k, settings)[:1]:
        words = (
            f"{picture.audience}, {picture.measure[1]}: the people of {picture.words(pin.atom)} are known to within "
            f"{NEAR:.0f} points, by {pin.cell.name}"
        )
        yield Flaw("R006", picture.audience, picture.measure, (pin.cell.release,), words)
