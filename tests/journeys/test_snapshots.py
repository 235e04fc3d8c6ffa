"""What a screen reader is given on each kind of page and of question is as it was when somebody last read it.

RENEW_SNAPSHOTS=1 writes the files anew: read the difference, and commit it with what caused it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import accessibility_tree
from tests.journeys.places import Place
from tests.journeys.running import Site

pytestmark = pytest.mark.browser

KEPT = Path(__file__).with_name("snapshots")
RENEW = os.environ.get("RENEW_SNAPSHOTS") == "1"
LANGUAGE = "en"


@pytest.fixture(scope="module")
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.address, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def file_of(place: Place) -> Path:
    return KEPT / f"{re.sub(r'[^a-z0-9]+', '-', place.name.lower()).strip('-')}.txt"


def test_what_is_heard_is_as_it_was(page: Page, places: list[Place]) -> None:
    changed = []
    for place in places:
        place.go(page, LANGUAGE)
        now = "\n".join(accessibility_tree.lines(page)) + "\n"
        kept = file_of(place)
        if RENEW:
            kept.write_text(now, encoding="utf-8")
        elif not kept.exists() or kept.read_text(encoding="utf-8") != now:
            changed.append(f"{place.name}: {first_difference(kept, now)}")
    assert changed == []


def first_difference(kept: Path, now: str) -> str:
    if not kept.exists():
        return "was never written down"
    was = kept.read_text(encoding="utf-8").splitlines()
    for before, after in zip(was, now.splitlines(), strict=False):
        if before != after:
            return f"was {before.strip()!r}, is {after.strip()!r}"
    return "is longer or shorter"


def test_nothing_is_kept_of_pages_that_are_gone(places: list[Place]) -> None:
    assert {file.name for file in KEPT.glob("*.txt")} == {file_of(place).name for place in places}
