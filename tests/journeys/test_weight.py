"""What a phone downloads, as Chromium counts it on the wire: headers and bodies, compressed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys import walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar", "pl"])
def test_first_page_at_most_35_kb_and_later_pages_at_most_8_kb(phone: Callable[..., Page], language: str) -> None:
    page, received = phone(), {"bytes": 0}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on(
        "Network.loadingFinished", lambda event: received.update(bytes=received["bytes"] + event["encodedDataLength"])
    )
    limit = 35_000
    for kind in walk.pages(page, f"/s/young-person.general.my-confidence?lang={language}"):
        page.wait_for_load_state("networkidle")
        assert received["bytes"] <= limit, f"{kind} at {page.url}: {received['bytes']} bytes"
        received["bytes"], limit = 0, 8_000
