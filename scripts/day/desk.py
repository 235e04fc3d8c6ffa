"""The safeguarding lead of a scripted day: signs in, proves the channel of alerts, reads what waits. Over HTTP."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from scripts.day.folk import Browser
from scripts.year.doors import Mailroom

CASE = re.compile(r"/staff/concerns/([0-9a-f]{32})")
KIND = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
QUOTE = re.compile(r"<blockquote[^>]*><p>(.*?)</p>", re.DOTALL)
PATIENCE = 60.0


@dataclass
class Postbox(Mailroom):
    """A mail server that knows when each message came."""

    came_at: list[float] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.came_at.append(time.monotonic())
        return await super().handle_DATA(server, session, envelope)

    def alerts(self) -> dict[str, float]:
        """When the first message about each case came."""
        found: dict[str, float] = {}
        for letter, at in zip(list(self.arrived), list(self.came_at), strict=False):
            if case := CASE.search(letter.text):
                found.setdefault(case[1], at)
        return found


@dataclass
class Lead:
    """The one who reads."""

    browser: Browser
    post: Postbox

    def sign_in(self, link: str) -> None:
        self.browser.open(urlsplit(link).path)
        self.send()

    def send(self) -> None:
        form = self.browser.page
        token = re.search(r'name="token" value="([0-9a-f]{64})"', self.browser.text)[1]
        buttons = re.findall(r'<form method="post" action="([^"]+)"', self.browser.text)
        own = [address for address in buttons if "sign-out" not in address]
        self.browser.post(own[-1] if own else urlsplit(form.address).path, [("token", token)])

    def prove(self) -> None:
        """Send a test alert, wait for the mail, open its link, say that it came."""
        self.browser.open("/staff/alerts")
        self.send()
        wait_for(lambda: self.post.arrived, "the test alert")
        link = re.search(r"/staff/alerts/[\w-]+", self.post.arrived[-1].text)[0]
        self.browser.open(link)
        self.send()
        if "count as proven" not in self.browser.text:
            raise RuntimeError("the test alert was confirmed and alerts are not proven")

    def read(self, case: str) -> tuple[str, str]:
        """(kind, text) as the page shows them."""
        self.browser.open(f"/staff/concerns/{case}")
        kind, quote = KIND.search(self.browser.text), QUOTE.search(self.browser.text)
        return plain(kind[1]), plain(quote[1]) if quote else ""

    def queue(self, kind: str) -> list[str]:
        """The cases that the list of one kind shows."""
        self.browser.open(f"/staff/concerns?kind={kind}")
        return list(
            dict.fromkeys(re.findall(r'scope="row"><a href="/staff/concerns/([0-9a-f]{32})"', self.browser.text))
        )


def plain(marked_up: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", marked_up)).strip()


def wait_for(come: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not come():
        if time.monotonic() > until:
            raise RuntimeError(f"{what} did not come within {seconds:.0f} seconds")
        time.sleep(0.2)
