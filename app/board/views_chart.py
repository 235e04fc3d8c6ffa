"""Where things stand in the picture of the three views side by side: numbers for the template. No colours, no words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.board.chart import EDGE, WIDTH, place, score_text
from app.board.figures import Line

ROW, TOP, AXIS = 64, 6, 26
NAME, TRACK, ABOVE = 16, 44, 15
"""Offsets in a row from its top: the name's baseline, the line of the marks; and of a number above its mark."""
BESIDE, LINE, LONGEST = 11, 18, 46
"""Between a mark and its number; between two lines; letters that a line has room for."""
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class View:
    """One audience's score of one measure, and the number beside or above it."""

    audience: str
    x: float
    text: str
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: its name in lines, how far the views lie apart, and the views from low to high.

    `track` is the height of the marks; `apart_y` of the words that stand at the other end, clear of name and numbers.
    """

    name: tuple[str, ...]
    apart: str
    apart_y: int
    top: int
    track: int
    views: tuple[View, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Views:
    """The whole picture; `start` and `end` are where text begins and ends."""

    width: int
    height: int
    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, float], ...]
    start: float
    end: float
    mirrored: bool


def draw(rows: Sequence[tuple[str, str, Sequence[tuple[str, Line]]]], mirrored: bool = False) -> Views:
    """From (name of the measure, how far apart in words, (audience, line) of each view that is shown)."""
    placed, top = [], TOP
    for name, apart, found in rows:
        placed.append(row_of(name, apart, top, found, mirrored))
        top = placed[-1].track + ROW - TRACK
    start, end = (WIDTH - EDGE // 2, EDGE // 2) if mirrored else (EDGE // 2, WIDTH - EDGE // 2)
    ticks = tuple((tick, place(tick, mirrored)) for tick in TICKS)
    return Views(WIDTH, top + AXIS, tuple(placed), ticks, start, end, mirrored)


def row_of(name: str, apart: str, top: int, found: Sequence[tuple[str, Line]], mirrored: bool) -> Row:
    lines = textwrap.wrap(name, LONGEST)
    full = len(lines) > 1 or len(name) + len(apart) > LONGEST
    down = LINE * (len(lines) - 1 + (full and bool(apart)))
    apart_y = top + NAME + (down if full else 0)
    views = tuple(views_of(top + TRACK + down, found, mirrored))
    ends = [view.x for view in views]
    return Row(tuple(lines), apart, apart_y, top, top + TRACK + down, views, min(ends), max(ends))


def views_of(track: int, found: Sequence[tuple[str, Line]], mirrored: bool) -> Iterator[View]:
    """The number of the lowest and of the highest stands beside its mark, any other above."""
    ordered = sorted(found, key=lambda each: each[1].now.score)
    last = len(ordered) - 1
    for number, (audience, line) in enumerate(ordered):
        x = place(line.now.score, mirrored)
        side = 0 if 0 < number < last or not last else -1 if number == 0 else 1
        away = side * BESIDE * (-1 if mirrored else 1)
        anchor = {0: "middle", -1: "end", 1: "start"}[side]
        y = track + (5 if side else 3 - ABOVE)
        yield View(audience, x, score_text(line.now.score), round(x + away, 1), y, anchor)
