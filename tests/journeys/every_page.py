"""What must hold on each page at the size of the smallest phone, with scripts and without; the tour of all pages."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.journeys import axe, measures, paint
from tests.journeys.places import Place

SMALL = {"width": 320, "height": 640}
AS_IT_STANDS = r"() => document.documentElement.outerHTML.replace(/ (data-\w+|aria-busy)=\"[^\"]*\"/g, '')"
"""The page without what scripts note down for themselves."""


class Tour:
    """One window that goes from page to page, first without scripts, then with them, and says what is wrong there."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []
        self.plain, self.scripted = self.window(False), self.window(True)
        self.switch: CDPSession = self.plain.context.new_cdp_session(self.plain)
        self.looked_at = 0
        """How many pages were measured; one that scripts leave exactly as it was is not measured twice."""

    def window(self, javascript: bool) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport=SMALL,
            java_script_enabled=javascript,
            service_workers="block",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        if javascript:
            context.add_init_script(paint.WATCH)
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def findings(self, place: Place, language: str) -> list[str]:
        """Everything that is wrong with one page in one language."""
        self.scripts_of_plain(False)
        place.go(self.plain, language)
        self.scripts_of_plain(True)
        without = self.plain.evaluate(AS_IT_STANDS)
        found = [f"without scripts: {line}" for line in self.look(self.plain, place, language)]
        place.go(self.scripted, language)
        found += self.moved(place, language)
        if self.scripted.evaluate(AS_IT_STANDS) != without:
            found += [f"with scripts: {line}" for line in self.look(self.scripted, place, language)]
        return found

    def moved(self, place: Place, language: str) -> list[str]:
        """What moves each time. Once, on a busy machine, it may be a line that was drawn before all of it was there."""
        if not paint.moved(self.scripted):
            return []
        place.go(self.scripted, language)
        return paint.moved(self.scripted)

    def scripts_of_plain(self, on: bool) -> None:
        """A page that came without scripts is given them to be measured: its own are not run by that."""
        self.switch.send("Emulation.setScriptExecutionDisabled", {"value": not on})

    def look(self, page: Page, place: Place, language: str) -> list[str]:
        self.looked_at += 1
        said = page.locator("html").get_attribute("lang")
        found = [] if said == language or place.keeps_language else [f"the page is in {said}"]
        found += axe.findings(page) + measures.width(page)
        measures.open_everything(page)
        found += [f"with everything open: {line}" for line in measures.width(page)]
        return found + measures.targets(page) + measures.order(page) + measures.contrast_of_device(page)


def wrong(browser: Browser, address: str, places: Sequence[Place], language: str) -> list[str]:
    """Go to all of them in one language: one line per finding."""
    tour = Tour(browser, address)
    try:
        return [
            f"{place.name} ({place.address}): {line}" for place in places for line in tour.findings(place, language)
        ]
    finally:
        tour.close()
