"""A light client that walks forms as a browser without JavaScript does, and counts what came over the wire."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode, urljoin, urlsplit

FIELD = re.compile(r"<input\b[^>]*>", re.I)
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
SUBMIT = re.compile(r'<button\b[^>]*name="action"[^>]*value="(\w+)"', re.I)


class Client:
    """One kept-alive connection with one cookie. Not a browser: takes the first choice of every question."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = ""
        self.requests = 0

    def ask(self, method: str, path: str, form: dict[str, object] | None = None) -> tuple[int, str, str]:
        """Send one request; returns status, place to go next (or ""), and body text."""
        headers = {"Accept-Language": "en", "Cookie": self.cookie}
        body = None
        if form is not None:
            body, headers["Content-Type"] = urlencode(form, doseq=True), "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        self.requests += 1
        self.keep_cookie(answer.headers.get_all("Set-Cookie") or [])
        return answer.status, answer.headers.get("Location", ""), text

    def keep_cookie(self, headers: list[str]) -> None:
        for header in headers:
            self.cookie = header.split(";", 1)[0]

    def follow(self, path: str, location: str) -> str:
        parts = urlsplit(urljoin(path, location))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def first_choices(page: str) -> dict[str, str]:
    """What a person sends who takes the first choice of every question; hidden fields as they stand."""
    form: dict[str, str] = {}
    for tag in FIELD.findall(page):
        field = dict(ATTRIBUTE.findall(tag))
        if "name" not in field:
            continue
        if field.get("type", "text") in ("radio", "checkbox", "hidden"):
            form.setdefault(field["name"], field.get("value", "on"))
    return form


def participate(client: Client, start: str) -> int:
    """One whole participation from the start page to the receipt; returns how many pages were sent."""
    path, sent = start, 0
    for _ in range(80):
        status, _, page = client.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        actions = SUBMIT.findall(page)
        if not {"next", "finish"} & set(actions):
            client.cookie = ""
            return sent
        form = first_choices(page) | {"action": "finish" if "finish" in actions else "next"}
        status, location, _ = client.ask("POST", path, form)
        if status not in (302, 303):
            raise RuntimeError(f"sending {path} answered {status}")
        path, sent = client.follow(path, location), sent + 1
    raise RuntimeError(f"no end after 80 pages from {start}")
