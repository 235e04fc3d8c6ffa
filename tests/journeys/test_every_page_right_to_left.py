"""Each kind of page and of question on the smallest phone, in the languages written from right to left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys import every_page
from tests.journeys.places import Place
from tests.journeys.running import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["ar", "ur", "fa"])
def test_nothing_is_wrong_on_any_page(browser: Browser, site: Site, places: list[Place], language: str) -> None:
    """axe (A, AA, AAA, best practices), 7:1 on light and dark devices, targets of 44 px, no scrolling sideways.

    With JavaScript and without; a page that scripts leave as it was is measured once.
    """
    assert every_page.wrong(browser, site.address, places, language) == []
