"""How a score changed since the baseline: the estimate for partly linked people, the verdict, and its plain words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import TypeVar

from analysis.framework import Settings
from analysis.scoring import DEFAULTS, Cell, stabilised_variance, t_quantile

Key = TypeVar("Key", bound=Hashable)
VERDICTS = ("better", "worse", "small-change", "no-clear-change", "too-few")
HIGHEST_CORRELATION = 0.99
"""People who all moved alike would make an interval of no width, which would betray them; so r stays below this."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sums over the people linked between baseline (x) and this wave (y), in units; additive like a cell."""

    n: int = 0
    sx: int = 0
    sy: int = 0
    sxx: int = 0
    syy: int = 0
    sxy: int = 0

    @classmethod
    def of(cls, linked: Iterable[tuple[int, int]]) -> Pairs:
        """From (baseline, this wave) in units, one pair a person."""
        both = list(linked)
        sums = [sum(x for x, _ in both), sum(y for _, y in both), sum(x * x for x, _ in both)]
        return cls(len(both), *sums, sum(y * y for _, y in both), sum(x * y for x, y in both))

    def __add__(self, other: Pairs) -> Pairs:
        sums = (self.sx + other.sx, self.sy + other.sy, self.sxx + other.sxx, self.syy + other.syy)
        return Pairs(self.n + other.n, *sums, self.sxy + other.sxy)

    @property
    def correlation(self) -> float:
        """Pearson's r of the linked people; 0 where it does not exist (fewer than two, or no spread)."""
        xx, yy = self.n * self.sxx - self.sx**2, self.n * self.syy - self.sy**2
        return (self.n * self.sxy - self.sx * self.sy) / (sqrt(xx) * sqrt(yy)) if xx and yy else 0.0


NO_PAIRS = Pairs()


@dataclass(frozen=True, slots=True)
class Change:
    """This wave minus baseline, in points. All numbers are None when there were too few people to say."""

    difference: Fraction | None
    low: float | None
    high: float | None
    verdict: str
    error: float | None = None
    df: float | None = None

    @property
    def p_value(self) -> float | None:
        """How likely a difference at least as large is, either way, if nothing changed; None if it cannot be said."""
        if self.difference is None or self.df is None or not self.error:
            return None
        from scipy.special import stdtr

        return float(2 * stdtr(self.df, -abs(float(self.difference)) / self.error))


TOO_FEW = Change(None, None, None, "too-few")


def compare(
    baseline: Cell,
    current: Cell,
    pairs: Pairs = NO_PAIRS,
    k: int = 10,
    settings: Settings = DEFAULTS,
    ends: tuple[int, int] = (0, 100),
) -> Change:
    """The change between two waves that share some people, with its interval and verdict.

    Derrick's partially overlapping samples t (Derrick, Russ, Toher and White 2017, JMASM 16(1): 137-157), with
    stabilised deviations; r counts as 0 where fewer than `min_linked` people are linked. Fewer than `k` people (or
    fewer than 2) in either wave is "too-few". Means beyond `ends` count as the end, since no more than that is shown.
    """
    if min(baseline.n, current.n) < max(k, 2):
        return TOO_FEW
    error, df = _error_and_df(baseline, current, pairs, settings)
    difference = _within(current.mean, ends) - _within(baseline.mean, ends)
    reach = t_quantile(df, settings.confidence) * error
    low, high = max(-100.0, float(difference) - reach), min(100.0, float(difference) + reach)
    return Change(difference, low, high, verdict(difference, low, high, settings), error, df)


def _within(mean: Fraction, ends: tuple[int, int]) -> Fraction:
    return min(max(mean, Fraction(ends[0])), Fraction(ends[1]))


def _error_and_df(x: Cell, y: Cell, pairs: Pairs, settings: Settings) -> tuple[float, float]:
    """se^2 = s1^2/n1 + s2^2/n2 - 2 r s1 s2 nc/(n1 n2); df = (nc-1) + (g-nc+1)/(na+nb+2nc) * (na+nb), g Welch's df."""
    v1, v2 = float(stabilised_variance(x, settings)), float(stabilised_variance(y, settings))
    r = min(pairs.correlation, HIGHEST_CORRELATION) if pairs.n >= settings.min_linked else 0.0
    m1, m2 = v1 / x.n, v2 / y.n
    squared = m1 + m2 - 2 * r * sqrt(v1 * v2) * pairs.n / (x.n * y.n)
    welch = (m1 + m2) ** 2 / (m1**2 / (x.n - 1) + m2**2 / (y.n - 1))
    alone = (x.n - pairs.n) + (y.n - pairs.n)
    df = (pairs.n - 1) + (welch - pairs.n + 1) / (alone + 2 * pairs.n) * alone
    return sqrt(squared), df


