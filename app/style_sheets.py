"""Style sheets as they are sent: what they import put in its place, comments and spare room left out. No files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

IMPORT = re.compile(r"@import\s+\"([^\"]+)\"\s*;")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
QUOTED = re.compile(r"(\"[^\"]*\")")
AROUND_SIGNS = re.compile(r"\s*([{};,>])\s*")
AFTER_COLON = re.compile(r":\s+")


def sent(path: str, sheets: Mapping[str, str]) -> str:
    """The sheet of this path ("css/survey.css") in one piece: each request more is a wait more on a slow network.

    Sheets import from their own folder only, so that the addresses in them stay right. An import may stand inside a
    rule: values that several rules share are written once.
    """

    def put_in_place(match: re.Match[str]) -> str:
        imported = str(PurePosixPath(path).with_name(match[1]))
        if imported not in sheets:
            raise LookupError(f"{path} imports {match[1]!r}, which is not there")
        return sent(imported, sheets)

    return tight(IMPORT.sub(put_in_place, sheets[path]))


def tight(text: str) -> str:
    """The same rules without comments and spare room; what stands in quotes stays as it is."""
    pieces = QUOTED.split(COMMENT.sub("", text))
    return "".join(piece if number % 2 else squeezed(piece) for number, piece in enumerate(pieces)).strip()


def squeezed(rules: str) -> str:
    """Only the room that means nothing: a space before a colon may stand between two parts of a selector, and stays."""
    one_line = AROUND_SIGNS.sub(r"\1", re.sub(r"\s+", " ", rules))
    return AFTER_COLON.sub(":", one_line).replace(";}", "}")
