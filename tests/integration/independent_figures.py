"""The published method once more, from its description: plain Python, numpy, scipy, nothing of the software."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
from scipy import stats

POINTS = {"1": 0, "2": 25, "3": 50, "4": 75, "5": 100}
DOMAINS = {
    "experience": ("listened", "informed", "clear", "efficient"),
    "inclusion": ("safe", "belong", "friends"),
    "support": ("understood", "right-support", "right-time"),
    "belief": ("trust", "together", "change-happens", "getting-better"),
}
ANCHORS = [anchor for anchors in DOMAINS.values() for anchor in anchors]
ABOUT_THE_PLAN = ("plan-true", "plan-happens")
AUDIENCES = ("young-person", "parent-carer", "professional")
MEASURES = [("index", "index"), *(("domain", domain) for domain in DOMAINS)]
MEASURES += [("indicator", indicator) for indicator in (*ANCHORS, *ABOUT_THE_PLAN)]

Row = Mapping[str, str]
Scores = dict[tuple[str, str], Fraction]
Groups = list[tuple[str, ...]]


def scores_of(row: Row) -> Scores:
    """What one person's answers are worth: indicators, domains, index."""
    items: dict[str, int | None] = {}
    for indicator in (*ANCHORS, *ABOUT_THE_PLAN):
        cell = row.get(indicator, "")
        asked = indicator not in ABOUT_THE_PLAN or row.get("plan") == "yes"
        if asked and cell != "!not-applicable":
            items[indicator] = POINTS.get(cell)
    scores: Scores = {("indicator", name): Fraction(points) for name, points in items.items() if points is not None}
    domains = []
    for domain, anchors in DOMAINS.items():
        asked_of = [anchor for anchor in anchors if anchor in items]
        answered = [items[anchor] for anchor in asked_of if items[anchor] is not None]
        if answered and 2 * len(answered) >= len(asked_of):
            domains.append(Fraction(sum(answered), len(answered)))
            scores["domain", domain] = domains[-1]
    if len(domains) == len(DOMAINS):
        scores["index", "index"] = sum(domains) / len(domains)
    return scores


class Wave:
    """The people of one audience who count in one wave: scores, locality and journey point by person."""

    def __init__(self, rows: Iterable[Row], wave: str) -> None:
        last: dict[tuple[str, str], tuple[str, int, Row]] = {}
        for position, row in enumerate(rows):
            if row["wave"] == wave:
                turn = (row["person"] or f"unlinked {position}", row["stage"])
                if turn not in last or last[turn][0] <= row["submitted_on"]:
                    last[turn] = (row["submitted_on"], position, row)
        own = {who: row for (who, _), (_, _, row) in last.items() if row.get("voice", "") in ("", "self")}
        self.scores = {who: scores_of(row) for who, row in own.items()}
        self.groups = {
            "total": dict.fromkeys(own, "all"),
            "locality": {who: locality_of(row) for who, row in own.items()},
            "journey-point": {who: row["journey_point"] or "general" for who, row in own.items()},
        }

    def sizes(self, kind: str) -> dict[str, int]:
        categories = list(self.groups[kind].values())
        return {category: categories.count(category) for category in set(categories)}

    def values(self, kind: str, group: tuple[str, ...], measure: tuple[str, str]) -> dict[str, Fraction]:
        where = self.groups[kind]
        return {who: own[measure] for who, own in self.scores.items() if where[who] in group and measure in own}


def locality_of(row: Row) -> str:
    return row["locality"].upper() if row["locality"] and not row["locality"].startswith("!") else "not-stated"


