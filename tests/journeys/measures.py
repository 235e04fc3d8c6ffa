"""What is measured on a page as Chromium draws it: contrast, targets, width. How is in `measure.js`. No axe."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

CONTRAST, EDGE, TARGET = 7, 3, 44
"""WCAG 2.2: 1.4.6 for all text, large text too; 1.4.11 for edges; 2.5.5 in CSS pixels."""
SCHEMES = ("light", "dark")
CHOSEN_COLOURS = ("light", "dark", "strong", "calm")


@cache
def source() -> str:
    return Path(__file__).with_name("measure.js").read_text(encoding="utf-8")


def ready(page: Page) -> None:
    """Bring the measures to the page, once."""
    if not page.evaluate("() => typeof window.measure === 'object'"):
        page.evaluate(source())


def contrast(page: Page) -> list[str]:
    """Texts below 7:1 and edges of controls below 3:1, in the colours that the page has now."""
    ready(page)
    return page.evaluate(f"() => [...measure.texts({CONTRAST}), ...measure.edges({EDGE})]")


def contrast_of_device(page: Page) -> list[str]:
    """The same on a light and on a dark device; leaves the page as on the light one."""
    found = []
    for scheme in reversed(SCHEMES):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {line}" for line in contrast(page)]
    return found


def contrast_of_choices(page: Page) -> list[str]:
    """The same in each set of colours that can be chosen, whatever the device has; the page must have their sheet."""
    found = []
    for scheme in reversed(SCHEMES):
        page.emulate_media(color_scheme=scheme)
        for colours in CHOSEN_COLOURS:
            page.evaluate("colours => { document.documentElement.className = `colours-${colours}` }", colours)
            found += [f"{colours} on a {scheme} device: {line}" for line in contrast(page)]
    return found


def targets(page: Page) -> list[str]:
    """What can be tapped and is smaller than 44 by 44 px; a link inside a sentence may be as high as its line."""
    ready(page)
    return page.evaluate(f"() => measure.targets({TARGET})")


def width(page: Page) -> list[str]:
    """What makes the page wider than the screen."""
    ready(page)
    return page.evaluate("() => measure.wide()")


def order(page: Page) -> list[str]:
    """Where the keyboard goes through the page in another order than the eye."""
    ready(page)
    return page.evaluate("() => measure.order()")


def cut(page: Page) -> list[str]:
    """Text that its box cuts off."""
    ready(page)
    return page.evaluate("() => measure.cut()")


def moving(page: Page) -> list[str]:
    """What takes time to change."""
    ready(page)
    return page.evaluate("() => measure.moving()")


def focus(page: Page) -> dict[str, object]:
    """What has the focus, and what is wrong with how it is shown."""
    ready(page)
    return page.evaluate("() => measure.focus()")


def alike_when_chosen(page: Page) -> list[str]:
    """Choices that look the same when they are chosen, in the colours that the page has now."""
    ready(page)
    return page.evaluate("() => measure.alike()")


def open_everything(page: Page) -> None:
    """Open what can be folded out."""
    page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true }")
