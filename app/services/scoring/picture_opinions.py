"""What readers of the board's pages think of its pictures: counts by quarter, and their words. Never who."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.house import House, random_id
from app.models.base import db
from app.models.figures import PictureVerdict, PictureWords
from app.models.loop import VERDICTS
from app.services.asking.entrances import quarter_of
from app.services.errors import N_, Invalid
from app.services.loop.entry_readers import count
from app.services.transaction import writing

LONGEST, LONGEST_NAME = 500, 100


@dataclass(frozen=True, slots=True)
class Opinion:
    """All that was said of one picture: how often each word, and what readers wrote, the newest first."""

    picture: str
    verdicts: Counter[str]
    words: tuple[tuple[date, str], ...]


def give(house: House, picture: str, verdict: str, words: str) -> None:
    """Count a verdict; keep the words, if any, with the month only. What is too long is cut."""
    words = " ".join(words.split())[:LONGEST]
    if verdict not in VERDICTS or len(picture) > LONGEST_NAME:
        raise Invalid(N_("Choose yes, partly or no."))
    today = house.today()
    with writing():
        count(PictureVerdict, {"picture": picture, "quarter": quarter_of(today), "verdict": verdict})
        if words:
            month = today.replace(day=1)
            db.session.add(PictureWords(id=random_id(), picture=picture, month=month, words=words))


def listed(house: House) -> list[Opinion]:
    """Of each picture that anybody said anything about: the one with most doubts first."""
    verdicts: dict[str, Counter[str]] = {}
    for row in db.session.scalars(select(PictureVerdict)):
        verdicts.setdefault(row.picture, Counter())[row.verdict] += row.times
    words: dict[str, list[tuple[date, str]]] = {}
    for row in db.session.scalars(select(PictureWords).order_by(PictureWords.month.desc(), PictureWords.id)):
        words.setdefault(row.picture, []).append((row.month, row.words))
    ordered = sorted(verdicts, key=lambda name: (-verdicts[name]["no"], -verdicts[name]["partly"], name))
    return [Opinion(name, verdicts[name], tuple(words.get(name, ()))) for name in ordered]
