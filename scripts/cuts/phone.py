"""Somebody with a real Chromium and JavaScript at the end of a bad network, background save and outbox in use."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from scripts.cuts.form import SILENT, WORDS
from scripts.cuts.ledger import Ledger
from scripts.cuts.network import Network
from scripts.cuts.person import StuckError
from surveys.answers import Answers
from surveys.problems import Problem

MOST_STEPS = 250
AT_MOST = 15_000
"""Milliseconds that somebody looks at a page which does nothing."""
FIELDS = "() => [...new FormData(document.querySelector('form.questions'))].map(([name, value]) => [name, value])"
STATE = "() => document.querySelector('[data-waiting]')?.dataset.state || ''"
NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 360, "height": 740}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def chromium(executable: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Phone:
    """One browser profile with one page at a time. `cookies` are there when it is done."""

    browser: Browser
    network: Network
    start: str
    ledger: Ledger
    chance: random.Random
    cookies: dict[str, str] = field(default_factory=dict)
    did: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        address = f"http://127.0.0.1:{self.network.port}"
        with self.browser.new_context(base_url=address, viewport=PHONE) as context:
            context.set_default_timeout(AT_MOST)
            try:
                self.answer_all(context)
            finally:
                self.network.offline = False
                self.cookies = {one["name"]: one["value"] for one in context.cookies()}

    def answer_all(self, context: BrowserContext) -> None:
        page = self.opened(context)
        enough = self.chance.randrange(5, 40) if self.chance.random() < 0.2 else MOST_STEPS
        for _ in range(enough):
            try:
                page = self.step(context, page)
            except Error:
                self.did["lost its way"] += 1
                self.close(page)
                page = self.opened(context)
            if self.ledger.saw_receipt:
                return
        if enough == MOST_STEPS:
            raise StuckError(f"no receipt after {MOST_STEPS} steps; at {page.url}")
        self.did["gave up"] += 1
        self.close(page)

    def opened(self, context: BrowserContext) -> Page:
        """A new page at the link, however often that takes."""
        self.network.offline = False
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        self.open(page, self.start)
        return page

    def open(self, page: Page, address: str) -> None:
        for _ in range(60):
            with suppress(Error):
                page.goto(address, wait_until="load")
                return
            page.wait_for_timeout(500)
        raise StuckError(f"{address} never opened")

    def close(self, page: Page) -> None:
        """Chromium forgets that a page was to be closed if it goes to another at that very moment, and then waits."""
        with suppress(Error):
            page.wait_for_load_state("load")
        page.close()

    def step(self, context: BrowserContext, page: Page) -> Page:
        """What somebody does with the page before them; returns the page that they then look at."""
        page.wait_for_load_state("load")
        place = page.evaluate("() => location.pathname.split('/').pop()")
        if not page.url.startswith("http") or not page.locator("main h1").count():
            self.did["reload"] += 1
            self.open(page, self.start)
        elif place == "receipt":
            self.ledger.saw_receipt = True
        elif page.locator("form.questions").count():
            self.ledger.shown(place)
            return self.questions(context, page, place)
        elif place == "finish":
            self.ledger.shown(place)
            self.ledger.asked_to_send = True
            self.press(page, "finish", {})
        elif (further := page.locator(f"main a[href^='{self.start.partition('?')[0]}/']").first).count():
            self.open(page, further.get_attribute("href"))  # where they stopped, or the receipt of what they sent
        elif page.locator("button[name=action][value=next]").count():
            self.press(page, "next", {})
        else:
            self.open(page, self.start)
        return page

    def questions(self, context: BrowserContext, page: Page, place: str) -> Page:
        self.fill(page)
        given = self.given(page, place)
        self.ledger.touched(given)
        if self.chance.random() < 0.15:
            self.network.offline = True
            self.did["went offline"] += 1
        self.wait_a_little(page, given)
        if self.chance.random() < 0.1:
            self.close(page)
            self.did["closed the page"] += 1
            return self.opened(context)
        self.ledger.pressed(given)
        if not self.press(page, "next", given) and self.keeps(page):
            return self.closed_and_opened_again(context, page, place, given)
        self.network.offline = False
        return page

    def given(self, page: Page, place: str) -> Answers:
        shown = [one.get_attribute("id").removeprefix("q-") for one in page.locator(".question").all()]
        try:
            return self.ledger.given(place, shown, page.evaluate(FIELDS))
        except Problem:
            return {}

    def fill(self, page: Page) -> None:
        """Some choices and words. What a choice takes away again, the page's own script does."""
        for group in page.locator("main fieldset:not(:has(fieldset))").all():
            choices = group.locator("input[type=radio], input[type=checkbox]")
            if choices.count() and self.chance.random() > SILENT:
                choices.nth(self.chance.randrange(choices.count())).check(force=True)
        for box in page.locator("main textarea, main input[type=text]").all():
            if self.chance.random() > SILENT:
                number = box.get_attribute("inputmode")
                box.fill(str(self.chance.randrange(9)) if number else self.chance.choice(WORDS))

    def wait_a_little(self, page: Page, given: Answers) -> None:
        """Some people go on at once, some see that it is saved first."""
        page.wait_for_timeout(self.chance.choice((0, 0, 300, 1500, 3500)))
        if self.state(page) == "saved":
            self.did["was shown as saved"] += 1
            self.ledger.saved_in_background(given)

    def press(self, page: Page, action: str, given: Answers) -> bool:
        """Tap a button, sometimes twice; whether the page went on while somebody looked. Back on line, it does."""
        before = page.url
        button = page.locator(f"main form button[name=action][value={action}]").first
        if self.chance.random() < 0.3:
            button.dblclick()
        else:
            button.click()
        for turn in range(30):
            page.wait_for_timeout(100 if turn < 15 else 500)
            if not page.locator("main h1").count():
                return True  # the browser's own page: nobody knows
            if page.url != before:
                self.ledger.saved(given)
                return True
            if self.state(page) in ("waiting", "kept"):
                if self.network.offline and self.chance.random() < 0.5:
                    return False
                self.network.offline = False
                self.did["tried again"] += 1
                page.locator("[data-again]").click()
        return False

    def keeps(self, page: Page) -> bool:
        """Somebody without a network chooses that the phone keeps it, or not."""
        choice = page.locator("[data-keep]")
        if not self.network.offline or self.chance.random() < 0.3 or not choice.is_visible():
            return False
        if choice.get_attribute("aria-pressed") == "false":
            choice.click()
        return self.state(page) == "kept"

    def state(self, page: Page) -> str:
        """What the page says about saving; nothing while it goes to another."""
        try:
            return page.evaluate(STATE)
        except Error:
            page.wait_for_load_state("load")
            return ""

    def closed_and_opened_again(self, context: BrowserContext, page: Page, place: str, given: Answers) -> Page:
        """The phone said that it keeps the page: opened again with a network, it sends it before anything else."""
        self.did["kept on the phone"] += 1
        self.close(page)
        page = self.opened(context)
        for _ in range(40):
            page.wait_for_timeout(500)
            with suppress(Error):
                if "body" not in (page.evaluate("() => JSON.stringify(localStorage)") or "body"):
                    self.ledger.saved(given)
                    return page
        raise StuckError(f"what the phone kept of {place} was not sent; at {page.url}")