def merged(sizes: Mapping[str, int], k: int, earlier: Groups) -> Groups:
    """Join the smallest group with the next smallest until each has k people; earlier groups are never split."""
    groups = [*earlier, *((name,) for name in sizes if not any(name in group for group in earlier))]

    def size(group: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        return sum(sizes.get(name, 0) for name in group), group

    while len(groups) > 1 and size(min(groups, key=size))[0] < k:
        two = sorted(groups, key=size)[:2]
        groups = [group for group in groups if group not in two] + [tuple(sorted(two[0] + two[1]))]
    return sorted(groups)


def release(name: str, wave: str, now: Wave, before: Wave | None, k: int, margins: dict[str, Groups]) -> dict:
    """The rows of one audience by group kind, group and measure. `margins` are the groupings so far, updated here."""
    rows = {}
    if len(now.scores) < k:
        return rows
    shown: dict[str, Groups] = {"total": [("all",)]}
    for kind, earlier in margins.items():
        known = dict.fromkeys(before.sizes(kind), 0) if before else {}
        groups = merged(known | now.sizes(kind), k, earlier)
        if len(groups) > 1:
            shown[kind] = margins[kind] = groups
    for kind, groups in shown.items():
        for measure in MEASURES:
            cells = {group: now.values(kind, group, measure) for group in groups}
            if min(map(len, cells.values())) < k:
                continue
            for group, values in cells.items():
                old = before.values(kind, group, measure) if before else None
                whole = not before or min(len(before.values(kind, each, measure)) for each in groups) >= k
                row = {"release": name, "wave": wave, **level(values), **change(values, old, k, whole)}
                rows[kind, "+".join(group), *measure] = {key: str(value) for key, value in row.items()}
    return rows


def pins_somebody(now: Wave, margins: Mapping[str, Groups], measure: tuple[str, str], k: int) -> bool:
    """Whether the margins together tell, to 20 points, the mean of a few people who share a group of each."""
    places = [[(kind, group) for group in groups] for kind, groups in margins.items() if groups]
    for crossing in itertools.product(*places):
        cells = [now.values(kind, group, measure) for kind, group in crossing]
        few = set.intersection(*(set(cell) for cell in cells))
        if 0 < len(few) < k and len(cells) > 1:
            bounds = [class_bounds(list(cell.values()), len(few)) for cell in cells]
            if min(high for _, high in bounds) - max(low for low, _ in bounds) < 20:
                return True
    return False


def class_bounds(values: list[Fraction], m: int) -> tuple[float, float]:
    """What a cell's shown mean and interval say of the mean of m of its people."""
    n, shown = len(values), level(dict(enumerate(values)))
    low = 0.0 if shown["score"] == 5 else shown["score"] - 0.5
    high = 100.0 if shown["score"] == 95 else shown["score"] + 0.5
    halves = [high - shown["ci_low"] + 0.5] if shown["ci_low"] > 5 else []
    halves += [shown["ci_high"] + 0.5 - low] if shown["ci_high"] < 95 else []
    halves += [(shown["ci_high"] - shown["ci_low"] + 1) / 2] if len(halves) == 2 else []
    squares = (n + 1) * n * (min(halves) / stats.t.ppf(0.975, n + 1)) ** 2 - 800 if halves else math.inf
    reach = math.sqrt(max(0, squares) * (1 / m - 1 / n)) if halves else math.inf
    return max(0, (n * low - 100 * (n - m)) / m, low - reach), min(100, n * high / m, high + reach)


def with_verdicts(rows: dict[tuple[str, ...], dict]) -> dict[tuple[str, ...], dict]:
    """A whole table of all audiences: verdicts of index and domains of whole audiences alone, by Benjamini-Hochberg."""
    named = [key for key in rows if key[1] == "total" and key[3] != "indicator"]
    tested = {key: float(rows[key]["p"]) for key in named if rows[key]["p"]}
    adjusted = stats.false_discovery_control(list(tested.values())) if tested else []
    by_chance = {key for key, p in zip(tested, adjusted, strict=True) if p > 0.04}
    for key, row in rows.items():
        del row["p"]
        if row["verdict"] not in ("", "too-few"):
            row["verdict"] = "no-clear-change" if key in by_chance else row["verdict"] if key in tested else ""
    return rows


def level(values: Mapping[str, Fraction]) -> dict[str, object]:
    n, mean = len(values), Fraction(sum(values.values()), len(values))
    reach = stats.t.ppf(0.975, n + 1) * math.sqrt(variance(values) / n)
    row: dict[str, object] = {
        "score": score(mean),
        "ci_low": score(max(0.0, float(mean) - reach)),
        "ci_high": score(min(100.0, float(mean) + reach)),
        "n": 5 * half_up(Fraction(n, 5)),
        "positive": "",
        "positive_low": "",
        "positive_high": "",
    }
    if n >= 30:
        positive = sum(value >= 75 for value in values.values())
        ci = stats.binomtest(positive, n).proportion_ci(method="wilson")
        row["positive"] = within(5 * half_up(Fraction(100 * positive, 5 * n)))
        row["positive_low"] = within(5 * math.floor(20 * ci.low + 1e-9))
        row["positive_high"] = within(5 * math.ceil(20 * ci.high - 1e-9))
    return row


def change(now: Mapping[str, Fraction], old: Mapping[str, Fraction] | None, k: int, whole: bool) -> dict[str, object]:
    empty = {"change": "", "change_low": "", "change_high": "", "p": ""}
    if old is None:
        return {**empty, "verdict": ""}
    if not whole or len(old) < k:
        return {**empty, "verdict": "too-few"}
    difference = Fraction(sum(now.values()), len(now)) - Fraction(sum(old.values()), len(old))
    error, df = error_and_df(now, old)
    reach = float(stats.t.ppf(0.975, df)) * error
    low, high = float(difference) - reach, float(difference) + reach
    shown = score(Fraction(sum(now.values()), len(now))) - score(Fraction(sum(old.values()), len(old)))
    ends = {"change_low": half_up(max(-100.0, low)), "change_high": half_up(min(100.0, high))}
    p = 2 * stats.t.sf(abs(float(difference)) / error, df)
    return {"change": shown, **ends, "verdict": verdict(difference, low, high), "p": p}


def error_and_df(now: Mapping[str, Fraction], old: Mapping[str, Fraction]) -> tuple[float, float]:
    """Derrick's partially overlapping samples t, with stabilised deviations; r counts from ten linked people on."""
    linked = sorted(now.keys() & old.keys())
    n1, n2, nc = len(old), len(now), len(linked)
    s1, s2 = math.sqrt(variance(old)), math.sqrt(variance(now))
    pairs = np.array([[float(old[who]), float(now[who])] for who in linked])
    r = float(np.corrcoef(pairs.T)[0, 1]) if nc >= 10 and pairs.std(axis=0).all() else 0.0
    squared = s1**2 / n1 + s2**2 / n2 - 2 * r * s1 * s2 * nc / (n1 * n2)
    welch = (s1**2 / n1 + s2**2 / n2) ** 2 / ((s1**2 / n1) ** 2 / (n1 - 1) + (s2**2 / n2) ** 2 / (n2 - 1))
    na, nb = n1 - nc, n2 - nc
    df = (nc - 1) + (welch - nc + 1) / (na + nb + 2 * nc) * (na + nb)
    return math.sqrt(squared), df


def verdict(difference: Fraction, low: float, high: float) -> str:
    if low <= 0 <= high:
        return "no-clear-change"
    if abs(difference) < 10:
        return "small-change"
    return "better" if difference > 0 else "worse"


def variance(values: Mapping[str, Fraction]) -> float:
    """s*^2 = ((n - 1) s^2 + 2 * 20^2) / (n + 1)."""
    sample = np.array([float(value) for value in values.values()])
    n = len(sample)
    return float(((sample - sample.mean()) ** 2).sum() + 2 * 20**2) / (n + 1)


def score(points: Fraction | float) -> int:
    return within(half_up(points))


def within(value: int) -> int:
    return min(max(value, 5), 95)


def half_up(value: Fraction | float) -> int:
    return math.floor(value + Fraction(1, 2)) if isinstance(value, Fraction) else math.floor(value + 0.5)
