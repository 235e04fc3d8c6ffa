"""One random programme and what two attackers make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.audit import Publication, flaws
from scripts.campaigns.isolate import fewest_told_of
from scripts.campaigns.programmes import MEASURES, K, atoms_of
from scripts.campaigns.years import Programme, Year

TRIES = 12


@dataclass
class Outcome:
    """What happened to one programme; `fewest` are the fewest people that any attacker could tell of.

    `cells` were published, `again` of them a second time as the baseline of a follow-up.
    """

    people: int
    closed: int = 0
    refused: int = 0
    cells: int = 0
    again: int = 0
    fewest: float = float("inf")
    found: list[str] = field(default_factory=list)

    @property
    def isolated(self) -> bool:
        return self.fewest < min(K.values()) or bool(self.found)

    def __str__(self) -> str:
        words = f"{self.people} people, {self.closed} releases, {self.refused} refused, {self.again} cells told again"
        words = f"{words}, fewest told of {self.fewest}"
        return "; ".join([words, *self.found])


def trial(seed: int, releases: int, tries: int = TRIES) -> Outcome:
    """Close that many releases and attack each wave with all of them in hand."""
    programme = Programme(seed)
    outcome = Outcome(programme.size)
    for year in programme.years(releases):
        outcome.closed += len(year.publications)
        outcome.cells += sum(len(own) for each in year.publications for own in each.cells.values())
        attacked(year, year.publications, outcome, tries, seed)
    if programme.baseline:
        again = programme.baseline.told_again
        outcome.again = sum(len(own) for each in again for own in each.cells.values())
        attacked(programme.baseline, [*programme.baseline.publications, *again], outcome, tries, seed)
    outcome.refused = programme.refused
    return outcome


def attacked(year: Year, publications: Sequence[Publication], outcome: Outcome, tries: int, seed: int) -> None:
    for flaw in flaws(year.name, publications, atoms_of(year.people, MEASURES)):
        outcome.found.append(f"{flaw.code} {flaw.words}")
    for measure in MEASURES:
        fewest = fewest_told_of(year.people, publications, measure, tries, seed)
        outcome.fewest = min(outcome.fewest, fewest)
