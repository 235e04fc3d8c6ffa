"""The Confidence Framework as frozen data, and reading it; what must hold together is in `framework_checks`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property
from typing import Any

from analysis.places import Where
from surveys.findings import DefinitionErrors, Finding
from surveys.model import AUDIENCES

ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Settings:
    """The numbers that a partnership may change. Points are 0..100; docs/confidence-framework.md gives reasons."""

    min_answered: Fraction = Fraction(1, 2)
    positive: int = 75
    prior_sd: int = 20
    small_change: int = 10
    confidence: int = 95
    false_words: int = 4
    min_linked: int = 10
    positive_min_n: int = 30
    anchors_per_domain: int = 3
    headline_schedule: str = "wave"


@dataclass(frozen=True)
class About:
    """What is true of every metric of the framework, in words for a reader; what is not said is empty."""

    source: str = ""
    owner: str = ""
    updated: str = ""
    quality: str = ""
    accessibility: str = ""
    data_protection: str = ""


@dataclass(frozen=True)
class Domain:
    """One of the things that confidence consists of; `weight` is its whole-number weight in the index."""

    id: str
    name: str
    question: str
    weight: int = 1


@dataclass(frozen=True)
class Indicator:
    """One thing that is asked, in each audience's own words. Anchors are asked of all audiences in wave surveys.

    `owner` is who answers for it, where that is somebody else than for the rest.
    """

    id: str
    domain: str
    meaning: str
    anchor: bool = False
    audiences: tuple[str, ...] = AUDIENCES
    priority_areas: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True)
class Title:
    """A named thing that indicators are mapped to: a priority area, an inspectors' criterion or a feature."""

    id: str
    title: str


