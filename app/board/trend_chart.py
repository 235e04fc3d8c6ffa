"""Where things stand in the picture of a measure over the waves: numbers for the template. No colours, no words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.board.chart import score_text
from app.board.comparison import Series

WIDTH, HEIGHT = 360, 236
LEFT, RIGHT, TOP, BOTTOM = 38, 306, 14, 194
"""The box of the lines: room for the scale before it, for the last scores behind it, for the waves below."""
APART = 6
"""Between the intervals of two audiences in one wave, so that none hides another."""
LABEL = 17
"""The least distance between two scores at the end of their lines."""
TICKS = (0, 25, 50, 75, 100)
MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Dot:
    """One score of one wave with the ends of its interval."""

    x: float
    y: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One audience: its dots, the line through them, and where its last score is written."""

    audience: str
    name: str
    dots: tuple[Dot, ...]
    line: str
    text: str
    text_y: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The whole picture. `waves` are (name, x); `text_x` is where last scores begin."""

    width: int
    height: int
    curves: tuple[Curve, ...]
    waves: tuple[tuple[str, float], ...]
    ticks: tuple[tuple[int, float], ...]
    left: float
    right: float
    text_x: float
    tick_x: float
    mirrored: bool


def draw(series: Sequence[Series], mirrored: bool = False) -> Trend:
    """Place every dot; time runs with the reading direction."""
    names = sorted({point.wave for each in series for point in each.points})
    across = {name: x_of(share, mirrored) for name, share in zip(names, shares(names), strict=True)}
    labels = spread([y_of(each.points[-1].score) for each in series])
    curves = tuple(
        curve(each, across, (number - (len(series) - 1) / 2) * APART, labels[number])
        for number, each in enumerate(series)
    )
    ends = [x_of(share, mirrored) for share in (0, 1)]
    text_x, tick_x = (WIDTH - RIGHT - 18, WIDTH - 4) if mirrored else (RIGHT + 18, 4)
    ticks = tuple((tick, y_of(tick)) for tick in TICKS)
    return Trend(WIDTH, HEIGHT, curves, tuple(across.items()), ticks, min(ends), max(ends), text_x, tick_x, mirrored)


def curve(series: Series, across: dict[str, float], aside: float, text_y: float) -> Curve:
    dots = tuple(
        Dot(round(across[each.wave] + aside, 1), y_of(each.score), y_of(each.ci_high), y_of(each.ci_low))
        for each in series.points
    )
    line = " ".join(f"{dot.x},{dot.y}" for dot in dots)
    return Curve(series.audience, series.name, dots, line, score_text(series.points[-1].score), text_y)


def shares(waves: Sequence[str]) -> list[float]:
    """How far along the axis each wave stands, 0 to 1: by the calendar where all are months, else evenly."""
    months = [MONTH.fullmatch(wave) for wave in waves]
    places = [int(each[1]) * 12 + int(each[2]) for each in months if each]
    if len(places) < len(waves):
        places = list(range(len(waves)))
    first, last = places[0], places[-1]
    return [(place - first) / (last - first) if last > first else 0.5 for place in places]


def x_of(share: float, mirrored: bool) -> float:
    inset = 14
    x = LEFT + inset + (RIGHT - LEFT - 2 * inset) * share
    return round(WIDTH - x if mirrored else x, 1)


def y_of(score: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * score / 100, 1)


def spread(places: Iterable[float]) -> list[float]:
    """The same heights moved down until none is nearer than `LABEL` to another, then up if they leave the box."""
    listed = list(places)
    placed: dict[int, float] = {}
    last = float("-inf")
    for number in sorted(range(len(listed)), key=lambda each: listed[each]):
        last = placed[number] = max(listed[number], last + LABEL)
    over = max(0.0, last - BOTTOM)
    return [round(placed[number] - over, 1) for number in range(len(listed))]
