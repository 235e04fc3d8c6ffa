"""How far the audiences' views lie apart: the difference on index, domains and anchors, its interval and verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from analysis.change import Change, board_verdicts, compare
from analysis.disclosure import TOTAL, ExactRow
from analysis.framework import Framework
from analysis.rounding import ENDS, shown_score
from analysis.rows import GapRow
from analysis.scoring import half_up
from surveys.model import AUDIENCES

N_ = str
"""Marks a message for extraction; it is translated where it is shown."""
VERDICTS = {
    "better": "higher",
    "worse": "lower",
    "small-change": "small-gap",
    "no-clear-change": "no-clear-gap",
    "too-few": "too-few",
}
SENTENCES = {
    "higher": N_("%(who)s: higher by %(gap)s than %(other)s. The true gap could be anywhere from %(from)s to %(to)s."),
    "lower": N_("%(who)s: lower by %(gap)s than %(other)s. The true gap could be anywhere from %(from)s to %(to)s."),
    "small-gap": N_("%(who)s and %(other)s: a small gap of %(gap)s. It could be anywhere from %(from)s to %(to)s."),
    "no-clear-gap": N_("%(who)s and %(other)s: no clear gap."),
}


def gap_rows(framework: Framework, rows: Iterable[ExactRow], k: int) -> Iterator[GapRow]:
    """Each pair of audiences on each measure that both are asked and that is shown for both.

    The audiences are different people, so it is the change's estimator with nobody linked: Welch's t with stabilised
    deviations. The verdicts hold their error rate over all gaps of the table (Benjamini and Hochberg).
    """
    common = {("index", "index"), *(("domain", each.id) for each in framework.domains)}
    common |= {("indicator", anchor.id) for anchor in framework.anchors}
    cells = {row.named: row.cell for row in rows if row.group_kind == TOTAL and row.named[1:] in common}
    changes: dict[tuple, Change] = {}
    for measure in framework.measures:
        for who, other in combinations(AUDIENCES, 2):
            own, theirs = cells.get((who, *measure)), cells.get((other, *measure))
            if own and theirs:
                changes[who, other, *measure] = compare(theirs, own, k=k, settings=framework.settings, ends=ENDS)
    for key, verdict in board_verdicts(changes, framework.settings).items():
        who, other, *measure = key
        change = changes[key]
        if change.low is not None and change.high is not None:
            scores = [shown_score(cells[each, *measure].mean) for each in (who, other)]
            bounds = half_up(change.low), half_up(change.high)
            yield GapRow(who, other, *measure, *scores, scores[0] - scores[1], *bounds, VERDICTS[verdict])


def gap_sentence(gap: int, low: int, high: int, verdict: str) -> tuple[str, dict[str, int]]:
    """The words of a gap: a msgid and whole numbers; the caller adds the two audiences' names as `who` and `other`."""
    ends = (low, high) if low + high > 0 else (-high, -low)
    return SENTENCES[verdict], {"gap": abs(gap), "from": max(0, ends[0]), "to": max(0, ends[1])}
