"""Finding the line of a definition in its file's text, so that a finding can name it; reads no file itself."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Where:
    """Finds the line of a thing in the file's text, so that a finding can name it."""

    place: str
    source: str = ""

    def line(self, *words: str) -> str:
        """`place:line` of the first line that holds the last word, sought after the lines of the words before it."""
        lines, at = self.source.splitlines(), 0
        for word in words:
            seen = (n for n in range(at, len(lines)) if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", lines[n]))
            at = next(seen, -1)
            if at < 0:
                return self.place
        return f"{self.place}:{at + 1}" if words and lines else self.place

    def row(self, table: str, row_id: str, *words: str) -> str:
        """The line of a row of a table, or of a word inside it."""
        return self.line(f"[{table}]", f'"{row_id}"', *words)
