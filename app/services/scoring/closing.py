"""One release in the making: whom it counts and what it is compared with. Part of its caller's transaction."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import select

from app.config import ROOT
from app.house import House
from app.models.answering import Response
from app.models.base import db
from app.models.releases import Release, ReleaseFigures, ReleaseMember
from app.services import facts
from app.services.errors import N_, Conflict
from app.services.scoring import framework_versions
from app.services.scoring.held import inside_of, table_of
from app.services.scoring.making import Making
from app.services.scoring.membership import (
    Changes,
    Grouping,
    candidates,
    changes_since,
    counted_by,
    enrol,
    how_many,
    same_members,
)
from app.services.themes import figures

KEYS = ("audience", "group_kind", "group", "measure_kind", "measure")


@dataclass(frozen=True)
class Closing:
    """The next release of a wave for a tier, beside all releases so far."""

    house: House
    wave: str
    tier: str
    before: tuple[Release, ...] | None = None
    """The releases beside which it is made, if those are not all that there are."""

    @property
    def k(self) -> int:
        return getattr(self.house.partnership.thresholds, self.tier)

    @cached_property
    def earlier(self) -> list[Release]:
        """Every release so far, of all tiers and waves."""
        if self.before is not None:
            return list(self.before)
        return list(db.session.scalars(select(Release).order_by(Release.wave, Release.number, Release.tier)))

    @cached_property
    def of_wave(self) -> list[Release]:
        return [row for row in self.earlier if row.wave == self.wave]

    @cached_property
    def number(self) -> int:
        return max((row.number for row in self.of_wave if row.tier == self.tier), default=0) + 1

    @cached_property
    def id(self) -> str:
        return f"{self.wave}-{self.tier}-{self.number}"

    @cached_property
    def baseline(self) -> Release | None:
        """The latest release of the first wave that has one in this tier, unless that is this wave.

        Only waves whose scores mean the same: another version of the framework has a baseline of its own.
        """
        same = framework_versions.comparable(self.house, self.earlier)
        of_tier = [row for row in self.earlier if row.tier == self.tier and row.framework_version in same]
        first = min((row.wave for row in of_tier), default=self.wave)
        return next((row for row in reversed(of_tier) if row.wave == first), None) if first < self.wave else None

    @cached_property
    def base(self) -> Release | None:
        """The release of this wave that counts most people: what a correction, or another tier, starts from."""
        return max(self.of_wave, key=lambda row: how_many(counted_by(row.id)), default=None)

    @cached_property
    def fixed(self) -> Grouping:
        """What releases may only coarsen: every grouping that was shown so far, of this wave and of the baseline."""
        from analysis.inside import joined

        shown = [table_of(row).grouping for row in self.earlier]
        kept = [inside_of(row).grouping for row in (self.base, self.baseline) if row]
        return joined(*shown, *kept)

    def enrol(self) -> None:
        """Whom it counts. Late answers count only where nobody can be picked out by comparing releases of the wave."""
        now = candidates(self.house, self.wave)
        people = how_many(now)
        if not people:
            raise Conflict(N_("Nobody has answered a survey of the wave %(wave)s yet."), wave=self.wave)
        if people < self.k:
            raise Conflict(N_("Fewer than %(k)s people answered in the wave %(wave)s."), k=self.k, wave=self.wave)
        if self.base is None:
            enrol(self.id, now)
            return
        enrol(self.id, counted_by(self.base.id), self.changes)
        last = f"{self.wave}-{self.tier}-{self.number - 1}"
        if self.number > 1 and same_members(last, self.id) and not self.themes_are_new(last):
            raise Conflict(
                N_("Nothing has changed since %(release)s: no answers came, or too few of them to add safely."),
                release=last,
            )

    def themes_are_new(self, last: str) -> bool:
        """Whether comments were coded since the last release of this wave and tier, which tells of none."""
        others = (inside_of(row).beside.coded for row in self.earlier if row.wave != self.wave)
        told = any(inside_of(row).beside.coded for row in self.of_wave if row.id == last)
        return not told and bool(figures.ready(self.house, self.wave, chain.from_iterable(others)))

    @cached_property
    def changes(self) -> Changes:
        return changes_since(self.base.id, self.house, self.wave, self.fixed, self.k)

    def stored(self, actor: str) -> Release:
        """The new row with its members. The check for disclosure undoes everything if it fails."""
        row = Release(
            id=self.id,
            wave=self.wave,
            tier=self.tier,
            number=self.number,
            closed_on=self.house.today(),
            closed_by=actor,
            baseline_wave=self.baseline.wave if self.baseline else None,
            framework_version=self.house.framework.version,
            software_version=software_version(),
            synthetic=facts.is_synthetic(),
            content="",
            digest="",
        )
        earlier = self.earlier
        db.session.add(row)
        db.session.flush()
        self.enrol()
        made = self.making(row, earlier)
        row.content = made.table.to_json()
        row.figures = ReleaseFigures(
            beside=json.dumps([each.to_dict() for each in made.tables_beside()], sort_keys=True),
            survey_versions=json.dumps(survey_versions(self.id)),
            inside=made.inside.to_json(),
        )
        row.digest = digest_of(row.content + row.beside)
        return row

    def making(self, row: Release, earlier: Iterable[Release]) -> Making:
        return Making(self.house, row, self.baseline, self.base, tuple(earlier), self.fixed)


def survey_versions(release_id: str) -> dict[str, list[int]]:
    """Which versions of which surveys its members answered."""
    columns = (Response.survey_id, Response.survey_version)
    query = select(*columns).join(ReleaseMember, ReleaseMember.response_id == Response.id)
    found: dict[str, list[int]] = {}
    for survey, version in db.session.execute(query.where(ReleaseMember.release_id == release_id).distinct()):
        found.setdefault(survey, []).append(version)
    return {survey: sorted(versions) for survey, versions in sorted(found.items())}


def exact_rows(house: House, release_id: str) -> list[dict[str, Any]]:
    """What a release shows before rounding, from its members and those of its baseline as they are now."""
    from analysis.reports import unrounded_rows

    row = db.session.get_one(Release, release_id)
    house = house.made_under(row.framework_version)
    query = select(Release).where(Release.tier == row.tier, Release.wave == row.baseline_wave)
    baseline = db.session.scalar(query.order_by(Release.number.desc()).limit(1))
    table = table_of(row)
    rows = unrounded_rows(**Making(house, row, baseline, None, (), {}).material, fixed_grouping=table.grouping)
    shown = {each.key for each in table.rows}
    return [each for each in rows if tuple(each[name] for name in KEYS) in shown]


def digest_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


@lru_cache(maxsize=1)
def software_version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
