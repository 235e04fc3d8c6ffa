"""The disclosure audit over all releases: reads whom they count and what they show, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.releases import Release
from app.services.cells import crossed
from app.services.making import counted_of, counts_of, table_of
from app.services.withdrawn import all_atoms, missing

if TYPE_CHECKING:
    from analysis.audit import Findings


def audit_all(house: House) -> Findings:
    """Attack every release so far with all the others in hand; what was tried and found, in words for an officer."""
    from analysis.audit import Findings, attack, baseline_findings, check_release, publication

    everything = list(db.session.scalars(select(Release).order_by(Release.wave, Release.number, Release.tier)))
    findings, counts = Findings(), [counts_of(house, row) for row in everything]
    tables = [table_of(row) for row in everything]
    for place, new in enumerate(counts):
        findings.count(DIFFERENCES, place + 1)
        findings.found += check_release(new, counts[:place])
        findings.count(BASELINES)
        findings.found += baseline_findings(tables[place], tables[:place])
    for wave in sorted({row.wave for row in everything}):
        own = [row for row in everything if row.wave == wave]
        rows = crossed([row.id for row in own], house.framework.settings.positive)
        everybody = all_atoms(rows, missing({row.id: counted_of(row) for row in own}, rows))
        found = attack(wave, [publication(table_of(row)) for row in own], everybody, house.framework.settings)
        findings.add(found)
    return findings


BASELINES = "what each release shows of the baseline"
DIFFERENCES = "each release beside every earlier one: groups, tiers, late answers"
