"""What a phone downloads, as Chromium counts it on the wire: headers and bodies, compressed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys import walk

pytestmark = pytest.mark.browser

FIRST, LATER = 35_000, 8_000
CONFIDENCE, DAY = "/s/young-person.general.my-confidence", "/s/young-person.general.my-day"


class Scales:
    """Weighs what one page downloads. The letters of Urdu are counted apart."""

    def __init__(self, page: Page) -> None:
        self.weight, self.letters, self.fonts = 0, 0, set()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self.asked)
        wire.on("Network.loadingFinished", self.came)

    def asked(self, event: dict) -> None:
        if event.get("type") == "Font":
            self.fonts.add(event["requestId"])

    def came(self, event: dict) -> None:
        if event["requestId"] in self.fonts:
            self.letters += event["encodedDataLength"]
        else:
            self.weight += event["encodedDataLength"]

    def since_last(self, page: Page) -> int:
        page.wait_for_load_state("networkidle")
        weight, self.weight = self.weight, 0
        return weight


@pytest.mark.parametrize(
    ("language", "survey"),
    [("en", CONFIDENCE), ("ar", CONFIDENCE), *((language, DAY) for language in ("ur", "so", "sk", "pl", "ro", "fa"))],
)
def test_first_page_at_most_35_kb_and_later_pages_at_most_8_kb(
    phone: Callable[..., Page], language: str, survey: str
) -> None:
    page, limit = phone(), FIRST
    scales = Scales(page)
    for kind in walk.pages(page, f"{survey}?lang={language}"):
        assert scales.since_last(page) <= limit, f"{kind} at {page.url}"
        limit = LATER
    assert bool(scales.letters) == (language == "ur")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_from_the_choice_of_languages_on(phone: Callable[..., Page], language: str) -> None:
    page = phone()
    scales = Scales(page)
    page.goto(CONFIDENCE)
    assert scales.since_last(page) <= FIRST
    page.locator(f"main a[hreflang={language}]").click()
    assert scales.since_last(page) <= LATER
