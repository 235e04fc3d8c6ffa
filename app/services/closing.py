"""One release in the making: whom it counts and what it is compared with. Part of its caller's transaction."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from app.config import ROOT
from app.house import House
from app.models.base import db
from app.models.releases import Release, ReleaseMember
from app.services import facts
from app.services.cells import basis, pairs_of
from app.services.errors import N_, Conflict
from app.services.membership import Grouping, Members, candidates, members_of, with_late

if TYPE_CHECKING:
    from analysis.audit import Counts
    from analysis.disclosure import SafeTable


@dataclass(frozen=True)
class Closing:
    """The next release of a wave for a tier, beside all releases so far."""

    house: House
    wave: str
    tier: str

    @property
    def k(self) -> int:
        return getattr(self.house.partnership.thresholds, self.tier)

    @cached_property
    def earlier(self) -> list[Release]:
        """Every release so far, of all tiers and waves."""
        return list(db.session.scalars(select(Release).order_by(Release.wave, Release.number, Release.tier)))

    @cached_property
    def number(self) -> int:
        own = [row.number for row in self.earlier if (row.wave, row.tier) == (self.wave, self.tier)]
        return max(own, default=0) + 1

    @cached_property
    def id(self) -> str:
        return f"{self.wave}-{self.tier}-{self.number}"

    @cached_property
    def baseline(self) -> Release | None:
        """The latest release of the first wave that has one in this tier, unless that is this wave."""
        of_tier = [row for row in self.earlier if row.tier == self.tier]
        first = min((row.wave for row in of_tier), default=self.wave)
        return next((row for row in reversed(of_tier) if row.wave == first), None) if first < self.wave else None

    @cached_property
    def fixed(self) -> Grouping:
        """What this tier's releases may only coarsen: of each margin the coarsest grouping so far."""
        coarsest: dict[tuple[str, str], Any] = {}
        for row in self.earlier:
            if row.tier == self.tier:
                for key, groups in table_of(row).grouping.items():
                    if key not in coarsest or len(groups) < len(coarsest[key]):
                        coarsest[key] = groups
        return coarsest

    def members(self) -> Members:
        """Whom it counts. Late answers count only where nobody can be picked out by comparing releases of the wave."""
        now = candidates(self.house, self.wave)
        if not now:
            raise Conflict(N_("Nobody has answered a survey of the wave %(wave)s yet."), wave=self.wave)
        if len(now) < self.k:
            raise Conflict(N_("Fewer than %(k)s people answered in the wave %(wave)s."), k=self.k, wave=self.wave)
        same_wave = {row.id: members_of(row.id) for row in self.earlier if row.wave == self.wave}
        if not same_wave:
            return now
        counted = with_late(max(same_wave.values(), key=len), now, self.fixed, self.k)
        last = f"{self.wave}-{self.tier}-{self.number - 1}"
        if same_wave.get(last) == counted:
            raise Conflict(
                N_("Nothing has changed since %(release)s: no answers came, or too few of them to add safely."),
                release=last,
            )
        return counted

    def stored(self, actor: str) -> Release:
        """The new row with its members. The check for disclosure comes last and undoes everything if it fails."""
        counted = self.members()
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
        db.session.add(row)
        db.session.flush()
        rows = [{"release_id": self.id, "response_id": member.response_id} for member in counted.values()]
        db.session.connection().execute(insert(ReleaseMember.__table__), rows)
        from analysis.reports import release_table

        table = release_table(**material(self.house, row, self.baseline, self.fixed)).table
        self.check(table)
        row.content = table.to_json()
        row.digest = digest_of(row.content)
        return row

    def check(self, table: SafeTable) -> None:
        """Raises `Conflict` with the reason if this table, beside all others, could give somebody away."""
        from analysis.audit import check_release

        before = [counts_of(self.house, row.id, table_of(row)) for row in self.earlier]
        found = check_release(counts_of(self.house, self.id, table), before)
        if found:
            reasons = "; ".join(f"{finding.code} {finding.message}" for finding in found)
            message = N_("The release is refused, because somebody could be picked out: %(reasons)s.")
            raise Conflict(message, reasons=reasons)


def material(house: House, row: Release, baseline: Release | None, fixed: Grouping) -> dict[str, Any]:
    """The arguments of `analysis.reports.release_table` for the members of a release."""
    from analysis.reports import BaselineData

    positive = house.framework.settings.positive
    now = basis(row.id, positive)
    before = None
    if baseline:
        then = basis(baseline.id, positive)
        before = BaselineData(baseline.wave, then.cells, then.people, baseline.framework_version)
    return {
        "framework": house.framework,
        "release": row.id,
        "wave": row.wave,
        "tier": row.tier,
        "k": getattr(house.partnership.thresholds, row.tier),
        "cells": now.cells,
        "people": now.people,
        "baseline": before,
        "pairs": pairs_of(baseline.id, row.id) if baseline else None,
        "fixed_grouping": fixed,
    }


def exact_rows(house: House, release_id: str) -> list[dict[str, Any]]:
    """What a release shows before rounding, from its members and those of its baseline as they are now."""
    from analysis.reports import unrounded_rows

    row = db.session.get_one(Release, release_id)
    query = select(Release).where(Release.tier == row.tier, Release.wave == row.baseline_wave)
    baseline = db.session.scalar(query.order_by(Release.number.desc()).limit(1))
    return unrounded_rows(**material(house, row, baseline, table_of(row).grouping))


def counts_of(house: House, release_id: str, table: SafeTable) -> Counts:
    from analysis.audit import published_counts

    now = basis(release_id, house.framework.settings.positive)
    return published_counts(table, now.people, now.cells)


def table_of(row: Release) -> SafeTable:
    from analysis.disclosure import SafeTable

    return SafeTable.from_json(row.content)


def digest_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


@lru_cache(maxsize=1)
def software_version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
