"""Where things stand in the picture of one audience: numbers for the template that draws it. No colours, no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.board.figures import Line, Panel

if TYPE_CHECKING:
    from analysis.rows import SafeRow

WIDTH, EDGE = 360, 18
ROW, TOP, AXIS = 82, 8, 26
NAME, BEFORE, NOW = 20, 42, 65
"""Offsets in a row, from its top: the name's baseline, and the middles of the two lanes."""
WORDS, FIGURE, GAP, DOT = 132, 34, 7, 7
"""Room that a score needs beside its bar: with words in the first row, alone in the others; half of a dot."""
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Mark:
    """One score in its lane: its middle, and its interval from `left` over `width`.

    `text` stands beside the bar, at `text_x`: after it, or before it (`anchor` "end") where there is no room after it.
    """

    x: float
    y: int
    left: float
    width: float
    text: str
    text_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of the picture."""

    line: Line
    top: int
    name_y: int
    now: Mark
    before: Mark | None


@dataclass(frozen=True, slots=True)
class Chart:
    """One audience's picture. `start` and `end` are where text begins and ends; `mirrored` is right to left."""

    width: int
    height: int
    start: int
    end: int
    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, float], ...]
    mirrored: bool


def draw(panel: Panel, mirrored: bool = False) -> Chart:
    """Place every mark of a panel; in right-to-left pages 0 stands at the right."""
    rows = []
    for number, line in enumerate(panel.lines):
        top = TOP + number * ROW
        room = FIGURE if number else WORDS
        before = mark(line.before, top + BEFORE, room, mirrored) if line.before else None
        fell = line.before is not None and line.before.score > line.now.score
        rows.append(Row(line, top, top + NAME, mark(line.now, top + NOW, room, mirrored, fell), before))
    start, end = (WIDTH - EDGE // 2, EDGE // 2) if mirrored else (EDGE // 2, WIDTH - EDGE // 2)
    height = TOP + len(panel.lines) * ROW + AXIS
    ticks = tuple((tick, place(tick, mirrored)) for tick in TICKS)
    return Chart(WIDTH, height, start, end, tuple(rows), ticks, mirrored)


def mark(row: SafeRow, y: int, room: int, mirrored: bool, fell: bool = False) -> Mark:
    """`fell`: the baseline lies beyond this score, so the text stands on the near side, clear of its line."""
    low, high = place(row.ci_low, mirrored), place(row.ci_high, mirrored)
    room_after = place(row.ci_high, False) + room <= WIDTH
    room_before = place(row.ci_low, False) - room >= 0
    after = room_after and not (fell and room_before)
    away = -GAP if mirrored else GAP
    middle, left, width = place(row.score, mirrored), min(low, high), round(abs(high - low), 1)
    # A narrow interval ends inside its dot: then the text keeps clear of the dot.
    far, near = (max, min) if not mirrored else (min, max)
    dot = -DOT if mirrored else DOT
    text_x, anchor = (far(high, middle + dot) + away, "start") if after else (near(low, middle - dot) - away, "end")
    return Mark(middle, y, left, width, score_text(row.score), round(text_x, 1), anchor)


def place(score: int, mirrored: bool) -> float:
    """Where a score of 0 to 100 stands, in the picture's own units."""
    across = EDGE + (WIDTH - 2 * EDGE) * score / 100
    return round(WIDTH - across if mirrored else across, 1)


def score_text(score: int | None) -> str:
    """As it is shown everywhere: the ends stand for everything beyond them."""
    if score is None:
        return "–"
    return {95: "95+", 5: "≤5"}.get(score, str(score))
