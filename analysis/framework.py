"""The Confidence Framework as frozen data, and the checks that hold it together; scores are computed in `scoring`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property
from typing import Any

from analysis.places import Where
from surveys.findings import DefinitionErrors, Finding
from surveys.model import AUDIENCES, Survey

ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Settings:
    """The numbers that a partnership may change. Points are 0..100; docs/confidence-framework.md gives reasons."""

    min_answered: Fraction = Fraction(1, 2)
    positive: int = 75
    prior_sd: int = 20
    small_change: int = 10
    confidence: int = 95
    min_linked: int = 10
    positive_min_n: int = 30
    anchors_per_domain: int = 3
    headline_schedule: str = "wave"


@dataclass(frozen=True)
class Domain:
    """One of the things that confidence consists of; `weight` is its whole-number weight in the index."""

    id: str
    name: str
    question: str
    weight: int = 1


@dataclass(frozen=True)
class Indicator:
    """One thing that is asked, in each audience's own words. Anchors are asked of all audiences in wave surveys."""

    id: str
    domain: str
    meaning: str
    anchor: bool = False
    audiences: tuple[str, ...] = AUDIENCES
    priority_areas: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


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
    What ids point to is for `check_framework`, which can also see the surveys.
    """
    where = Where(place, source)
    findings: list[Finding] = []
    for key in sorted(set(data) - {"version", "title", "settings", *TABLES}):
        findings.append(Finding("F002", where.line(key), f'unknown key "{key}"', "Remove it or correct its name."))
    if not str(data.get("version", "")).strip():
        findings.append(Finding("F001", place, 'no "version"', 'Add a line such as version = "1" at the top.'))
    settings = _settings(data.get("settings", {}), where, findings)
    rows = {table: tuple(_rows(table, data.get(table, []), where, findings)) for table in TABLES}
    if findings:
        raise DefinitionErrors(findings)
    return Framework(version=str(data["version"]), title=data.get("title", ""), settings=settings, **rows)


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


def check_framework(framework: Framework, surveys: Iterable[Survey], place: str, source: str = "") -> list[Finding]:
    """What does not hold together: mappings, anchors, and what surveys ask (codes F005 to F012).

    `surveys` are the latest versions; `place` names the framework file and `source` is its text, to name lines.
    """
    where, surveys = Where(place, source), tuple(surveys)
    return [
        *_check_mappings(framework, where),
        *_check_anchors(framework, where),
        *_check_asked(framework, surveys, where),
        *_check_questions(framework, surveys),
    ]


def _check_mappings(framework: Framework, where: Where) -> Iterator[Finding]:
    for indicator in framework.indicators:
        targets = [("domains", "domain", (indicator.domain,))]
        targets += [(table, table, getattr(indicator, table)) for table in ("priority_areas", "criteria", "features")]
        for table, key, ids in targets:
            known = {each.id for each in getattr(framework, table)}
            for unknown in (each for each in ids if each not in known):
                at = where.row("indicators", indicator.id, key, f'"{unknown}"')
                message = f'indicator "{indicator.id}" is mapped to "{unknown}", which is not in [[{table}]]'
                yield Finding("F005", at, message, f'Correct the id, or add it to [[{table}]] with id = "{unknown}".')
        for unknown in (each for each in indicator.audiences if each not in AUDIENCES):
            at = where.row("indicators", indicator.id, "audiences", f'"{unknown}"')
            yield Finding("F006", at, f'"{unknown}" is not an audience', f"Use {', '.join(AUDIENCES)} or all.")


def _check_anchors(framework: Framework, where: Where) -> Iterator[Finding]:
    for anchor in framework.anchors:
        if set(anchor.audiences) != set(AUDIENCES):
            at = where.row("indicators", anchor.id, "audiences")
            message = f'the anchor "{anchor.id}" is not for all audiences'
            yield Finding("F007", at, message, 'Write audiences = "all", or make it no anchor.')
    need = framework.settings.anchors_per_domain
    for domain in framework.domains:
        count = sum(anchor.domain == domain.id for anchor in framework.anchors)
        if count < need:
            message = f'the domain "{domain.id}" has {count} anchors, fewer than {need}'
            yield Finding("F008", where.row("domains", domain.id), message, "Make more of its indicators anchors.")


def _check_asked(framework: Framework, surveys: tuple[Survey, ...], where: Where) -> Iterator[Finding]:
    """Each anchor is asked in the wave surveys of each audience that has any survey at all."""
    for audience in AUDIENCES:
        own = [each for each in surveys if each.audience == audience]
        waves = [each for each in own if each.schedule == framework.settings.headline_schedule and each.voice == "self"]
        asked = {question.indicator for survey in waves for question in survey.questions}
        if not own:
            yield Finding("F009", where.place, f'no survey asks the audience "{audience}"', "Add one.", "warning")
        for anchor in framework.anchors if own else ():
            if anchor.id not in asked:
                names = ", ".join(each.id for each in waves) or f"no wave survey of {audience}"
                message = f'the anchor "{anchor.id}" is not asked of {audience} ({names})'
                at = where.row("indicators", anchor.id)
                yield Finding("F009", at, message, f'Add a question with indicator = "{anchor.id}".')


def _check_questions(framework: Framework, surveys: tuple[Survey, ...]) -> Iterator[Finding]:
    for survey in surveys:
        seen: set[str] = set()
        for question in (each for each in survey.questions if each.indicator):
            at = question.place or f"{survey.id}, {question.id}"
            indicator = framework.indicator_by_id.get(question.indicator)
            if indicator is None:
                message = f'the indicator "{question.indicator}" is not in the framework'
                yield Finding("F010", at, message, "Correct the id, or add the indicator to the framework file.")
            elif survey.audience not in indicator.audiences:
                message = f'the indicator "{indicator.id}" is not meant for {survey.audience}'
                advice = "Add the audience to the indicator, or take the question out."
                yield Finding("F011", at, message, advice, "warning")
            if question.indicator in seen:
                message = f'the indicator "{question.indicator}" is asked twice in {survey.id}'
                yield Finding("F012", at, message, "Ask each indicator once in a survey.", "warning")
            seen.add(question.indicator)
