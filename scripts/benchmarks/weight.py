"""Page weight over the wire: every byte of status line, headers and body, compressed as a phone asks for it.

A first visit loads the page and everything that it names; a later page loads only what a browser has not kept
(`immutable` files are kept). Sizes in bytes; the limits are 35,000 for the first survey page and 8,000 for a later one.
"""

from __future__ import annotations

import re
import socket
import tempfile
from pathlib import Path

from scripts.benchmarks import stored
from scripts.benchmarks.client import SUBMIT, Client, first_choices
from scripts.benchmarks.server import serving

FIRST_LIMIT, LATER_LIMIT = 35_000, 8_000
NAMED = re.compile(r'<(?:link|script|img|use|source)\b[^>]*?\b(?:href|src)="(/[^"#]+)', re.I)


class Phone:
    """Fetches as a phone does: keeps immutable files, asks for brotli, and adds up what came over the wire."""

    def __init__(self, port: int) -> None:
        self.port, self.kept, self.cookie = port, set(), ""

    def raw(self, path: str, accept: str) -> bytes:
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}", "Accept-Encoding: gzip, deflate, br"]
        lines += ["Accept-Language: en", f"Cookie: {self.cookie}", "Connection: close", "", ""]
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as wire:
            wire.sendall("\r\n".join(lines).encode())
            return b"".join(iter(lambda: wire.recv(65536), b""))

    def page_bytes(self, path: str, page: str) -> int:
        """Bytes over the wire for the page at `path`, whose plain text is `page`, with everything it names."""
        total = len(self.raw(path, "text/html"))
        for name in dict.fromkeys(NAMED.findall(page)):
            total += self.file_bytes(name)
        return total

    def file_bytes(self, name: str) -> int:
        if name in self.kept or not name.startswith("/static/"):
            return 0
        answer = self.raw(name, "*/*")
        head = answer.split(b"\r\n\r\n", 1)[0].lower()
        if b"immutable" in head:
            self.kept.add(name)
        return len(answer)


def walk_weights(port: int, start: str) -> list[int]:
    """The bytes of each page of one participation, first to last."""
    client, phone, path, weights = Client(port), Phone(port), start, []
    for _ in range(80):
        _, _, page = client.ask("GET", path)
        phone.cookie = client.cookie
        weights.append(phone.page_bytes(path, page))
        actions = SUBMIT.findall(page)
        if not {"next", "finish"} & set(actions):
            return weights
        action = "finish" if "finish" in actions else "next"
        _, location, _ = client.ask("POST", path, first_choices(page) | {"action": action})
        path = client.follow(path, location)
    raise RuntimeError(f"no end after 80 pages from {start}")


def measure() -> list[dict[str, object]]:
    """Rows per survey and language: the first page, the heaviest later page, and the whole participation, in bytes."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        environ, _ = stored.fresh_database(Path(folder))
        with serving("wsgi:app", "/healthz", environ) as port:
            for survey, language in stored.surveys_and_languages():
                first, *later = walk_weights(port, f"/s/{survey}?lang={language}")
                name = f"{survey} ({language})"
                rows.append(row(f"{name}: first page", first, FIRST_LIMIT))
                rows.append(row(f"{name}: heaviest later page", max(later), LATER_LIMIT))
    return rows


def row(name: str, size: int, limit: int) -> dict[str, object]:
    return {"row": name, "value": size, "unit": f"bytes of {limit}", "ratio": size / limit}
