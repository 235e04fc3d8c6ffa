"""Somebody without JavaScript at the end of a bad network: presses again, reloads, goes back, opens the link again."""

from __future__ import annotations

import http.client
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from scripts.cuts.form import Form
from scripts.cuts.ledger import Ledger
from surveys.answers import SKIPPED, Answers
from surveys.problems import Problem

PATIENCE = 4
MOST_STEPS = 900
Fields = list[tuple[str, str]]


class BrokenError(Exception):
    """No whole page came: the browser shows its own."""


class StuckError(Exception):
    """Somebody who did everything right could not get on."""


@dataclass
class Person:
    """`page` is what is on the screen; None for the browser's own page about an error."""

    port: int
    start: str
    ledger: Ledger
    chance: random.Random
    cookies: dict[str, str] = field(default_factory=dict)
    page: Form | None = None
    pressed: tuple[str, Fields, Answers] | None = None
    did: Counter[str] = field(default_factory=Counter)
    wanted: str = ""
    failures: int = 0

    def __post_init__(self) -> None:
        self.wanted = self.start

    def run(self) -> None:
        """Until the receipt is on the screen, or this person has had enough."""
        enough = self.chance.randrange(10, 120) if self.chance.random() < 0.2 else MOST_STEPS
        for _ in range(enough):
            if self.page is None:
                self.recover()
            elif self.place == "receipt":
                self.ledger.saw_receipt = True
                return
            else:
                self.answer()
        if enough == MOST_STEPS:
            raise StuckError(f"no receipt after {MOST_STEPS} steps; at {self.page and self.page.address}")
        self.did["gave up"] += 1

    @property
    def place(self) -> str:
        return urlsplit(self.page.address).path.rpartition("/")[2]

    def answer(self) -> None:
        """What somebody does with the page before them."""
        if "finish" in self.page.buttons and self.place == "finish":
            self.check()
        elif self.place == urlsplit(self.start).path.rpartition("/")[2]:
            self.press("next", [])
        elif self.page.questions:
            self.questions()
        else:
            self.open(self.start)

    def check(self) -> None:
        changes = [link for link in self.page.links if "from=check" in link]
        if changes and self.chance.random() < 0.2:
            self.did["changed an answer"] += 1
            self.open(self.chance.choice(changes))
            return
        self.ledger.asked_to_send = True
        self.press("finish", [])

    def questions(self) -> None:
        dice, page = self.chance.random(), self.place
        if dice < 0.05 and "skip" in self.page.buttons:
            self.press("skip", [], dict.fromkeys(self.page.questions, SKIPPED))
        elif dice < 0.1:
            self.did["went back"] += 1
            self.open(self.start)
        else:
            fields = self.page.filled(self.chance)
            try:
                given = self.ledger.given(page, self.page.questions, fields)
            except Problem:
                self.did["was asked to look again"] += 1
                given = {}
            self.press("next", fields, given)

    def press(self, action: str, fields: Fields, given: Answers | None = None) -> None:
        body = [*self.page.hidden.items(), *fields, ("action", action)]
        self.pressed = (self.page.target, body, given or {})
        self.ledger.pressed(given or {})
        self.send()

    def send(self) -> None:
        """Send what was pressed; a whole answer of the server says that it is saved."""
        target, body, given = self.pressed
        try:
            status, location, text = self.ask("POST", target, urlencode(body).encode())
        except BrokenError:
            self.page = None
            return
        if status == 303:
            self.ledger.saved(given)
            self.pressed = None
            self.open(location)
        else:
            self.did[f"page {status}"] += 1
            self.page = Form(target, text)

    def open(self, address: str) -> None:
        self.wanted = address
        try:
            status, location, text = self.ask("GET", address)
        except BrokenError:
            self.page = None
            return
        if location:
            self.open(location)
            return
        self.page = Form(address, text)
        if status == 200 and (self.page.questions or self.place == "finish"):
            self.ledger.shown(self.place)
        carry_on = [link for link in self.page.links if link.startswith(f"{urlsplit(self.start).path}/")]
        if status == 200 and address == self.start and carry_on:
            self.open(carry_on[0])

    def recover(self) -> None:
        """The browser says that there is no network. Reload (and send again what was sent), go back, or start over."""
        self.failures += 1
        time.sleep(min(0.02 * self.failures, 1))
        way = self.chance.choice(("reload", "reload", "back", "link"))
        self.did[way] += 1
        if way == "reload" and self.pressed:
            self.send()
        elif way == "back" and self.pressed:
            target, self.pressed = self.pressed[0], None
            self.open(target)
        else:
            self.pressed = None
            self.open(self.start if way == "link" else self.wanted)

    def ask(self, method: str, address: str, body: bytes | None = None) -> tuple[int, str, str]:
        """Status, where it leads and the page. Raises `BrokenError` unless all of it came."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            self.keep_cookies(answer)
            text = answer.read().decode()
            self.failures = 0
            return answer.status, answer.headers.get("Location", ""), text
        except (OSError, http.client.HTTPException):
            raise BrokenError from None
        finally:
            connection.close()

    def keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
