"""What the board's pages show, read back from their tables and pictures; and how a figure is written. No assertions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.page_audit import words

Row = Mapping[str, str]
VERDICTS = {
    "better": "Better",
    "worse": "Worse",
    "small-change": "A small change",
    "no-clear-change": "No clear change",
    "too-few": "Too few to say",
}


def text(element: Any) -> str:
    return " ".join(words(element).split())


def tables(page: Any) -> Iterator[tuple[str, list[str], list[tuple[str, list[str]]]]]:
    """(caption, heading, (group, cells) of each line) of every table; a group is the heading of a part."""
    for table in page.document.query("main table"):
        head = [text(cell) for cell in table.query("thead th")]
        lines, group = [], ""
        for row in table.query("tbody tr"):
            if row.query("th[scope=rowgroup]"):
                group = text(row.query("th")[0])
            else:
                lines.append((group, [text(cell) for cell in row.query("th, td")]))
        yield text(table.query("caption")[0]), head, lines


def table(page: Any, caption: str) -> list[tuple[str, list[str]]]:
    """The lines of the one table with this in its caption."""
    [found] = [lines for own, _, lines in tables(page) if caption in own]
    return found


def shown(score: str) -> str:
    return {"95": "95+", "5": "≤5", "": "–"}.get(score, score)


def level(row: Row | None) -> str:
    """As tables of pages write a score: 59 56 to 62."""
    return f"{shown(row['score'])} {shown(row['ci_low'])} to {shown(row['ci_high'])}" if row else "–"


def in_brackets(row: Row | None) -> str:
    """As the tables under pictures write it: 59 (56 to 62)."""
    return f"{shown(row['score'])} ({shown(row['ci_low'])} to {shown(row['ci_high'])})" if row else "–"


def signed(number: str) -> str:
    value = int(number)
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def change(row: Row | None) -> str:
    if row is None or row["change"] == "":
        return "–"
    return f"{signed(row['change'])} {signed(row['change_low'])} to {signed(row['change_high'])}"


def positive(row: Row) -> str:
    return f"{row['positive']}% {row['positive_low']} to {row['positive_high']}" if row["positive"] else "–"


def drawn_scores(svg: str, mark: str = "of-now") -> list[str]:
    """The numbers that stand in a picture, in its order."""
    return [re.sub(r" (now|at the baseline)$", "", each) for each in re.findall(rf'class="{mark}"[^>]*>([^<]+)<', svg)]


def joined(names: list[str]) -> str:
    """As a page names what is shown together: A, B and C."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
