"""Where every PDF comes from: an HTML text in, a tagged PDF/UA file out, made once and kept on disk. No templates here.

A file is named by the hash of all that it was made from, so that it is never out of date and never made twice. Making
takes seconds: `make` waits for it (commands, the worker, tests), `order` does not (pages).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Thread

from app.config import ROOT
from app.paper.press import NO_LIBRARIES
from app.services.errors import N_, ServiceError

FONTS = Path(__file__).resolve().parent / "fonts"
LONGEST = 180
"""Seconds after which a PDF that is not there yet was given up."""
AT_ONCE = 2
"""Only so many are made at the same time for pages: people who answer come first."""
KEPT = 60 * 24 * 3600
"""Seconds for which a file that nobody asked for stays."""
SECRETS = ("SECRET_KEY", "DATABASE_URL")
NOT_HERE = N_("Sheets of paper can't be made here at the moment. You can answer on this website instead.")
INSTALL = (
    "PDF files need the Pango library, which this machine does not have. On Debian or Ubuntu, as root: apt-get install "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. On a Mac: brew install pango. Everything else works without."
)


def can_print() -> bool:
    """Whether this machine has what the press needs, without loading it."""
    return all(find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz"))


class PrintError(ServiceError):
    """No PDF could be made. `reason` is for the staff and the log; the message is for everyone."""

    status = 503

    def __init__(self, reason: str) -> None:
        super().__init__(NOT_HERE)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Shelf:
    """The PDFs that were made. `assets` is the folder of the built static files that their pages use."""

    folder: Path
    assets: Path

    def find(self, html: str) -> Path | None:
        """The PDF of this HTML, if it was made before."""
        pdf = self.place(html, ".pdf")
        if not pdf.exists():
            return None
        os.utime(pdf)
        return pdf

    def make(self, html: str) -> Path:
        """The PDF of this HTML, made now if need be. Raises `PrintError`."""
        found = self.find(html)
        if found is None:
            page = self.begin(html)
            try:
                found = self.press(page)
            finally:
                page.unlink(missing_ok=True)
        return found

    def order(self, html: str) -> bool:
        """Have it made in the background; False if too much is being made now. Raises `PrintError` if it failed."""
        failed, page = self.place(html, ".failed"), self.place(html, ".html")
        if failed.exists():
            reason = failed.read_text(encoding="utf-8")
            if age(failed) > LONGEST:
                failed.unlink(missing_ok=True)
            raise PrintError(reason)
        busy = [one for one in self.folder.glob("*.html") if age(one) < LONGEST]
        if page in busy:
            return True
        if len(busy) >= AT_ONCE:
            return False
        self.tidy()
        Thread(target=self.fill, args=[self.begin(html)], daemon=True).start()
        return True

    def fill(self, page: Path) -> None:
        """Make what was ordered, or write down why it could not be."""
        try:
            self.press(page)
        except PrintError as error:
            page.with_suffix(".failed").write_text(error.reason, encoding="utf-8")
        finally:
            page.unlink(missing_ok=True)

    def begin(self, html: str) -> Path:
        """Lay the page out for the press; while its file is there, it is being made."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        page = self.place(html, ".html")
        page.write_text(html, encoding="utf-8")
        return page

    def press(self, page: Path) -> Path:
        """Run the press, as a process that ends with its memory, and with no secret of ours."""
        pdf = page.with_suffix(".pdf")
        command = [sys.executable, "-m", "app.paper.press", str(self.assets), str(page), str(pdf)]
        environ = {name: value for name, value in os.environ.items() if name not in SECRETS}
        environ |= {"FONTCONFIG_FILE": str(FONTS / "fonts.conf"), "XDG_CACHE_HOME": str(self.folder)}
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=environ, timeout=LONGEST, capture_output=True, text=True, check=False
            )
        except subprocess.TimeoutExpired:
            raise PrintError(f"The PDF was not ready after {LONGEST} seconds.") from None
        if done.returncode:
            raise PrintError(INSTALL if done.returncode == NO_LIBRARIES else done.stderr[-2000:])
        return pdf

    def place(self, html: str, suffix: str) -> Path:
        made_of = f"{version('weasyprint')}\n{fonts_digest()}\n{html}"
        return self.folder / (hashlib.sha256(made_of.encode()).hexdigest()[:40] + suffix)

    def tidy(self) -> None:
        for file in self.leftovers():
            file.unlink(missing_ok=True)

    def leftovers(self) -> Iterator[Path]:
        """What nobody asked for in a long time, and what a stopped process left."""
        for file in self.folder.glob("*.*"):
            if age(file) > (KEPT if file.suffix == ".pdf" else LONGEST):
                yield file


def age(file: Path) -> float:
    """Seconds since the file was written; 0 for one that has just gone."""
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


@lru_cache(maxsize=1)
def fonts_digest() -> str:
    total = hashlib.sha256()
    for file in sorted(FONTS.glob("*.*f")):
        total.update(file.read_bytes())
    return total.hexdigest()
