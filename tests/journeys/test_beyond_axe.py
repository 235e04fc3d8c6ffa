"""What axe does not look at: zoom, spacing of text, forced colours, stillness, and every choice of colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.journeys import measures
from tests.journeys.places import Place

pytestmark = pytest.mark.browser

ZOOMED = {"width": 320, "height": 256}
"""A screen of 1280 by 1024 at 400%."""
PHONE_ZOOMED = {"width": 80, "height": 142}
"""A phone of 320 by 568 at 400%."""
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
"""WCAG 2.2, 1.4.12: what a person's own style sheet may ask for."""


def wrong(page: Page) -> Iterator[str]:
    """The page that is open, made as different people have it, one after the other."""
    measures.open_everything(page)
    yield from (f"zoomed to 400%: {line}" for line in measures.width(page) + measures.cut(page))
    yield from (f"with reduced motion: {line}" for line in measures.moving(page))
    yield from measures.contrast_of_choices(page)
    page.emulate_media(forced_colors="active")
    yield from (f"in forced colours: {line}" for line in measures.alike_when_chosen(page))
    page.emulate_media(forced_colors="none")
    page.set_viewport_size(PHONE_ZOOMED)
    yield from (
        f"a phone zoomed to 400%: {line}"
        for line in measures.width(page) + measures.cut(page)
        if "<select>" not in line
    )
    page.set_viewport_size(ZOOMED)
    page.add_style_tag(content=SPACED)
    yield from (f"with spaced text: {line}" for line in measures.width(page) + measures.cut(page))


@pytest.mark.parametrize("language", ["en", "sk", "ar"])
def test_every_page_holds_for_everybody(phone: Callable[..., Page], places: list[Place], language: str) -> None:
    """400% zoom, of a desk and of a phone: nothing is lost or scrolls two ways. Own spacing of text: nothing is cut.
    Reduced motion: nothing moves. Each choice of colours: 7:1. Forced colours: what is chosen looks chosen.
    """
    page = phone(size=ZOOMED, reduced_motion="reduce", bypass_csp=True)
    page.goto("/healthz")
    page.context.add_cookies([{"name": "look", "value": "colours-light", "url": page.url}])
    found = []
    for place in places:
        place.go(page, language)
        found += [f"{place.name}: {line}" for line in wrong(page)]
    assert found == []
