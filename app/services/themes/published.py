"""What closed releases tell of themes: rows of their safe tables, nothing else. Making them: `figures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.house import House
from app.services.scoring import releases

if TYPE_CHECKING:
    from analysis.rows import ThemeRow
    from app.services.scoring.releases import ReleaseView

KIND = "themes"


def latest(house: House, tier: str = "public") -> ReleaseView | None:
    """The latest release of a tier that tells of themes."""
    return next((release for release in releases.listed(tier) if KIND in release.tables), None)


def rows(house: House, programme_id: str, code: str = "", tier: str = "public") -> list[ThemeRow]:
    """The published counts of a programme's themes, or of the one of this code, in the latest release that has any."""
    release = latest(house, tier)
    if release is None:
        return []
    wanted = {"programme": programme_id, **({"theme": code} if code else {})}
    return list(release.tables[KIND].select(**wanted))
