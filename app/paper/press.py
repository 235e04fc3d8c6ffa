"""Turns one HTML file into one tagged PDF, as a program of its own: `python -m app.paper.press ASSETS HTML PDF`.

WeasyPrint is loaded here and nowhere else, so that no process that answers people carries it or waits for it. What
the HTML may use: our own static files as `asset:<hashed path>`, and pictures that stand in it as `data:image/...`.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

NO_LIBRARIES = 3
"""Exit code where WeasyPrint finds no Pango on this machine."""
NOT_SOUND = 4
"""Exit code where something of the page was refused or is missing; what, is on stderr."""


class Problems(logging.Handler):
    """What WeasyPrint would pass over: a page with a hole in it is never handed out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


def main(assets: Path, html: Path, pdf: Path) -> int:
    if hasattr(os, "nice"):
        os.nice(5)  # people who answer come first
    try:
        import weasyprint
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return NO_LIBRARIES
    problems = Problems()
    logging.getLogger("weasyprint").addHandler(problems)
    page = weasyprint.HTML(filename=str(html), url_fetcher=own_files(assets), media_type="print")
    made = page.write_pdf(finisher=say_scopes, pdf_variant="pdf/ua-1", pdf_tags=True)
    if problems.found:
        sys.stderr.write("\n".join(problems.found) + "\n")
        return NOT_SOUND
    half = pdf.with_suffix(".half")
    half.write_bytes(made)
    half.replace(pdf)
    return 0


def say_scopes(_document: object, pdf: Any) -> None:
    """Each heading of a table says whether it is of a column (first line) or of a row: readers ask for it."""
    for part in pdf.objects:
        if isinstance(part, dict) and part.get("S") == "/TH" and "ID" in part:
            row = str(part["ID"].string).split("-")[1]
            part["A"]["Scope"] = "/Column" if row == "0" else "/Row"


def own_files(assets: Path) -> object:
    """The only fetcher: nothing from a network, nothing from elsewhere on this machine."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    root = assets.resolve()

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            name = url.removeprefix("asset:")
            file = (root / name).resolve()
            if not url.startswith("asset:") or not file.is_relative_to(root):
                raise ValueError(f"only our own files are used in print, not {url[:80]}")
            kind = {".svg": "image/svg+xml", ".png": "image/png"}[file.suffix]
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    return OwnFiles(allowed_protocols={"data"})


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
