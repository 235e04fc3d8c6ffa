"""The lines of safe tables: which columns each kind of table has, in order. Only `disclosure` makes any."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class SafeRow:
    """One line of a release, in the order of its downloads' columns. Whole numbers or None (nothing to show)."""

    release: str
    wave: str
    audience: str
    group_kind: str
    group: str
    measure_kind: str
    measure: str
    score: int
    ci_low: int
    ci_high: int
    n: int
    positive: int | None = None
    positive_low: int | None = None
    positive_high: int | None = None
    change: int | None = None
    change_low: int | None = None
    change_high: int | None = None
    verdict: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return (self.audience, self.group_kind, self.group, self.measure_kind, self.measure)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class GapRow:
    """What one audience says beside another: `gap` is score less other_score, `verdict` one of `gaps.VERDICTS`."""

    audience: str
    other: str
    measure_kind: str
    measure: str
    score: int
    other_score: int
    gap: int
    gap_low: int
    gap_high: int
    verdict: str


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One score of one wave, as its latest release shows it."""

    wave: str
    release: str
    audience: str
    measure_kind: str
    measure: str
    score: int
    ci_low: int
    ci_high: int
    n: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A score of a whole audience under one version of the framework; versions stand side by side and never mix.

    `change` is since the baseline under the same version.
    """

    version: str
    wave: str
    audience: str
    measure_kind: str
    measure: str
    score: int
    ci_low: int
    ci_high: int
    n: int
    positive: int | None = None
    positive_low: int | None = None
    positive_high: int | None = None
    change: int | None = None
    change_low: int | None = None
    change_high: int | None = None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """Which share of those who answered a question chose an option: per cent to the nearest 5."""

    audience: str
    survey: str
    question: str
    option: str
    share: int
    share_low: int
    share_high: int
    n: int


@dataclass(frozen=True, slots=True)
class JourneyRow:
    """A score of a survey about one moment of the journey; never part of the headline."""

    audience: str
    survey: str
    journey_point: str
    measure_kind: str
    measure: str
    score: int
    ci_low: int
    ci_high: int
    n: int
    positive: int | None = None
    positive_low: int | None = None
    positive_high: int | None = None


@dataclass(frozen=True, slots=True)
class ObservedRow:
    """A score of what others say about a child; never mixed with the child's own."""

    audience: str
    voice: str
    measure_kind: str
    measure: str
    score: int
    ci_low: int
    ci_high: int
    n: int
    positive: int | None = None
    positive_low: int | None = None
    positive_high: int | None = None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """How many of the people who commented said a theme, and how their comments sounded; shares to the nearest 5.

    `theme` is its code, `name` what it was called then; `change` is in points of the share since the baseline.
    """

    programme: str
    theme: str
    name: str
    audience: str
    group_kind: str
    group: str
    people: int
    n: int
    share: int | None = None
    share_low: int | None = None
    share_high: int | None = None
    change: int | None = None
    change_low: int | None = None
    change_high: int | None = None
    positive: int | None = None
    negative: int | None = None


@dataclass(frozen=True, slots=True)
class TogetherRow:
    """How many hands an answer got where groups answered together: of a hundred people in the rooms, to the nearest 5.

    Anybody may raise a hand twice or never, so the answers of a question need not add up. `n`: people in the rooms.
    """

    audience: str
    survey: str
    question: str
    option: str
    share: int
    n: int


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One thing that says how good the data are: per cent to the nearest 5. The audience "all" is all of them.

    `fact` is answered, missing (`part` says which kind), scored, reliability (`part` is the domain; 80 is an alpha of
    .80), again (of the baseline's people) or linked (of this wave's).
    """

    audience: str
    fact: str
    part: str
    share: int


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One measure of how people are answered, in one quarter; `part` is blank for all of it."""

    quarter: str
    measure: str
    part: str
    value: int


@dataclass(frozen=True, slots=True)
class NoteRow:
    """How many people stand behind words of one quarter that came outside surveys; "others": small parts together."""

    quarter: str
    audience: str
    way: str
    people: int


@dataclass(frozen=True, slots=True)
class TurnoutRow:
    """How many people of a group answered beside its known share (in thousandths); "all": whoever said any group.

    `state` is shown, few (fewer than the threshold) or hidden (so that those few cannot be reckoned); `expected` is how
    many the known share would be, to the nearest 5; shares are per cent to the nearest 5.
    """

    audience: str
    wave: str
    attribute: str
    group: str
    state: str
    known: int
    n: int | None = None
    expected: int | None = None
    share: int | None = None
    share_low: int | None = None
    share_high: int | None = None
    verdict: str = ""


HEADLINE = "headline"
ROWS: dict[str, type] = {
    HEADLINE: SafeRow,
    "gaps": GapRow,
    "trend": TrendRow,
    "versions": VersionRow,
    "ratings": RatingRow,
    "journey": JourneyRow,
    "observed": ObservedRow,
    "themes": ThemeRow,
    "together": TogetherRow,
    "quality": QualityRow,
    "loop": LoopRow,
    "notes": NoteRow,
    "turnout": TurnoutRow,
}
"""The kinds of table, those of a release in the order in which they are shown; the last ones are no release's."""


def columns_of(kind: str) -> tuple[str, ...]:
    return tuple(each.name for each in fields(ROWS[kind]))


COLUMNS = columns_of(HEADLINE)
"""The columns of every download of a release, in order."""
KEYS = ("audience", "group_kind", "group", "measure_kind", "measure")
