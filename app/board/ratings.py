"""What people say of each service that a survey asks about: shares as a release shows them, and their picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.board.chart import EDGE, WIDTH
from app.board.words import AUDIENCE_WORDS
from app.services.scoring import releases
from app.services.scoring.beside import of_schedule, rated

if TYPE_CHECKING:
    from app.board.figures import Figures
    from app.house import House
    from app.services.scoring.releases import ReleaseView
    from surveys.model import Question

ROW, TOP, AXIS = 56, 6, 26
NAME, BAR = 18, 26
"""Offsets in a row from its top: the answer's baseline, and the top of its bar."""
THICK, FIGURE = 18, 52
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer: how many per cent chose it, where its bar ends, and between where the true share very likely is."""

    name: str
    row: Any
    top: int
    end: float
    low: float
    high: float
    text_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The picture of one question and audience."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """What one audience says of one service: rows in the order of the answers, and the same wave by wave.

    `waves` are (wave, shares by answer); `n` is about how many people rated.
    """

    audience: str
    who: str
    question: str
    rows: tuple[tuple[str, Any], ...]
    waves: tuple[tuple[str, tuple[int | None, ...]], ...]

    @property
    def n(self) -> int:
        return self.rows[0][1].n

    @property
    def sentence(self) -> str:
        """The answer that most gave, in words."""
        label, row = max(self.rows, key=lambda each: each[1].share)
        likely = f"very likely between {row.share_low}% and {row.share_high}%"
        return (
            f"About {row.share}% of {self.who.lower()} who use it say “{label}” ({likely}). About {row.n} people rated."
        )


def questions(house: House) -> Iterator[tuple[str, Question]]:
    """(audience, question) of each service that the surveys of a wave ask about, in their order."""
    for survey in house.partnership.catalogue.surveys:
        if survey.voice == "self" and survey.id in of_schedule(house, "wave"):
            yield from ((survey.audience, question) for question in rated(survey))


def titles(house: House) -> dict[str, str]:
    """Question id to what stands above its page: the question itself."""
    return {question.id: question.text for _, question in questions(house)}


def ratings(house: House, figures: Figures, topic_id: str, release: ReleaseView | None = None) -> tuple[Rated, ...]:
    """What each audience that was asked says; nothing where the release shows nothing. With a release also before."""
    known = dict(waves_before(release)) if release else {}
    found = (of_question(who, one, figures, known) for who, one in questions(house) if one.id == topic_id)
    return tuple(each for each in found if each)


def of_question(audience: str, question: Question, figures: Figures, waves: dict[str, ReleaseView]) -> Rated | None:
    rows = rows_of(figures.tables.get("ratings"), audience, question)
    if not rows:
        return None
    answers = [each.option for _, each in rows]
    shares = {}
    for wave, release in waves.items():
        own = {each.option: each.share for _, each in rows_of(release.tables.get("ratings"), audience, question)}
        shares[wave] = tuple(own.get(answer) for answer in answers)
    over = tuple((wave, own) for wave, own in sorted(shares.items()) if any(each is not None for each in own))
    return Rated(audience, figures.audience_name(audience), question.id, rows, over if len(over) > 1 else ())


def rows_of(table: Any, audience: str, question: Question) -> tuple[tuple[str, Any], ...]:
    """(answer's words, row), in the order in which the answers are offered."""
    own = {row.option: row for row in table.select(audience=audience, question=question.id)} if table else {}
    return tuple((option.label, own[option.id]) for option in question.options if option.id in own)


def waves_before(release: ReleaseView) -> Iterator[tuple[str, ReleaseView]]:
    """The latest release of this and each earlier wave of its tier."""
    seen: set[str] = set()
    for each in releases.listed(release.tier):
        if each.wave < release.wave and each.wave not in seen:
            seen.add(each.wave)
            yield each.wave, each
    yield release.wave, release


def draw(rows: Sequence[tuple[str, Any]]) -> Bars:
    """Bars from 0, each with its interval as a line."""
    bars = []
    for number, (name, row) in enumerate(rows):
        after = across(row.share_high) + FIGURE <= WIDTH
        text_x, anchor = (across(row.share_high) + 6, "start") if after else (across(row.share_low) - 6, "end")
        ends = (across(row.share), across(row.share_low), across(row.share_high))
        bars.append(Bar(name, row, TOP + number * ROW, *ends, round(text_x, 1), anchor))
    ticks = tuple((tick, across(tick)) for tick in TICKS)
    return Bars(WIDTH, TOP + len(bars) * ROW + AXIS, tuple(bars), ticks)


def across(share: int) -> float:
    return round(EDGE + (WIDTH - 2 * EDGE) * share / 100, 1)


def picture(figures: Figures, question_id: str, audience: str) -> tuple[str, str, Bars, tuple, tuple] | None:
    """Title, description, marks, and head and rows of the table; None without figures."""
    table = figures.tables.get("ratings")
    surveys = figures.partnership.catalogue.surveys
    asked = [
        one for survey in surveys if survey.audience == audience for one in survey.questions if one.id == question_id
    ]
    rows = rows_of(table, audience, asked[0]) if asked else ()
    if not rows:
        return None
    title = f"{asked[0].text} {AUDIENCE_WORDS[audience]}"
    about = " ".join(f"{label}: {row.share}%, likely {row.share_low}% to {row.share_high}%." for label, row in rows)
    told = tuple((label, f"{row.share}%", f"{row.share_low}% to {row.share_high}%") for label, row in rows)
    return title, about, draw(rows), ("Answer", "Share", "Very likely between"), told