def verdict(difference: Fraction, low: float, high: float, settings: Settings = DEFAULTS) -> str:
    """One of `VERDICTS`. Better or worse only if the interval excludes 0 and the change is large enough."""
    if low <= 0 <= high:
        return "no-clear-change"
    if abs(difference) < settings.small_change:
        return "small-change"
    return "better" if difference > 0 else "worse"


def discoveries(p_values: Mapping[Key, float], rate: float = 0.05) -> set[Key]:
    """The cells whose differences are too large for chance, so that of those named at most `rate` are false.

    Benjamini and Hochberg 1995, JRSS B 57: 289-300: with m cells in order of p, those up to the last p <= rate i/m.
    """
    in_order = sorted(p_values, key=lambda key: p_values[key])
    passed = [place for place, key in enumerate(in_order, 1) if p_values[key] <= rate * place / len(in_order)]
    return set(in_order[: max(passed, default=0)])


def board_verdicts(changes: Mapping[Key, Change], settings: Settings = DEFAULTS) -> dict[Key, str]:
    """The verdicts of the cells named in advance, which together hold the error rate of one table."""
    tested = {key: change.p_value for key, change in changes.items() if change.p_value is not None}
    certain = discoveries(tested, settings.false_words / 100)
    chance = tested.keys() - certain
    return {key: "no-clear-change" if key in chance else change.verdict for key, change in changes.items()}


N_ = str
"""Marks a message for extraction; it is translated where it is shown."""


SENTENCES = {
    "": N_("This is where we start: there is nothing to compare with yet."),
    "unnamed": N_("The true change could be anywhere from %(worse)s worse to %(better)s better."),
    "too-few": N_("Too few people to say."),
    "no-clear-change": N_(
        "No clear change. The true change could be anywhere from %(worse)s worse to %(better)s better."
    ),
    "unnamed-better": N_("The true change could be anywhere from %(from)s to %(to)s better."),
    "unnamed-worse": N_("The true change could be anywhere from %(from)s to %(to)s worse."),
    "no-clear-better": N_("No clear change. The true change could be anywhere from %(from)s to %(to)s better."),
    "no-clear-worse": N_("No clear change. The true change could be anywhere from %(from)s to %(to)s worse."),
    "better": N_("Better by %(change)s. The true change could be anywhere from %(from)s to %(to)s better."),
    "worse": N_("Worse by %(change)s. The true change could be anywhere from %(from)s to %(to)s worse."),
    "small-better": N_(
        "A small change: %(change)s better. The true change could be anywhere from %(from)s to %(to)s better."
    ),
    "small-worse": N_(
        "A small change: %(change)s worse. The true change could be anywhere from %(from)s to %(to)s worse."
    ),
}


ONE_SIDED = {"": "unnamed-", "no-clear-change": "no-clear-", "small-change": "small-"}
"""The sentences of an interval that lies on one side of 0, as it may also where many cells make chance likely."""


def change_sentence(change: int | None, low: int | None, high: int | None, verdict: str) -> tuple[str, dict[str, int]]:
    """The words of a shown change: a msgid and whole numbers for its places, for gettext; never English glued together.

    Takes the values as a `SafeTable` row shows them; `verdict` is one of `VERDICTS`, or "" for a baseline and for a
    cell that was not named in advance, of which only the interval is told.
    """
    if verdict == "too-few" or change is None or low is None or high is None:
        return SENTENCES[verdict if verdict in SENTENCES else "too-few"], {}
    if verdict in ("no-clear-change", "") and low <= 0 <= high:
        return SENTENCES[verdict or "unnamed"], {"worse": -low, "better": high}
    rising = low + high > 0
    ends = (low, high) if rising else (-high, -low)
    key = verdict if verdict in ("better", "worse") else ONE_SIDED[verdict] + ("better" if rising else "worse")
    return SENTENCES[key], {"change": abs(change), "from": max(0, ends[0]), "to": max(0, ends[1])}
