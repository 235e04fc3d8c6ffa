"""What holds a framework together: mappings, anchors, named cells, and what surveys ask. Reads no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.framework import Framework
from analysis.places import Where
from surveys.findings import Finding
from surveys.model import AUDIENCES, Survey

CELLS = (12, 20)
"""How many cells of a board's table may be called better or worse."""


def check_framework(framework: Framework, surveys: Iterable[Survey], place: str, source: str = "") -> list[Finding]:
    """What does not hold together: mappings, anchors, and what surveys ask (codes F005 to F014).

    `surveys` are the latest versions; `place` names the framework file and `source` is its text, to name lines.
    """
    where, surveys = Where(place, source), tuple(surveys)
    return [
        *_check_mappings(framework, where),
        *_check_cells(framework, where),
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


def _check_cells(framework: Framework, where: Where) -> Iterator[Finding]:
    """Few enough cells to mean something, each a measure of an audience that is asked it."""
    measures = {measure for _, measure in framework.measures}
    for cell in framework.cells:
        audience, measure = cell.split()
        indicator = framework.indicator_by_id.get(measure)
        if audience not in AUDIENCES or measure not in measures or (indicator and audience not in indicator.audiences):
            message = f'the board\'s cell "{cell}" is no measure that is asked of that audience'
            advice = "Write an audience and, after a space, index or the id of a domain or indicator."
            yield Finding("F013", where.line("[board]", f'"{cell}"'), message, advice)
    count, (fewest, most) = len(framework.cells), CELLS
    wrong = count > most or count != len(set(framework.cells))
    if wrong or 0 < count < fewest:
        message = f"[board] names {count} cells; verdicts hold their error rate over {fewest} to {most} different ones"
        severity = "error" if wrong else "warning"
        yield Finding("F014", where.line("[board]", "cells"), message, "Name those that matter most.", severity)


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
