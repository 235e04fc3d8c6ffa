"""One person at a survey over HTTP, without JavaScript: answers page by page, writes, sends or leaves."""

from __future__ import annotations

import http.client
import random
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from scripts.cuts.form import Form

MOST_PAGES = 90


class StrayError(Exception):
    """A page came that this person cannot go on from."""


@dataclass
class Browser:
    """Keeps cookies, follows redirects; `page` is the form of the last page that came."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    page: Form | None = None
    text: str = ""

    def open(self, address: str) -> None:
        self.ask("GET", address)

    def post(self, address: str, fields: list[tuple[str, str]]) -> None:
        self.ask("POST", address, urlencode(fields))

    def ask(self, method: str, address: str, body: str | None = None) -> None:
        for _ in range(6):
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, address, body, headers)
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            line.close()
            if answer.status not in (301, 302, 303, 307, 308):
                break
            method, body, address = "GET", None, urljoin(address, answer.headers["Location"])
            address = address if address.startswith("/") else urlsplit(address)._replace(scheme="", netloc="").geturl()
        if answer.status >= 400:
            raise StrayError(f"{method} {urlsplit(address).path}: {answer.status}")
        self.page, self.text = Form(address, text), text

    @property
    def place(self) -> str:
        return urlsplit(self.page.address).path.rpartition("/")[2]


@dataclass
class Person:
    """Who answers one survey. `words` go into the first box; `leaves`: goes away afterwards, or after some pages."""

    browser: Browser
    start: str
    chance: random.Random
    words: str = ""
    leaves: bool = False
    wrote_at: float = 0.0
    sent: bool = False

    def run(self) -> None:
        patience = self.chance.randrange(3, 25) if self.leaves and not self.words else MOST_PAGES
        self.browser.open(f"{self.start}?lang=en")
        self.press("next", [])
        for _ in range(patience):
            if self.browser.place == "finish":
                break
            self.answer()
            if self.wrote_at and self.leaves:
                return
        if self.words and not self.wrote_at:
            raise StrayError(f"no box to write in at {self.start}")
        if not self.leaves and self.browser.place == "finish":
            self.press("finish", [])
            self.sent = self.browser.place == "receipt"

    def answer(self) -> None:
        """Fill in the page and go on. The clock starts once the server has said that it has the words."""
        form = self.browser.page
        boxes = [name for name, is_number in form.boxes.items() if not is_number]
        fields = [(name, value) for name, value in form.filled(self.chance) if name not in boxes]
        writes = bool(boxes and self.words and not self.wrote_at)
        if writes:
            fields.append((boxes[0], self.words))
        self.press("next", fields)
        if writes:
            self.wrote_at = time.monotonic()

    def press(self, action: str, fields: list[tuple[str, str]]) -> None:
        form = self.browser.page
        self.browser.post(urlsplit(form.target).path, [*form.hidden.items(), *fields, ("action", action)])
