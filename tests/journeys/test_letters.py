"""Urdu is shown in Nastaliq, and nobody but readers of Urdu fetches its letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PATHS = ("/s/young-person.general.my-day?lang={}", "/privacy?lang={}", "/?lang={}")
LETTERS = "() => document.fonts.check('16px Nastaliq', 'اردو')"


def fetched(page: Page, language: str) -> set[str]:
    """The names of the fonts that are fetched on a few pages, the choice of languages first."""
    fonts: set[str] = set()
    page.on("request", lambda request: fonts.add(request.url) if request.resource_type == "font" else None)
    page.set_extra_http_headers({"Accept-Language": language})
    for path in ("/s/young-person.general.my-day", *PATHS):
        page.goto(path.format(language))
        page.wait_for_load_state("networkidle")
    return {address.rpartition("/")[2].partition(".")[0] for address in fonts}


@pytest.mark.parametrize("language", ["en", "ar", "so", "sk", "pl", "ro", "fa"])
def test_other_languages_fetch_no_letters(phone: Callable[..., Page], language: str) -> None:
    assert fetched(phone(), language) == set()


def test_urdu_fetches_and_shows_them(phone: Callable[..., Page]) -> None:
    page = phone()
    assert fetched(page, "ur") == {"nastaliq-urdu-400"}
    assert page.evaluate(LETTERS)
    assert page.evaluate("() => getComputedStyle(document.querySelector('main p')).fontFamily").startswith("Nastaliq")
