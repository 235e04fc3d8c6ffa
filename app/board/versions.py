"""Two versions of the framework beside each other, as a release tells them: columns never meet in one figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from surveys.model import AUDIENCES

if TYPE_CHECKING:
    from app.board.figures import Figures
    from app.house import House

FIXED = {"index": "Confidence Index"}


@dataclass(frozen=True, slots=True)
class Column:
    """One wave under one version."""

    version: str
    wave: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One audience: rows of (measure's name, a row of the table or None for each column)."""

    audience: str
    name: str
    rows: tuple[tuple[str, tuple[Any, ...]], ...]


def columns(figures: Figures) -> list[Column]:
    """Version by version in the order of the table, of each its waves in order."""
    table = figures.tables.get("versions")
    rows = table.rows if table else ()
    order = list(dict.fromkeys(row.version for row in rows))
    found = {Column(row.version, row.wave) for row in rows}
    return sorted(found, key=lambda each: (order.index(each.version), each.wave))


def beside(house: House, figures: Figures) -> Iterator[Beside]:
    """A measure that a version does not have is empty there."""
    table, shown = figures.tables.get("versions"), columns(figures)
    for audience in AUDIENCES if table else ():
        own = {(row.version, row.wave, row.measure): row for row in table.select(audience=audience)}
        measures = dict.fromkeys(row.measure for row in own.values())
        rows = tuple(
            (name_of(house, measure), tuple(own.get((each.version, each.wave, measure)) for each in shown))
            for measure in measures
        )
        if rows:
            yield Beside(audience, figures.audience_name(audience), rows)


def name_of(house: House, measure: str) -> str:
    """What it is called in the newest version that has it."""
    frameworks = (house.framework, *house.earlier_frameworks)
    found = (each.domain_by_id[measure].name for each in frameworks if measure in each.domain_by_id)
    return FIXED.get(measure) or next(found, measure)


def differences(house: House, figures: Figures) -> list[tuple[str, str]]:
    """(version, what index and domains consist of under it) of each version that is shown."""
    found = []
    for version in dict.fromkeys(each.version for each in columns(figures)):
        framework = house.framework_of(version)
        if framework is not None:
            parts = (
                f"{domain.name} (weight {domain.weight}): "
                + ", ".join(each.meaning for each in framework.anchors if each.domain == domain.id)
                for domain in framework.domains
            )
            found.append((version, "; ".join(parts)))
    return found
