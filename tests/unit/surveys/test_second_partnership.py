"""A made-up partnership in a folder of its own is read like the one that ships."""

from __future__ import annotations

from datetime import date

from analysis.framework import read_framework
from analysis.framework_checks import check_framework
from surveys.findings import errors_of
from surveys.partnership import Partnership, Place


def test_it_brings_its_own_names_places_and_dates(westmere: Partnership) -> None:
    assert (westmere.name, westmere.area, westmere.languages) == ("Westmere Together", "Westmere", ("en", "pl"))
    assert [place.id for place in westmere.localities] == ["lakeside", "hill-towns", "harbour"]
    assert westmere.services == (Place("play-team", "Play team", "harbour"),)
    assert westmere.schools[0] == Place("harbour-primary", "Harbour Primary School", "harbour")
    assert westmere.waves[0].opens_on == date(2031, 3, 1)
    assert westmere.references[0].source == "Westmere Families, 120 answers"
    assert (westmere.retention.draft_days, westmere.retention.receipt_months) == (14, 24)
    assert (westmere.thresholds.public, westmere.thresholds.board) == (12, 6)
    assert [line.name for line in westmere.help_for("young-person")] == ["Westmere Helpline"]


def test_its_framework_fits_its_surveys(westmere: Partnership) -> None:
    framework = read_framework(westmere.framework)
    assert [domain.id for domain in framework.domains] == ["voice", "help"]
    assert errors_of(check_framework(framework, westmere.catalogue.surveys, "framework.toml")) == []
