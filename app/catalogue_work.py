"""The work of `scripts/translations`: extract, update, check, compile, set a status. Prints nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from babel.messages.catalog import Catalog

from app import catalogues, language_table, pseudo_languages
from app.catalogues import Finding
from app.config import SHIPPED_PARTNERSHIP
from app.languages import TRANSLATIONS_DIR
from surveys.partnership import Partnership
from surveys.partnership_file import load_partnership

DOMAINS = ("messages", "surveys")


class Work:
    """What one run works on: the partnership, where its catalogues are, today's English."""

    def __init__(self, partnership_dir: Path | None, domains: tuple[str, ...] = DOMAINS) -> None:
        self.partnership_dir = (partnership_dir or SHIPPED_PARTNERSHIP).resolve()
        self.domains = domains
        shipped = self.partnership_dir == SHIPPED_PARTNERSHIP
        own = TRANSLATIONS_DIR if shipped else self.partnership_dir / "translations"
        self.folders = {"messages": TRANSLATIONS_DIR, "surveys": own}
        self.table = language_table.read(TRANSLATIONS_DIR)

    @cached_property
    def partnership(self) -> Partnership:
        return load_partnership(self.partnership_dir)

    @cached_property
    def templates(self) -> dict[str, Catalog]:
        """Today's English by kind of catalogue: read out of code, templates and surveys, on first use."""
        making = {
            "messages": catalogues.interface_template,
            "surveys": lambda: catalogues.survey_template(self.partnership),
        }
        return {domain: making[domain]() for domain in self.domains}

    def each(self) -> Iterator[tuple[str, dict, str, Path]]:
        """(language code, its row, domain, file) for every catalogue."""
        for code, row in language_table.translated_rows(self.table).items():
            for domain in self.domains:
                yield code, row, domain, catalogues.catalogue_path(self.folders[domain], code, domain)

    def survey_ids(self) -> tuple[str, ...]:
        return tuple(survey.id for survey in self.partnership.catalogue.surveys)


def extract(work: Work, output: Path) -> Iterator[str]:
    """Write `messages.pot` and `surveys.pot`, for translators' own tools."""
    output.mkdir(parents=True, exist_ok=True)
    for domain, template in work.templates.items():
        path = output / f"{domain}.pot"
        path.write_text(catalogues.as_text(template, "nplurals=2; plural=(n != 1);"), encoding="utf-8")
        yield f"{path}: {len(template)} messages"


def update(work: Work) -> Iterator[str]:
    """Bring every catalogue to today's English; what is not complete goes back to "in progress"."""
    for code, row, domain, path in work.each():
        catalogue = catalogues.updated(path, code, row["plural"], work.templates[domain])
        changed = catalogues.write_catalogue(path, catalogue, row["plural"])
        language_table.send_back(row, domain, catalogue, work.survey_ids() if domain == "surveys" else ())
        left = len(catalogues.incomplete(catalogue))
        yield f"{code} {domain}: {len(catalogue)} messages, {left} to translate{', file changed' if changed else ''}"
    language_table.write(TRANSLATIONS_DIR, work.table)


def check(work: Work) -> Iterator[Finding]:
    """Every missing, changed, broken or leftover text."""
    for code, row, domain, path in work.each():
        catalogue = catalogues.read_catalogue(path, code, row["plural"])
        yield from catalogues.check(f"{code} {domain}", catalogue, work.templates[domain])


def build(work: Work) -> Iterator[str]:
    """Make the machine form (.mo) beside every catalogue. Where it cannot be written, each start makes it in memory."""
    for code, _row, domain, path in work.each():
        if path.exists() and os.access(path.parent, os.W_OK):
            path.with_suffix(".mo").write_bytes(pseudo_languages.compiled(path, path.stat().st_mtime_ns))
            yield f"{code} {domain}: compiled"


def set_status(work: Work, code: str, domain: str, status: str, survey: str | None) -> list[Finding]:
    """Say how far a catalogue is. One that is not complete stays "in progress": its findings come back."""
    row = work.table[code]
    path = catalogues.catalogue_path(work.folders[domain], code, domain)
    catalogue = catalogues.read_catalogue(path, code, row["plural"])
    findings = list(catalogues.check(f"{code} {domain}", catalogue, work.templates[domain]))
    if findings and status != language_table.IN_PROGRESS:
        return findings
    language_table.set_status(row, domain, status, survey)
    language_table.write(TRANSLATIONS_DIR, work.table)
    return []