@dataclass(frozen=True)
class Framework:
    """One version of the framework, immutable. `version` is stored with every response and release."""

    version: str
    title: str = ""
    settings: Settings = field(default_factory=Settings)
    domains: tuple[Domain, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    priority_areas: tuple[Title, ...] = ()
    criteria: tuple[Title, ...] = ()
    features: tuple[Title, ...] = ()
    cells: tuple[str, ...] = ()
    about: About = field(default_factory=About)

    @cached_property
    def domain_by_id(self) -> dict[str, Domain]:
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def indicator_by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def anchors(self) -> tuple[Indicator, ...]:
        return tuple(indicator for indicator in self.indicators if indicator.anchor)

    @cached_property
    def measures(self) -> tuple[tuple[str, str], ...]:
        """Every (measure_kind, measure) in the order in which tables show them: index, domains, indicators."""
        domains = [("domain", domain.id) for domain in self.domains]
        return (("index", "index"), *domains, *(("indicator", each.id) for each in self.indicators))

    @cached_property
    def named_cells(self) -> frozenset[tuple[str, str, str]]:
        """(audience, measure_kind, measure) of the cells that were named in advance, of whole audiences: only these are
        called better or worse. Where the file names none: index and domains of each audience."""
        if not self.cells:
            headline = [measure for measure in self.measures if measure[0] != "indicator"]
            return frozenset((audience, *measure) for audience in AUDIENCES for measure in headline)
        kind_of = {measure: kind for kind, measure in reversed(self.measures)}
        pairs = (cell.split() for cell in self.cells)
        return frozenset((audience, kind_of[measure], measure) for audience, measure in pairs if measure in kind_of)


TABLES: dict[str, type] = {
    "domains": Domain,
    "indicators": Indicator,
    "priority_areas": Title,
    "criteria": Title,
    "features": Title,
}
TEXTS = ("id", "domain", "meaning", "name", "question", "title")
TYPES: dict[str, tuple[type, str]] = {
    "weight": (int, "a whole number"),
    "anchor": (bool, "true or false"),
    "audiences": (list, "a list of audiences"),
    "priority_areas": (list, "a list of ids"),
    "criteria": (list, "a list of ids"),
    "features": (list, "a list of ids"),
}


def read_framework(data: dict[str, Any], place: str = "framework.toml", source: str = "") -> Framework:
    """The framework of a parsed file. Raises `DefinitionErrors` with every fault of shape (codes F001 to F004).

    `data` is what tomllib makes of the file; `place` names the file; with its text in `source`, findings name the line.
    What ids point to is for `framework_checks`, which can also see the surveys.
    """
    where = Where(place, source)
    findings: list[Finding] = []
    for key in sorted(set(data) - {"version", "title", "settings", "board", "about", *TABLES}):
        findings.append(Finding("F002", where.line(key), f'unknown key "{key}"', "Remove it or correct its name."))
    if not str(data.get("version", "")).strip():
        findings.append(Finding("F001", place, 'no "version"', 'Add a line such as version = "1" at the top.'))
    settings = _settings(data.get("settings", {}), where, findings)
    cells = tuple(_board(data.get("board", {}), where, findings))
    about = _about(data.get("about", {}), where, findings)
    rows = {table: tuple(_rows(table, data.get(table, []), where, findings)) for table in TABLES}
    if findings:
        raise DefinitionErrors(findings)
    title = data.get("title", "")
    return Framework(version=str(data["version"]), title=title, settings=settings, cells=cells, about=about, **rows)


def _about(data: dict[str, Any], where: Where, findings: list[Finding]) -> About:
    known = {each.name for each in fields(About)}
    for key, value in data.items():
        if key not in known or not isinstance(value, str):
            advice = f"Give a text for any of {', '.join(sorted(known))}."
            findings.append(Finding("F002", where.line("[about]", key), f'"{key}" cannot stand here', advice))
    return About(**{key: value.strip() for key, value in data.items() if key in known and isinstance(value, str)})


def _board(data: dict[str, Any], where: Where, findings: list[Finding]) -> Iterator[str]:
    """The cells named in advance, each as "audience measure"."""
    for key in sorted(set(data) - {"cells"}):
        findings.append(Finding("F002", where.line("[board]", key), f'unknown key "{key}"', "Remove it."))
    cells = data.get("cells", [])
    for cell in cells if isinstance(cells, list) else [cells]:
        if isinstance(cell, str) and len(cell.split()) == 2:
            yield " ".join(cell.split())
        else:
            advice = 'Write it like "young-person index": an audience, a space, a measure.'
            at = where.line("[board]", f'"{cell}"' if isinstance(cell, str) else "cells")
            findings.append(Finding("F001", at, f"{cell!r} names no cell", advice))


def _settings(data: dict[str, Any], where: Where, findings: list[Finding]) -> Settings:
    known = {each.name: each.default for each in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            findings.append(Finding("F002", where.line("[settings]", key), f'unknown setting "{key}"', "Remove it."))
        elif key == "headline_schedule":
            values[key] = str(value)
        elif (number := _number(key, value)) is None:
            advice = "Give a share between 0 and 1." if key == "min_answered" else "Give a whole number from 1 to 100."
            findings.append(Finding("F004", where.line("[settings]", key), f'"{key}" cannot be {value!r}', advice))
        else:
            values[key] = number
    return Settings(**values)


def _number(key: str, value: object) -> int | Fraction | None:
    """A setting's exact value, or None if it cannot be one. Decimals are read as written: 0.1 is one tenth."""
    if key != "min_answered":
        return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100 else None
    try:
        share = Fraction(str(value))
    except ValueError:
        return None
    return share if 0 < share <= 1 else None


def _rows(table: str, rows: list[dict[str, Any]], where: Where, findings: list[Finding]) -> Iterator[Any]:
    seen: set[str] = set()
    for row in rows:
        row_id = str(row.get("id", ""))
        at = where.row(table, row_id) if row_id else where.line(f"[{table}]")
        faults = list(_row_faults(TABLES[table], row, row_id in seen, at))
        seen.add(row_id)
        findings += faults
        if not faults:
            yield TABLES[table](**{key: _frozen(key, value) for key, value in row.items()})


def _row_faults(shape: type, row: dict[str, Any], twice: bool, at: str) -> Iterator[Finding]:
    row_id = row.get("id", "")
    for key in (each.name for each in fields(shape) if each.name in TEXTS):
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield Finding("F001", at, f'"{row_id}" has no "{key}"', f'Add {key} = "..." to it.')
    for key in sorted(set(row) - {each.name for each in fields(shape)}):
        yield Finding("F002", at, f'unknown key "{key}" in "{row_id}"', "Remove it or correct its name.")
    for key, (kind, words) in TYPES.items():
        wrong = key in row and type(row[key]) is not kind and not (key == "audiences" and row[key] == "all")
        if wrong or (key == "weight" and row.get(key, 1) in (0, False)):
            yield Finding("F001", at, f'"{key}" of "{row_id}" cannot be {row[key]!r}', f"Give {words}.")
    if twice:
        yield Finding("F003", at, f'the id "{row_id}" is used twice', "Give each its own id.")
    if isinstance(row_id, str) and row_id and not ID.fullmatch(row_id):
        yield Finding("F003", at, f'the id "{row_id}" is not well made', "Use letters, digits and single hyphens.")


def _frozen(key: str, value: object) -> object:
    if key == "audiences" and value == "all":
        return AUDIENCES
    return tuple(value) if isinstance(value, list) else value
