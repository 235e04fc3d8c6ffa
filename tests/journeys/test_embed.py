"""Another website with a strict policy shows our answers: in a frame without cookies, or as a piece of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.running import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def elsewhere(site: Site) -> Iterator[str]:
    """The address of a council's page: nothing is allowed on it but our frame."""
    with urlopen(f"{site.address}/you-said-we-did/embed?plain=1&lang=en") as answer:
        piece = answer.read().decode()
    frame = (
        f'<iframe src="{site.address}/you-said-we-did/embed?lang=en" title="Answers" sandbox="allow-popups"></iframe>'
    )
    page = f'<!doctype html><html lang="en"><title>Council</title><body><h1>Council</h1>{frame}{piece}</body></html>'

    class Council(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; frame-src {site.address}")
            self.end_headers()
            self.wfile.write(page.encode() if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Council)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_foreign_page_with_a_strict_policy_shows_the_answers(phone: Callable[..., Page], elsewhere: str) -> None:
    page, said = phone(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(elsewhere)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("You said, we did")
    expect(frame.get_by_text("We wait too long for therapy.")).to_be_visible()
    card = frame.locator(".entry-card").first
    assert card.evaluate("card => getComputedStyle(card).borderTopLeftRadius") != "0px"
    assert card.locator("img").first.evaluate("picture => picture.naturalWidth") > 0
    expect(page.locator("body > section").get_by_text("We wait too long for therapy.")).to_be_visible()
    assert page.context.cookies() == []
    assert [text for text in said if "favicon" not in text] == []
