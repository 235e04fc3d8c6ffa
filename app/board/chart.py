"""Where things stand in the picture of one audience: numbers for the template that draws it. No colours, no words."""

from __future__ import annotations

from dataclasses import dataclass

from app.board.figures import Line, Panel

WIDTH, EDGE = 360, 18
ROW, TOP, AXIS = 92, 8, 30
NAME, BEFORE, NOW = 20, 44, 71
"""Offsets in a row, from its top: the name's baseline, and the middles of the two lanes."""
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Mark:
    """One score in its lane: its middle, and its interval from `left` over `width`. `text` is what stands in it."""

    x: float
    y: float
    left: float
    width: float
    text: str


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
        before = mark(line.before, top + BEFORE, mirrored) if line.before else None
        rows.append(Row(line, top, top + NAME, mark(line.now, top + NOW, mirrored), before))
    start, end = (WIDTH - EDGE // 2, EDGE // 2) if mirrored else (EDGE // 2, WIDTH - EDGE // 2)
    height = TOP + len(panel.lines) * ROW + AXIS
    ticks = tuple((tick, place(tick, mirrored)) for tick in TICKS)
    return Chart(WIDTH, height, start, end, tuple(rows), ticks, mirrored)


def mark(row: object, y: int, mirrored: bool) -> Mark:
    low, high = place(row.ci_low, mirrored), place(row.ci_high, mirrored)
    return Mark(place(row.score, mirrored), y, min(low, high), abs(high - low), score_text(row.score))


def place(score: int, mirrored: bool) -> float:
    """Where a score of 0 to 100 stands, in the picture's own units."""
    across = EDGE + (WIDTH - 2 * EDGE) * score / 100
    return round(WIDTH - across if mirrored else across, 1)


def score_text(score: int | None) -> str:
    """As it is shown everywhere: the ends stand for everything beyond them."""
    if score is None:
        return "–"
    return {95: "95+", 5: "≤5"}.get(score, str(score))
