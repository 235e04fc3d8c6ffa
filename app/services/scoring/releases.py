"""Releases: a wave's scores, computed once, made safe to show and stored for good. The only source of shown scores."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.house import House
from app.models.asking import Wave
from app.models.base import db
from app.models.releases import TIERS, Release
from app.services import audit, facts
from app.services.asking import waves
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.scoring import framework_versions, scores
from app.services.scoring.beside import ended_quarters
from app.services.scoring.closing import Closing, digest_of, exact_rows
from app.services.transaction import reading_widely, writing

if TYPE_CHECKING:
    from analysis.disclosure import SafeTable


@dataclass(frozen=True)
class ReleaseView:
    """One closed release as pages and downloads see it. `content` is the stored JSON of its table."""

    id: str
    wave: str
    tier: str
    number: int
    closed_on: date
    closed_by: str
    baseline_wave: str | None
    framework_version: str
    software_version: str
    synthetic: bool
    content: str
    beside: str = ""
    versions: str = "{}"

    @cached_property
    def tables(self) -> dict[str, SafeTable]:
        """Every table of the release by kind, the headline first; a kind with nothing to show is not there."""
        return {table.kind: table for table in (self.table, *parsed_beside(self.beside))}

    @property
    def survey_versions(self) -> dict[str, list[int]]:
        """Which versions of which surveys its people answered."""
        return json.loads(self.versions)

    @cached_property
    def table(self) -> SafeTable:
        return parsed(self.content)


# Reading


@lru_cache(maxsize=16)
def parsed(content: str) -> SafeTable:
    """A stored table, read once for many pages: it never changes."""
    from analysis.disclosure import SafeTable

    return SafeTable.from_json(content)


@lru_cache(maxsize=16)
def parsed_beside(beside: str) -> tuple[SafeTable, ...]:
    from analysis.disclosure import SafeTable

    return tuple(SafeTable.from_dict(each) for each in json.loads(beside or "[]"))


def listed(tier: str) -> list[ReleaseView]:
    """Every release of a tier: the latest wave first, of each wave the latest correction first."""
    query = select(Release).where(Release.tier == tier).order_by(Release.wave.desc(), Release.number.desc())
    return [view_of(row) for row in db.session.scalars(query)]


def latest(tier: str) -> ReleaseView | None:
    query = select(Release).where(Release.tier == tier).order_by(Release.wave.desc(), Release.number.desc()).limit(1)
    row = db.session.scalar(query)
    return view_of(row) if row else None


def get(release_id: str) -> ReleaseView:
    row = db.session.get(Release, release_id)
    if row is None:
        raise NotFound(N_("There is no release %(release)s."), release=release_id)
    return view_of(row)


def view_of(row: Release) -> ReleaseView:
    """Refuses a release whose stored table is not, to the last letter, what was closed."""
    if digest_of(row.content + row.beside) != row.digest:
        raise Conflict(N_("The stored release %(release)s was altered, so it cannot be shown."), release=row.id)
    own = {name: getattr(row, name) for name in ReleaseView.__dataclass_fields__ if name != "versions"}
    return ReleaseView(**own, versions=row.survey_versions)


def unrounded(house: House, release_id: str) -> list[dict[str, Any]]:
    """The rows of a release before rounding, from its members as they are now. Refused for all but example data."""
    if not facts.is_synthetic():
        raise Conflict(N_("Unrounded figures are for example data only, and this database holds real responses."))
    if db.session.get(Release, release_id) is None:
        raise NotFound(N_("There is no release %(release)s."), release=release_id)
    return exact_rows(house, release_id)


# Closing


def as_scored(house: House, wave: str) -> House:
    """The house under the version of the framework under which this wave is scored, all of its answers included."""
    rows = list(db.session.scalars(select(Release)))
    own = framework_versions.house_of(house, wave, rows)
    scores.bring_to_version(own, [wave, *ended_quarters(own)])
    return own


def close(house: House, wave: str, tier: str, actor: str) -> ReleaseView:
    """Compute, check and store one release of a wave, in one transaction.

    Closing again makes a correction with the answers that came late, where that gives nobody away. Raises `NotFound`
    for an unknown wave, `Conflict` if there is nothing (new) to show or if somebody could be picked out.
    """
    if tier not in TIERS:
        raise Invalid(N_("There is no tier %(tier)s. There are: %(tiers)s."), tier=tier, tiers=", ".join(TIERS))
    waves.seed(house)
    with writing():
        reading_widely()
        if db.session.get(Wave, wave) is None:
            raise NotFound(N_("There is no wave %(wave)s."), wave=wave)
        row = Closing(as_scored(house, wave), wave, tier).stored(actor)
        facts.loop_changed()  # whether an answer helped stands on its page
        audit.record(house, actor, "release-closed", row.id, row.digest)
        return view_of(row)
