"""Published definitions are frozen: `published.lock` holds the SHA-256 of each file. What they say is not read here."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path

from surveys.findings import Finding

LOCK = "published.lock"
HEADER = "# Published definitions and the shared files that they use. None of them may change: publish a new version.\n"


def read_lock(folder: Path) -> dict[str, str]:
    """File name to SHA-256; empty where nothing was published yet."""
    path = folder / LOCK
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def check_lock(folder: Path, findings: list[Finding]) -> None:
    """Report each published file that was changed or is gone."""
    try:
        locked = read_lock(folder)
    except tomllib.TOMLDecodeError as error:
        findings.append(Finding("S001", LOCK, f"the file cannot be read: {error}.", "Mend it; never write it by hand."))
        return
    for name, digest in locked.items():
        path = folder / name
        if not path.exists():
            findings.append(Finding("S018", name, "a published file is gone.", "Put it back: its answers need it."))
        elif file_digest(path) != digest:
            advice = "Put it back as it was, and make your change in a new file with the next version."
            findings.append(Finding("S017", name, "a published file was changed.", advice))


def publish(folder: Path, names: Iterable[str]) -> list[str]:
    """Freeze files; returns the names that were not frozen before. A frozen file keeps its first hash."""
    locked = read_lock(folder)
    new = [name for name in names if name not in locked]
    locked |= {name: file_digest(folder / name) for name in new}
    lines = [f'"{name}" = "{digest}"\n' for name, digest in sorted(locked.items())]
    (folder / LOCK).write_text(HEADER + "".join(lines), encoding="utf-8")
    return new


def file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
