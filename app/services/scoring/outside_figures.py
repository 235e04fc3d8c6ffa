"""Figures that services count: brought in, kept with source, owner and date, read. Never mixed into scores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, select

from app.house import House
from app.models.base import db
from app.models.figures import Figure, FigureValue
from app.services import audit
from app.services.errors import N_, NotFound
from app.services.scoring.outside_file import OutsideRow, number, read
from app.services.transaction import writing

STEPS = 12
"""Months that a picture shows."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a figure was in one period. `text` is the number as its owner wrote it."""

    period: str
    text: str
    as_of: date

    @property
    def number(self) -> Decimal:
        return number(self.text)


@dataclass(frozen=True, slots=True)
class Outside:
    """One figure with its values, the earliest first; there is at least one."""

    id: str
    label: str
    rhythm: str
    unit: str
    source: str
    owner: str
    better: str
    target: str
    priority_area: str
    journey_point: str
    criteria: tuple[str, ...]
    values: tuple[Value, ...]

    @property
    def latest(self) -> Value:
        return self.values[-1]

    @property
    def previous(self) -> Value | None:
        return self.values[-2] if len(self.values) > 1 else None

    @property
    def moved(self) -> Decimal | None:
        """Latest less previous; None without a previous one."""
        return self.latest.number - self.previous.number if self.previous else None

    @property
    def direction(self) -> str:
        """ "better", "worse" or "same"; "moved" where neither way is better; blank without a previous value."""
        if self.moved is None:
            return ""
        if self.moved == 0:
            return "same"
        if not self.better:
            return "moved"
        return "better" if (self.moved > 0) == (self.better == "higher") else "worse"

    @property
    def misses_target(self) -> bool:
        if not self.target:
            return False
        short = self.latest.number - number(self.target)
        return short < 0 if self.better == "higher" else short > 0

    def until(self, month: str) -> Outside | None:
        """As it was at the end of a month; None if there was nothing yet."""
        kept = tuple(value for value in self.values if value.period <= month)
        names = [name for name in self.__dataclass_fields__ if name != "values"]
        return Outside(*(getattr(self, name) for name in names), kept) if kept else None


def everything(house: House, rhythm: str = "") -> list[Outside]:
    """Every figure that was brought in, by its label."""
    values: dict[str, list[Value]] = {}
    for row in db.session.scalars(select(FigureValue).order_by(FigureValue.figure_id, FigureValue.period)):
        values.setdefault(row.figure_id, []).append(Value(row.period, row.value, row.as_of))
    rows = db.session.scalars(select(Figure).order_by(Figure.label, Figure.id))
    return [view_of(row, values[row.id]) for row in rows if row.id in values and rhythm in ("", row.rhythm)]


def about(
    figures: Iterable[Outside], priority_area: str = "", journey_point: str = "", criterion: str = ""
) -> list[Outside]:
    """Those that belong to a priority area, a moment of the journey or a criterion."""
    return [
        each
        for each in figures
        if (priority_area and each.priority_area == priority_area)
        or (journey_point and each.journey_point == journey_point)
        or (criterion and criterion in each.criteria)
    ]


def view_of(row: Figure, values: Iterable[Value]) -> Outside:
    names = ("id", "label", "rhythm", "unit", "source", "owner")
    own = [getattr(row, name) for name in names]
    criteria = tuple(filter(None, row.criteria.split(";")))
    places = (row.priority_area, row.journey_point, criteria)
    return Outside(*own, row.better or "", row.target or "", *places, tuple(values))


def bring_in(house: House, content: bytes, actor: str) -> tuple[int, int]:
    """All lines of a file or none: how many values are new, how many replace one. Raises `Invalid` with the place."""
    rows = read(house, content)
    with writing():
        known = {(row[0], row[1]) for row in db.session.execute(select(FigureValue.figure_id, FigureValue.period))}
        for row in rows:
            keep(house, row)
        replaced = sum((row.id, row.period) in known for row in rows)
        ids = len({row.id for row in rows})
        audit.record(
            house, actor, "figures-imported", detail=f"{len(rows)} values of {ids} figures, {replaced} replaced"
        )
    return len(rows) - replaced, replaced


def keep(house: House, row: OutsideRow) -> None:
    """Write one line down; what the file says of the figure itself counts from now on. In the caller's transaction."""
    figure = db.session.get(Figure, row.id) or Figure(id=row.id)
    for name in ("label", "rhythm", "unit", "source", "owner", "priority_area", "journey_point", "criteria"):
        setattr(figure, name, getattr(row, name))
    figure.better, figure.target = row.better or None, row.target or None
    db.session.add(figure)
    db.session.flush()
    value = db.session.get(FigureValue, (row.id, row.period)) or FigureValue(figure_id=row.id, period=row.period)
    value.value, value.as_of, value.brought_on = row.value, row.as_of, house.today()
    db.session.add(value)


def remove(house: House, figure_id: str, actor: str) -> None:
    """Take a figure away with all its values. Raises `NotFound`."""
    with writing():
        if db.session.get(Figure, figure_id) is None:
            raise NotFound(N_("There is no such figure."))
        db.session.execute(delete(FigureValue).where(FigureValue.figure_id == figure_id))
        db.session.execute(delete(Figure).where(Figure.id == figure_id))
        audit.record(house, actor, "figure-removed", figure_id)
