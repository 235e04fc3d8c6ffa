"""Where things stand in the picture of a figure from a service, month by month: numbers for the template. No words."""

from __future__ import annotations

from dataclasses import dataclass

from app.board.pictures import Picture
from app.languages import gettext
from app.services.scoring.outside_figures import STEPS, Outside
from app.services.scoring.outside_file import number

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 16, 300, 24, 118
UNITS = {"percent": "%", "count": "", "people": " people", "weeks": " weeks", "days": " days", "score": ""}


@dataclass(frozen=True, slots=True)
class Months:
    """The whole picture: a line of dots, the last one's number at its end, a line for the target if there is one."""

    width: int
    height: int
    dots: tuple[tuple[float, float], ...]
    line: str
    names: tuple[tuple[str, float], ...]
    last: str
    last_y: float
    target_y: float | None
    target: str
    bottom: float
    left: float
    right: float


def value_text(figure: Outside, text: str) -> str:
    return f"{text}{UNITS[figure.unit]}"


def picture(figure: Outside) -> Picture:
    """The last `STEPS` values; the scale runs from 0, so that nothing looks larger than it is."""
    values = figure.values[-STEPS:]
    numbers = [float(value.number) for value in values]
    target = float(number(figure.target)) if figure.target else None
    top = 100.0 if figure.unit == "percent" else max(1.0, *numbers, target or 0.0)
    step = (RIGHT - LEFT - 20) / max(1, len(values) - 1)
    xs = [round(LEFT + 10 + place * step, 1) for place in range(len(values))]
    dots = tuple((x, y_of(each, top)) for x, each in zip(xs, numbers, strict=True))
    ends = sorted({0, len(values) - 1})
    chart = Months(
        WIDTH,
        HEIGHT,
        dots,
        " ".join(f"{x},{y}" for x, y in dots),
        tuple((values[place].period, xs[place]) for place in ends),
        value_text(figure, values[-1].text),
        dots[-1][1],
        y_of(target, top) if target is not None else None,
        gettext("target %(target)s", target=value_text(figure, figure.target)) if figure.target else "",
        BOTTOM,
        LEFT,
        RIGHT,
    )
    rows = tuple((value.period, value_text(figure, value.text), value.as_of.isoformat()) for value in values)
    about = (
        ", ".join(f"{period} {text}" for period, text, _ in rows) + (f"; {chart.target}" if chart.target else "") + "."
    )
    return Picture(f"months.{figure.id}", figure.label, about, "months", chart, ("Month", "Figure", "As of"), rows)


def y_of(value: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)
