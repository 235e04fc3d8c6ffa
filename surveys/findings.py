"""What is wrong with a definition: a code, a place, a message, advice. Finding it is done elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `place` is "file, question" or as near as is known; `severity` is "error" or "warning"."""

    code: str
    place: str
    message: str
    advice: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.severity}: {self.message} {self.advice}".rstrip()


class DefinitionErrors(Exception):
    """A pack that cannot be used; `findings` holds every error that was found, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]
