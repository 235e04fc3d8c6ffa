"""From one person's answers to exact scores, and from cells of people to means, intervals and shares; no storage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import floor, sqrt
from statistics import NormalDist

from analysis.framework import Framework, Settings
from surveys.answers import Answer, Answers
from surveys.model import Question, Survey

UNIT = 5040
"""Units in a point: divisible by 1 to 10, so that the mean of up to ten items is a whole number of units."""
DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class PersonScore:
    """One score of one person. `measure_kind` is index, domain or indicator; `units` is 0..504000 (1/5040 point)."""

    measure_kind: str
    measure: str
    units: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What a group of people adds up to, in units: add two cells and you have the cell of both groups together.

    `n` people, `total` and `squares` the sums of their units and squared units, `positive` those with a positive score.
    """

    n: int = 0
    total: int = 0
    squares: int = 0
    positive: int = 0

    @classmethod
    def of(cls, units: Iterable[int], settings: Settings = DEFAULTS) -> Cell:
        """The cell of these people, one score in units each."""
        each = list(units)
        positive = sum(value >= settings.positive * UNIT for value in each)
        return cls(len(each), sum(each), sum(value * value for value in each), positive)

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.n + other.n, self.total + other.total, self.squares + other.squares, self.positive + other.positive
        )

    @property
    def mean(self) -> Fraction:
        """The mean in points, exactly. Raises ZeroDivisionError for nobody."""
        return Fraction(self.total, self.n * UNIT)

    @property
    def deviations(self) -> Fraction:
        """The sum of squared deviations from the mean, in squared points, exactly: (n - 1) s^2."""
        return (self.squares - Fraction(self.total * self.total, self.n)) / UNIT**2


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean in points with its standard error and 95% interval (floats: they come from a root and a quantile)."""

    mean: Fraction
    low: float
    high: float
    error: float


def half_up(value: Fraction | float) -> int:
    """The nearest whole number; a half goes up (2.5 to 3, -2.5 to -2). Exact for a Fraction."""
    return floor(value + Fraction(1, 2)) if isinstance(value, Fraction | int) else floor(value + 0.5)


def points_of(question: Question, answer: Answer) -> int | None:
    """The points (0..100) of the chosen option, or None if the answer has none: missing, unscored, text."""
    if answer.state != "answered" or isinstance(answer.value, list | tuple):
        return None
    option = question.option_by_id.get(str(answer.value))
    return option.points if option else None


def person_scores(framework: Framework, survey: Survey, answers: Answers) -> tuple[PersonScore, ...]:
    """Every score that one participation has: indicators; for a headline survey also domains and the index.

    `answers` are those on the path (a question that is no key was not asked). Indicator: the mean of its answered
    questions. Domain: the mean of its answered anchors, if at least `min_answered` of the anchors asked were answered;
    "not-applicable" counts as not asked. Index: the weighted mean of the domains, if all exist. Each is exact, or
    rounded half up once to 1/5040 point. A question whose indicator is not in the framework is not scored.
    Source of the formulas: docs/confidence-framework.md.
    """
    items = dict(_items(framework, survey, answers))
    answered = {indicator: mean for indicator, mean in items.items() if mean is not None}
    scores = [PersonScore("indicator", each, _units(mean)) for each, mean in answered.items()]
    if survey.schedule == framework.settings.headline_schedule:
        scores += _headline(framework, items)
    return tuple(scores)


def _items(framework: Framework, survey: Survey, answers: Answers) -> Iterator[tuple[str, Fraction | None]]:
    """Each indicator asked that applies, with its points, or None where nothing that counts was answered."""
    points: dict[str, list[int]] = {}
    for question in survey.questions:
        answer = answers.get(question.id)
        if question.indicator in framework.indicator_by_id and answer and answer.state != "not-applicable":
            scored = points_of(question, answer)
            points.setdefault(question.indicator, []).extend([] if scored is None else [scored])
    for indicator, each in points.items():
        yield indicator, Fraction(sum(each), len(each)) if each else None


def _headline(framework: Framework, items: dict[str, Fraction | None]) -> Iterator[PersonScore]:
    means: dict[str, Fraction] = {}
    for domain in framework.domains:
        asked = [items[each.id] for each in framework.anchors if each.domain == domain.id and each.id in items]
        mean = domain_mean(asked, framework.settings.min_answered)
        if mean is not None:
            means[domain.id] = mean
            yield PersonScore("domain", domain.id, _units(mean))
    if framework.domains and len(means) == len(framework.domains):
        weights = sum(domain.weight for domain in framework.domains)
        weighted = sum(domain.weight * means[domain.id] for domain in framework.domains)
        yield PersonScore("index", "index", _units(weighted / weights))


def domain_mean(
    asked: Iterable[Fraction | int | None], min_answered: Fraction = DEFAULTS.min_answered
) -> Fraction | None:
    """The mean of the answered items if their share of those asked is large enough, else None (PedsQL's half rule)."""
    every = list(asked)
    answered = [each for each in every if each is not None]
    if not answered or len(answered) < min_answered * len(every):
        return None
    return Fraction(sum(answered)) / len(answered)


def _units(points: Fraction) -> int:
    return half_up(points * UNIT)


def missing_kinds(survey: Survey, answers: Answers) -> dict[str, int]:
    """How many scored questions were not answered, by kind of missing ("skipped", "not-sure", ...). Stays inside."""
    states = (answers[each.id].state for each in survey.questions if each.indicator and each.id in answers)
    return dict(Counter(state for state in states if state != "answered"))


def stabilised_variance(cell: Cell, settings: Settings = DEFAULTS) -> Fraction:
    """s*^2 = ((n - 1) s^2 + 2 * prior_sd^2) / (n + 1) in squared points, exactly; never zero, so nobody is betrayed."""
    return (cell.deviations + 2 * settings.prior_sd**2) / (cell.n + 1)


def mean_interval(cell: Cell, settings: Settings = DEFAULTS) -> Interval:
    """The mean and its t interval with the stabilised deviation, n + 1 degrees of freedom, clipped to 0..100.

    All in points. Raises ValueError for an empty cell. Source: docs/confidence-framework.md.
    """
    if cell.n < 1:
        raise ValueError("a cell of nobody has no mean")
    error = sqrt(stabilised_variance(cell, settings) / cell.n)
    reach = t_quantile(cell.n + 1, settings.confidence) * error
    mean = float(cell.mean)
    return Interval(cell.mean, max(0.0, mean - reach), min(100.0, mean + reach), error)


@lru_cache(maxsize=10_000)
def t_quantile(df: float, confidence: int = 95) -> float:
    """The two-sided quantile of Student's t: 2.228... for 10 degrees of freedom and 95 per cent."""
    from scipy.special import stdtrit

    return float(stdtrit(df, 0.5 + confidence / 200))


def wilson(positive: int, n: int, confidence: int = 95) -> tuple[float, float]:
    """Wilson's score interval of a share, in per cent (0..100). Raises ValueError unless 0 <= positive <= n and n > 0.

    Source: Wilson 1927, JASA 22: 209-212: (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).
    """
    if not 0 <= positive <= n or n < 1:
        raise ValueError(f"{positive} of {n} is no share")
    z = NormalDist().inv_cdf(0.5 + confidence / 200)
    share, spread = positive / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    reach = z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return 100 * max(0.0, middle - reach), 100 * min(1.0, middle + reach)
