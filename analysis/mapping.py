"""What the framework maps to priority areas, inspectors' criteria and features. Adds nothing up: pages show the rows.

A figure per criterion would be a new mean over other people than any cell shown, which could be subtracted from them;
and it would mean little, since its indicators ask different things. So a criterion's evidence is its indicators' rows.
"""

from __future__ import annotations

from analysis.framework import Framework, Indicator

MAPPINGS = ("priority_areas", "criteria", "features")


def mapped(framework: Framework, mapping: str, target: str) -> tuple[Indicator, ...]:
    """The indicators that are mapped to a priority area, criterion or feature, in the framework's order.

    Raises KeyError if the framework has no such target.
    """
    if mapping not in MAPPINGS or target not in {each.id for each in getattr(framework, mapping)}:
        raise KeyError(f"{mapping} {target}")
    return tuple(each for each in framework.indicators if target in getattr(each, mapping))
