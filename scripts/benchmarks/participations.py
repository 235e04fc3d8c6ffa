"""Whole participations a second, beside a bare Flask app, with no stored response and with many."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.benchmarks import stored
from scripts.benchmarks.client import Client, participate
from scripts.benchmarks.server import serving

Walk = Callable[[int, str], None]
CLIENTS = 4
SECONDS = 8.0


def application_walk(port: int, start: str) -> None:
    participate(Client(port), start)


def bare_walk(port: int, pages: str) -> None:
    client = Client(port)
    for number in range(int(pages)):
        client.ask("GET", f"/{number}")
        client.ask("POST", f"/{number}", {"answer": "yes", "action": "next"})
    client.ask("GET", f"/{pages}")


def keep_walking(walk: Walk, port: int, target: str, ends: float, done: multiprocessing.Queue) -> None:
    count = 0
    while time.monotonic() < ends:
        walk(port, target)
        count += 1
    done.put((count, time.monotonic()))


def rate(walk: Walk, port: int, target: str, seconds: float) -> float:
    """Whole walks a second by `CLIENTS` client processes at once, each walk counted when it has ended."""
    walk(port, target)
    done: multiprocessing.Queue = multiprocessing.Queue()
    begins = time.monotonic()
    arguments = (walk, port, target, begins + seconds, done)
    workers = [multiprocessing.Process(target=keep_walking, args=arguments) for _ in range(CLIENTS)]
    for worker in workers:
        worker.start()
    results = [done.get(timeout=seconds + 120) for _ in workers]
    for worker in workers:
        worker.join()
    return sum(count for count, _ in results) / (max(end for _, end in results) - begins)


def measure(seconds: float = SECONDS, responses: int = 100_000) -> list[dict[str, object]]:
    """Rows: bare, application with nothing stored, application with `responses` stored; in participations a second."""
    with tempfile.TemporaryDirectory() as folder:
        environ, start = stored.fresh_database(Path(folder))
        with serving("wsgi:app", "/healthz", environ) as port:
            pages = participate(Client(port), start)
            empty = rate(application_walk, port, start, seconds)
        bare_environ = {"BARE_DATABASE": str(Path(folder) / "bare.sqlite3"), **environ}
        with serving("scripts.benchmarks.bare:app", "/0", bare_environ) as port:
            bare = rate(bare_walk, port, str(pages), seconds)
        stored.fill(environ, responses)
        with serving("wsgi:app", "/healthz", environ) as port:
            full = rate(application_walk, port, start, seconds)
    unit = f"participations/s ({pages} pages sent, {CLIENTS} clients)"
    found = {
        "bare Flask, one row a page": bare,
        "application, nothing stored": empty,
        f"application, {responses} stored": full,
    }
    return [
        {"row": name, "value": round(value, 2), "unit": unit, "ratio": round(value / bare, 3)}
        for name, value in found.items()
    ]
