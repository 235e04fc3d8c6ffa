"""A first visit on a slow network with a slow phone: the page is seen soon, and nothing on it moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys import paint
from tests.journeys.running import Site

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ar", "ur", "so", "sk", "pl", "ro", "fa")
SURVEY = "/s/young-person.general.my-confidence"
SOON = 1.3
"""Seconds, at 400 kbit/s, 400 ms latency and a processor slowed four times."""
TRIES = 3
"""A busy machine must not make a true promise fail: the best of so many first visits counts."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [SURVEY, SURVEY + "?lang={}", "/?lang={}"], ids=["choice", "survey", "home"])
def test_a_first_visit_is_seen_soon_and_nothing_moves(browser: Browser, site: Site, path: str, language: str) -> None:
    visits = []
    for _ in range(TRIES):
        visits.append(paint.first_seen(browser, site.address, path.format(language), language))
        if good(visits[-1]):
            break
    assert any(map(good, visits)), visits


def good(visit: tuple[float, list[str]]) -> bool:
    seconds, moved = visit
    return seconds < SOON and not moved
