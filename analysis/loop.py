"""The measures of the loop by quarter as a safe table: counts of people are pooled and rounded here. No storage.

Facts about answers and promises are public one by one already and are told as they are. Counts of people are shown only
where at least k people are in every part; smaller parts are put together, so that none can be reckoned from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from analysis.disclosure import Release, SafeTable, side_table
from analysis.rounding import shown_n, shown_share
from analysis.rows import LoopRow

KIND, OTHERS = "loop", "others"


@dataclass(frozen=True)
class Quarter:
    """What one quarter came to, exactly. `people` and `words` are counts by measure and part."""

    name: str
    facts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def loop_table(quarters: Iterable[Quarter], k: int, title: str, framework_version: str) -> SafeTable:
    """Rows of every quarter in order: facts as they are, people rounded, words as shares to the nearest 5."""
    release = Release("", "", None, "public", k, framework_version)
    return side_table(release, KIND, title, [row for quarter in quarters for row in rows_of(quarter, k)])


def rows_of(quarter: Quarter, k: int) -> Iterator[LoopRow]:
    for (measure, part), value in quarter.facts.items():
        yield LoopRow(quarter.name, measure, part, value)
    for measure, counts in quarter.people.items():
        for part, people in pooled(counts, k).items():
            yield LoopRow(quarter.name, measure, part, shown_n(people))
    for measure, counts in quarter.words.items():
        total = sum(counts.values())
        if total >= k:
            for part, said in counts.items():
                yield LoopRow(quarter.name, measure, part, shown_share(said, total))


def pooled(counts: Mapping[str, int], k: int) -> dict[str, int]:
    """The parts with at least k people; the others together as one part, with the next larger while they are too few.

    Nobody is left out, unless all together are fewer than k: then nothing is shown.
    """
    parts = sorted(((people, part) for part, people in counts.items() if people), reverse=True)
    together = 0
    while parts and (parts[-1][0] < k or 0 < together < k):
        together += parts.pop()[0]
    shown = {part: people for people, part in reversed(parts)}
    shown = {part: shown[part] for part in counts if part in shown}
    return shown | ({OTHERS: together} if together >= k else {})
