"""Makes docs/confidence-framework.md from the method's prose and the worked examples: `python tests/spec/page.py`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "confidence-framework.md"
MADE_FROM = (
    "<!-- Made from tests/spec/method.md and tests/spec/examples.toml by tests/spec/page.py; change those. -->\n\n"
)

Table = dict[str, list]


def examples() -> dict[str, Table]:
    """Every worked table: its id to its columns and rows, all texts."""
    return tomllib.loads((HERE / "examples.toml").read_text(encoding="utf-8"))


def render() -> str:
    """The whole page. Raises KeyError if the prose asks for a table that there is not."""
    tables = examples()
    prose = (HERE / "method.md").read_text(encoding="utf-8")
    return MADE_FROM + re.sub(r"\{\{([a-z-]+)\}\}", lambda found: as_markdown(tables[found[1]]), prose)


def as_markdown(table: Table) -> str:
    lines = [table["columns"], ["---"] * len(table["columns"]), *table["rows"]]
    return "\n".join("| " + " | ".join(cell or "(baseline)" for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
