"""The table `languages.toml` as its keepers use it: read, status changed, written back. No request uses this."""

from __future__ import annotations

import tomllib
from pathlib import Path

from babel.messages.catalog import Catalog

from app.catalogues import incomplete
from app.languages import SOURCE, STATUSES

IN_PROGRESS = STATUSES[0]


def read(folder: Path) -> dict[str, dict]:
    return tomllib.loads((folder / "languages.toml").read_text(encoding="utf-8"))


def write(folder: Path, table: dict[str, dict]) -> None:
    """Write the table back under the explanation that opens the file."""
    path = folder / "languages.toml"
    opening = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    text = "\n".join(opening) + "\n" + "".join(f"\n{as_toml(code, row)}" for code, row in table.items())
    path.write_text(text, encoding="utf-8")


def as_toml(code: str, row: dict) -> str:
    lines = [f"[{code}]", *(f'{key} = "{value}"' for key, value in row.items() if isinstance(value, str))]
    surveys = row.get("survey_status", {})
    if surveys:
        lines += ["", f"[{code}.survey_status]", *(f'"{survey}" = "{status}"' for survey, status in surveys.items())]
    return "\n".join(lines) + "\n"


def translated_rows(table: dict[str, dict]) -> dict[str, dict]:
    """The rows that have catalogues: all but English."""
    return {code: row for code, row in table.items() if code != SOURCE}


def send_back(row: dict, domain: str, catalogue: Catalog, surveys: tuple[str, ...]) -> None:
    """Mark what is not complete as in progress: the interface, the one survey, or names that every survey uses."""
    unfinished = incomplete(catalogue)
    if domain == "messages":
        if unfinished:
            row["messages"] = IN_PROGRESS
        return
    for message in unfinished:
        named = [survey for survey in surveys if any(survey in comment for comment in message.auto_comments)]
        if not named:
            row["surveys"] = IN_PROGRESS
        for survey in named:
            row.setdefault("survey_status", {})[survey] = IN_PROGRESS


def set_status(row: dict, domain: str, status: str, survey: str | None = None) -> None:
    """Say how far a catalogue is; for surveys, all of them unless one is named."""
    if domain == "surveys" and survey:
        row.setdefault("survey_status", {})[survey] = status
        return
    row[domain] = status
    if domain == "surveys":
        row["survey_status"] = {}
