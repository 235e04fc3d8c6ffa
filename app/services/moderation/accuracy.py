"""How often the software was right, as people checked it here: shares with 95% intervals (Wilson). No text, no names.

Only the latest check of each text counts. Texts drawn at random tell how good the software is; others were looked at
for a reason, so they tell what was wrong with those.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, func, select

from app.house import House
from app.models.base import db
from app.models.listening import LabelCheck
from app.services.errors import N_, Forbidden
from app.services.staff import SignedIn


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval of the share in whole per cent; no interval of nothing."""

    right: int
    of: int
    low: int = 0
    high: int = 100

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was measured on some checks.

    `feelings` counts (read by the software, said by a person) of sentiment. `seen`: concerns that the software had
    flagged, of those that people say are some. `alarms`: texts that it flagged without need, of those without concern.
    `hidden`: personal data that it had masked, of all that people masked. `needless`: its masks that people took away,
    as far as they saw the text as written.
    """

    texts: int
    language: Share
    sentiment: Share
    macro_f1: int | None
    seen: Share
    alarms: Share
    hidden: Share
    needless: Share
    feelings: dict[tuple[str, str], int]


def measured(house: House, who: SignedIn) -> dict[str, Accuracy]:
    """Under "sampled" the texts that were drawn at random, under "all" every one that was checked."""
    if not who.may("safeguarding", "analyst"):
        raise Forbidden(N_("Only analysts and people with the safeguarding role may correct readings."))
    return {"sampled": of(LabelCheck.sampled), "all": of(LabelCheck.id.is_not(None))}


def of(which: ColumnElement[bool]) -> Accuracy:
    counts = which, LabelCheck.undone_by.is_(None), LabelCheck.replaced.is_(False)
    pairs = ("language", "sentiment", "concern")
    columns = [getattr(LabelCheck, f"{side}_{name}") for name in pairs for side in ("found", "said")]
    rows = db.session.execute(select(*columns, func.count().label("n")).where(*counts).group_by(*columns)).all()
    masks = db.session.execute(
        select(
            func.coalesce(func.sum(LabelCheck.masks_right), 0).label("right"),
            func.coalesce(func.sum(LabelCheck.masks_missed), 0).label("missed"),
        ).where(*counts)
    ).one()
    seen_whole = (
        func.coalesce(func.sum(LabelCheck.masks_right), 0),
        func.coalesce(func.sum(LabelCheck.masks_wrong), 0),
    )
    kept, wrong = db.session.execute(select(*seen_whole).where(*counts, LabelCheck.whole)).one()
    from analysis.comments import measured as figures

    feelings: Counter[tuple[str, str]] = Counter()
    for row in rows:
        feelings[row.found_sentiment, row.said_sentiment] += row.n
    return Accuracy(
        texts=sum(row.n for row in rows),
        language=share(rows, lambda row: row.found_language == row.said_language),
        sentiment=share(rows, lambda row: row.found_sentiment == row.said_sentiment),
        macro_f1=figures.macro_f1(feelings),
        seen=share([row for row in rows if row.said_concern != "none"], lambda row: row.found_concern != "none"),
        alarms=share([row for row in rows if row.said_concern == "none"], lambda row: row.found_concern != "none"),
        hidden=interval(masks.right, masks.right + masks.missed),
        needless=interval(wrong, kept + wrong),
        feelings=dict(feelings),
    )


def share(rows: list[Row], is_right: object) -> Share:
    return interval(sum(row.n for row in rows if is_right(row)), sum(row.n for row in rows))


def interval(right: int, n: int) -> Share:
    from analysis.comments import measured as figures

    return Share(right, n, *figures.interval(right, n))
