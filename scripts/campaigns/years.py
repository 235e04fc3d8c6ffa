"""Random programmes over many releases: waves with people who come back, late and replaced answers, withdrawals."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.audit import Publication, publication, told_again
from analysis.grouping import Grouping
from analysis.inside import joined
from app.services.scoring.membership import Member, with_late
from scripts.campaigns.programmes import AUDIENCE, MEASURES, Before, K, Person, made

SMALLEST, LARGEST = 30, 5000
ROUNDS = (0, 1, 2, 4, 9, 11, 25, 80)
"""How many people come late, answer again or withdraw between two closings."""
SPREADS = (0, 5, 20, 35)


@dataclass
class Year:
    """One wave of a programme: everybody's responses, the releases closed so far, and who has withdrawn.

    `told_again` is what the follow-ups show of it as their baseline.
    """

    name: str
    people: list[Person] = field(default_factory=list)
    now: dict[str, Person] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    counted: dict[str, dict[str, Person]] = field(default_factory=dict)
    publications: list[Publication] = field(default_factory=list)
    told_again: list[Publication] = field(default_factory=list)


class Programme:
    """A partnership that closes release after release. The same seed gives the same programme."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.size = round(math.exp(self.chance.uniform(math.log(SMALLEST), math.log(LARGEST))))
        self.places = {
            "locality": self.weighted([*"ABCDEFG"[: self.chance.randint(1, 7)], "not-stated"]),
            "journey_point": self.weighted(["general", "ehc", "therapy", "transition", "diagnosis", "inclusion"]),
        }
        self.mean, self.spread = self.chance.uniform(5, 98), self.chance.choice(SPREADS)
        self.panel = self.chance.choice((0.0, 0.3, 0.7, 0.98))
        self.baseline: Year | None = None
        self.fixed: Grouping = {}
        self.refused = 0

    def weighted(self, names: list[str]) -> tuple[list[str], list[float]]:
        return names, [self.chance.random() ** 3 + 0.002 for _ in names]

    def years(self, releases: int) -> Iterator[Year]:
        """Waves with their releases, until that many were closed."""
        closed, number = 0, 0
        while closed < releases and number < releases:
            year = Year(f"{2026 + number // 2}-{6 * (number % 2) + 6:02}")
            self.arrive(year, max(SMALLEST, round(self.size * self.chance.uniform(0.6, 1.4))))
            for attempt in range(self.chance.randint(2, 9)):
                tier = self.chance.choice(("board", "board", "public"))
                self.close(year, f"{year.name}-{tier}-{attempt}", tier)
                self.change(year)
            closed += len(year.publications)
            number += 1
            if self.baseline is None and year.publications:
                self.baseline = year
            yield year

    def somebody(self) -> Person:
        names = {kind: self.chance.choices(*place)[0] for kind, place in self.places.items()}
        points = min(100, max(0, 12.5 * round(self.chance.gauss(self.mean, self.spread) / 12.5)))
        without = frozenset({MEASURES[1]}) if self.chance.random() < 0.1 else frozenset()
        return Person(releases=frozenset(), points=points, without=without, **names)

    def arrive(self, year: Year, count: int) -> None:
        """New people; in a follow-up some are the baseline's, mostly in the same place and of much the same mind."""
        known = sorted(self.baseline.now.keys() - year.now.keys() - year.gone) if self.baseline else []
        self.chance.shuffle(known)
        for _ in range(count):
            person = self.somebody()
            if known and self.chance.random() < self.panel:
                person.name = known.pop()
                old = self.baseline.now[person.name]
                if self.chance.random() < 0.9:
                    person.locality, person.journey_point = old.locality, old.journey_point
                if self.chance.random() < 0.7:
                    person.points = old.points
            year.people.append(person)
            year.now[person.name] = person

    def change(self, year: Year) -> None:
        """Some come late, some answer again, some withdraw."""
        self.arrive(year, self.chance.choice(ROUNDS))
        names = sorted(year.now)
        for name in self.chance.sample(names, min(len(names), self.chance.choice(ROUNDS))):
            again = self.somebody()
            again.name = name
            year.people.append(again)
            year.now[name] = again
        for name in self.chance.sample(names, min(len(names) // 4, self.chance.choice((0, 0, 1, 3)))):
            year.gone.add(name)
            del year.now[name]

    def close(self, year: Year, release: str, tier: str) -> None:
        """As `app.services.scoring.closing`: late answers wait, whoever withdrew stays in, the audit may refuse."""
        counted = self.members(year, tier)
        if len(counted) < K[tier] or counted in [own for name, own in year.counted.items() if tier in name]:
            return
        for person in counted.values():
            person.releases |= {release}
        year.counted[release] = counted
        before = self.before(tier)
        closed = made(year.people, release, year.publications, self.fixed, tier, year.name, MEASURES, before)
        if closed.flaws:
            self.refused += 1
            del year.counted[release]
            for person in counted.values():
                person.releases -= {release}
            return
        year.publications.append(publication(closed.result.table))
        self.fixed = joined(self.fixed, closed.result.grouping)
        if before:
            self.baseline.told_again.append(told_again(closed.result.table, before.published))

    def before(self, tier: str) -> Before | None:
        """The baseline's latest release of the tier."""
        own = [each for each in self.baseline.publications if each.tier == tier] if self.baseline else []
        if not own:
            return None
        year = self.baseline
        people = list(year.counted[own[-1].release].values())
        return Before(people, own[-1], year.people, [*year.publications, *year.told_again])

    def members(self, year: Year, tier: str) -> dict[str, Person]:
        if not year.counted:
            return dict(year.now)
        base = max(year.counted.values(), key=len)
        before = {name: person for name, person in base.items() if name not in year.gone}
        different = {name for name in before.keys() | year.now.keys() if before.get(name) is not year.now.get(name)}
        ids = {id(person): person for person in [*before.values(), *year.now.values()]}
        old, new = ({(AUDIENCE, n): member(own[n]) for n in different if n in own} for own in (before, year.now))
        measures = {str(key): {"", *map(str, set(MEASURES) - person.without)} for key, person in ids.items()}
        changed = {name for _, name in with_late(old, new, self.fixed, K[tier], measures)}
        return base | {name: year.now[name] for name in changed if name in year.now}


def member(person: Person) -> Member:
    return Member(str(id(person)), person.locality, person.journey_point)
