"""The walk over every page of every survey in a browser: its journal, which lets it be stopped, and its report."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from surveys.ways import ways
from tests.journeys.every_page import Tour
from tests.journeys.places import Opener, Place
from tests.journeys.running import chromium, running

FRESH_AFTER = 250
"""Pages of one browser window: a new one now and then keeps its memory small."""


class Journal:
    """One line for each page in each language that was looked at, written before the next one is."""

    def __init__(self, file: Path, again: bool = False) -> None:
        self.file = file
        if again:
            file.unlink(missing_ok=True)
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        self.rows = [json.loads(line) for line in lines]
        self.seen = {(row["page"], row["language"]) for row in self.rows}
        self.planned = 0

    def add(self, page: str, language: str, looked_at: int, seconds: float, findings: list[str]) -> None:
        row = {"page": page, "language": language, "day": date.today().isoformat(), "looked_at": looked_at}
        row |= {"seconds": round(seconds, 2), "findings": findings}
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self.rows.append(row)
        self.seen.add((page, language))

    def findings(self) -> list[str]:
        return [f"{row['page']} [{row['language']}]: {line}" for row in self.rows for line in row["findings"]]

    def summary(self) -> str:
        return f"{len(self.rows)} of {self.planned} pages looked at, {len(self.findings())} findings"


def walk(folder: Path, journal: Journal, languages: list[str] | None) -> None:
    """Look at what the journal does not have yet. Goes through one language after the other."""
    with running(folder) as site, chromium() as browser:
        opener = Opener(site.data_dir)
        spoken = languages or list(opener.house.partnership.languages)
        names = [*every_name(opener)]
        journal.planned = len(names) * len(spoken)
        for language in spoken:
            missing = {name for name in names if (name, language) not in journal.seen}
            look_at(browser, site.address, list(every_place(opener, missing)), language, journal)


def look_at(browser: Browser, address: str, places: list[Place], language: str, journal: Journal) -> None:
    for start in range(0, len(places), FRESH_AFTER):
        tour = Tour(browser, address)
        for place in places[start : start + FRESH_AFTER]:
            before, began = tour.looked_at, time.monotonic()
            try:
                findings = tour.findings(place, language)
            except BrowserError as error:
                findings = [f"could not be opened: {str(error).splitlines()[0]}"]
            journal.add(place.name, language, tour.looked_at - before, time.monotonic() - began, findings)
            for line in findings:
                print(f"{place.name} [{language}]: {line}", file=sys.stderr, flush=True)
        tour.close()


def every_name(opener: Opener) -> Iterator[str]:
    for survey in opener.catalogue.surveys:
        for way in ways(survey):
            yield from (name for name, _ in opener.names(survey, way))
    yield from (place.name for place in opener.others())


def every_place(opener: Opener, wanted: set[str]) -> Iterator[Place]:
    """The pages of these names, with their drafts made now."""
    for survey in opener.catalogue.surveys:
        for way in ways(survey):
            if any(name in wanted for name, _ in opener.names(survey, way)):
                yield from (place for place in opener.every_page(survey, way) if place.name in wanted)
    yield from (place for place in opener.others() if place.name in wanted)


# The report


WHAT = """\
# Every page in a browser

`scripts/walk_in_browser` opens every page of every survey in a Chromium of 320 px, in each language and each way of
answering, without JavaScript and with it, and a page of each other kind. On each it runs axe-core (A, AA, AAA, best
practices), measures the contrast of all text (7:1) and of the edges of controls (3:1) on light and dark devices, the
size of targets (44 px), the order of the keyboard, the width of the page, and what moves while it loads (layout shifts
of 0.001 and more).
"""


def report(journal: Journal, machine: str) -> str:
    """The dated result, for the documentation."""
    days = sorted({row["day"] for row in journal.rows}) or [date.today().isoformat()]
    seconds, measured = (sum(row[name] for row in journal.rows) for name in ("seconds", "looked_at"))
    finished = "That is all of them." if len(journal.rows) >= journal.planned else "It is not finished, and can go on."
    when = " to ".join(dict.fromkeys((days[0], days[-1])))
    result = f"""
**{when}:** {len(journal.rows)} of {journal.planned} pages were looked at (each
page of each survey, way and language is one), without and with JavaScript. {finished}
Everything was measured {measured} times; a page that scripts leave as it was is measured once.
It took {seconds / 60:.0f} minutes on {machine}, shared with other work. **Findings: {len(journal.findings())}.**

"""
    found = [f"- {line}" for line in journal.findings()]
    return "\n".join(
        [WHAT + result + "\n".join(table(journal)), "", *(["## Findings", "", *found, ""] if found else [])]
    )


def table(journal: Journal) -> Iterator[str]:
    pages = Counter(row["language"] for row in journal.rows)
    found = Counter(row["language"] for row in journal.rows for _ in row["findings"])
    yield from ("| language | pages | findings |", "|---|---|---|")
    yield from (f"| {language} | {number} | {found[language]} |" for language, number in pages.items())
