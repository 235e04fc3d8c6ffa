"""Typed reading of a TOML table that collects findings instead of stopping. What keys mean is the callers' business."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from surveys.findings import Finding

ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def read_toml(path: Path, place: str, findings: list[Finding]) -> dict[str, Any]:
    """The file's content; an empty dict and a finding where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        findings.append(Finding("S001", place, "the file is missing.", f"Add {path}."))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        findings.append(Finding("S001", place, f"the file cannot be read: {error}.", "Mend the TOML there."))
    return {}


class Table:
    """One table of one file. Every method that finds something wrong reports it and returns a harmless value."""

    def __init__(self, data: dict[str, Any], place: str, findings: list[Finding]) -> None:
        self.data, self.place, self.findings = data, place, findings
        self.read: set[str] = set()

    def report(self, code: str, message: str, advice: str) -> None:
        self.findings.append(Finding(code, self.place, message, advice))

    def get(self, key: str, kind: type | tuple[type, ...], what: str, default: Any) -> Any:
        """The value of a key if it is of the right kind. `default` None means that the key is required."""
        self.read.add(key)
        value = self.data.get(key)
        if value is None:
            if default is None:
                self.report("S003", f"{key!r} is missing.", f"Add {key} = {what}.")
            return default
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self.report("S004", f"{key!r} is {value!r}.", f"It must be {what}.")
        return default

    def text(self, key: str, default: str | None = None) -> str:
        value = self.get(key, str, "a text", default)
        if default is None and value is not None and not value.strip():
            self.report("S003", f"{key!r} is blank.", "Write it.")
        return value or ""

    def name(self, key: str = "id") -> str:
        """A language-neutral id, which is required."""
        value = self.text(key)
        if value and not ID.fullmatch(value):
            self.report("S020", f"{key!r} is {value!r}.", "Use letters, figures and single hyphens.")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value and value not in allowed:
            self.report("S004", f"{key!r} is {value!r}.", f"It must be one of: {', '.join(allowed)}.")
            return default or allowed[0]
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        return self.get(key, int, "a whole number", default) or 0

    def bound(self, key: str) -> int | None:
        """A whole number that may be left out."""
        return self.whole(key) if key in self.data else None

    def flag(self, key: str, default: bool = False) -> bool:
        return self.get(key, bool, "true or false", default)

    def day(self, key: str) -> date:
        return self.get(key, date, "a date such as 2026-06-01, without quotes", None) or date.min

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.get(key, list, "a list of texts", [])
        if not all(isinstance(value, str) for value in values):
            self.report("S004", f"{key!r} holds something that is not a text.", "It must be a list of texts.")
            return ()
        return tuple(values)

    def tables(self, key: str) -> list[Table]:
        """The tables of a list of tables; each one's place names its id or its number."""
        values = self.get(key, list, "a list of tables", [])
        if not all(isinstance(value, dict) for value in values):
            self.report("S004", f"{key!r} holds something that is not a table.", "It must be a list of tables.")
            return []
        return [
            Table(value, f"{self.place}, {value.get('id', f'{key} {number}')}", self.findings)
            for number, value in enumerate(values, 1)
        ]

    def table(self, key: str) -> Table:
        return Table(self.get(key, dict, "a table", {}), f"{self.place}, {key}", self.findings)

    def finish(self) -> None:
        """Report every key that nothing asked for: a typo must not pass silently."""
        for key in self.data.keys() - self.read:
            self.report("S002", f"{key!r} is not a key that is known here.", f"Known: {', '.join(sorted(self.read))}.")


def doubles(names: list[str]) -> list[str]:
    """The names that stand more than once."""
    return sorted({name for name in names if name and names.count(name) > 1})
