"""How good the data of a release are, in words for the board; for analysts also whether those who left differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.services.scoring import data_quality
from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from app.board.figures import Figures
    from app.services.scoring.releases import ReleaseView

FACTS = {
    ("answered", ""): "Scored questions that were answered, of those asked that apply",
    ("missing", "skipped"): "Skipped",
    ("missing", "not-sure"): "“Not sure”",
    ("missing", "prefer-not"): "“Prefer not to say”",
    ("scored", ""): "People who answered enough for all domains, and so for the index",
}
TOGETHER = {
    "again": "Of the people of the baseline, {share} answered again in this wave and can be linked.",
    "linked": "Of the people of this wave, {share} can be linked to their answers in the baseline.",
}
GOOD, FAIR = 80, 70
"""From here on a scale is called good, or fair enough for groups: Nunnally's usual bounds for alpha."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """One domain of one audience; `value` is alpha as it is shown, such as ".80"."""

    domain: str
    who: str
    value: str
    words: str


def table(figures: Figures) -> list[tuple[str, list[str]]]:
    """What was answered: a line for each fact, a cell for each audience."""
    rows = {(row.fact, row.part, row.audience): row.share for row in rows_of(figures)}
    return [
        (words, [share_text(rows.get((*fact, audience))) for audience in AUDIENCES])
        for fact, words in FACTS.items()
        if any((*fact, audience) in rows for audience in AUDIENCES)
    ]


def reliabilities(figures: Figures) -> Iterator[Reliability]:
    own = (row for row in rows_of(figures) if row.fact == "reliability")
    for row in sorted(own, key=lambda row: AUDIENCES.index(row.audience)):
        domain = figures.framework.domain_by_id.get(row.part)
        words = "good" if row.share >= GOOD else "enough for groups" if row.share >= FAIR else "weak: read with care"
        name, who = domain.name if domain else row.part, figures.audience_name(row.audience)
        value = {5: ".05 or less", 95: ".95 or more"}.get(row.share, f".{row.share:02}")
        yield Reliability(name, who, value, words)


def coming_back(figures: Figures) -> list[str]:
    return [TOGETHER[row.fact].format(share=share_text(row.share)) for row in rows_of(figures) if row.fact in TOGETHER]


def rows_of(figures: Figures) -> tuple[Any, ...]:
    quality = figures.tables.get("quality")
    return quality.rows if quality else ()


def share_text(share: int | None) -> str:
    """A share to the nearest 5 per cent; its ends stand for everything beyond them."""
    if share is None:
        return "too few to say"
    return {5: "5% or less", 95: "95% or more"}.get(share, f"{share}%")


def drop_outs(figures: Figures, release: ReleaseView) -> Iterator[tuple[str, str]]:
    """(who, a sentence) for analysts: whether the change may come from who left."""
    for audience, found in data_quality.kept_drop_outs(release.id):
        lost = "" if found.lost is None else f", those who did not {found.lost:.0f}"
        begun = f"At the baseline those who answered again scored {found.linked:.0f}{lost}."
        plain, adjusted = signed(found.plain), signed(found.adjusted)
        verdict = "The two disagree: who left may explain the change." if found.disagree else "The two agree."
        change = f"The change of the index is {plain}, and {adjusted} if everybody of the baseline had answered again."
        yield figures.audience_name(audience), f"{change} {verdict} {begun}"


def signed(points: float) -> str:
    """Whole points with their sign; no sign at 0."""
    return f"{round(points):+d}" if round(points) else "0"
