"""The disclosure audit over all releases: reads whom they count and what they show, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.releases import Release
from app.services.scoring.held import atoms_of_wave, published_of
from app.services.scoring.making import counts_of, kept_figures
from app.services.themes.attacked import attack_themes

if TYPE_CHECKING:
    from analysis.audit import Findings


def audit_all(house: House) -> Findings:
    """Attack every release so far with all the others in hand; what was tried and found, in words for an officer."""
    from analysis.audit import Findings, attack, check_release

    everything = list(db.session.scalars(select(Release).order_by(Release.wave, Release.number, Release.tier)))
    findings, counts = Findings(), [counts_of(row, kept_figures(house, row)) for row in everything]
    for place, new in enumerate(counts):
        findings.count(DIFFERENCES, place + 1)
        findings.found += check_release(new, counts[:place])
    for wave in sorted({row.wave for row in everything}):
        own = [row for row in everything if row.wave == wave]
        found = attack(wave, published_of(wave, everything), atoms_of_wave(house, own), house.framework.settings)
        findings.add(found)
        findings.add(attack_themes(house, wave, own))
    return findings


DIFFERENCES = "each release beside every earlier one: groups, tiers, late answers"
