"""Comments that are left out of what is published, with the reason (regulation 56): counted for reports. Reads only."""

from __future__ import annotations

from collections import Counter

from app.house import House
from app.services.loop import entries


def left_out(house: House, year: int | None = None) -> Counter[tuple[str, str]]:
    """How many comments were left out, by (limb, reason), of a year or of all; the year is that of when it was said."""
    views = (view for view in entries.listed(house) if view.content.exemption)
    said = ((view.content.heard_on or view.changed_on, view.content) for view in views)
    return Counter((content.limb, content.exemption) for day, content in said if year in (None, day.year))
