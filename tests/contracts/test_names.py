"""No name of the partnership stands in the code: another area replaces one folder and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from app.config import ROOT, SHIPPED_PARTNERSHIP

CODE = ("app", "analysis", "scripts", "migrations")
TEXT = (".py", ".html", ".js", ".css", ".toml", ".svg", ".mako", "")


def names() -> set[str]:
    """The partnership's own names: of itself, its organisations, services and schools."""
    table = tomllib.loads((SHIPPED_PARTNERSHIP / "partnership.toml").read_text(encoding="utf-8"))
    found = {SHIPPED_PARTNERSHIP.name, str(table["name"]), str(table["area"])}
    for kind in ("organisations", "services", "schools"):
        found |= {
            row[key] for row in table.get(kind, []) for key in ("id", "name") if isinstance(row, dict) and key in row
        }
    return {name for name in found if len(name) > 3 and not generic(name)}


def generic(name: str) -> bool:
    """Lower-case single words (`health`) are ids that any area would use."""
    return name.islower() and name.isalpha() and name != SHIPPED_PARTNERSHIP.name


def code_files() -> list[Path]:
    files = [file for folder in CODE for file in (ROOT / folder).rglob("*")]
    files += [*(ROOT / "surveys").glob("*.py"), *(ROOT / "surveys" / "question_types").glob("*.py"), ROOT / "wsgi.py"]
    return [file for file in files if file.is_file() and file.suffix in TEXT and "__pycache__" not in file.parts]


def test_there_are_names_to_look_for() -> None:
    assert len(names()) > 3


@pytest.mark.parametrize("file", code_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_name_of_the_partnership(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = [name for name in names() if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE)]
    assert not found
