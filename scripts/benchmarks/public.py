"""The public list of "You said, we did" with many entries: its weight, how fast it comes, and how many can read it.

Rows: bytes of the first page with everything that it names (limit 35,000), milliseconds at the 95th percentile from the
cache, for one reader at a time made anew each time, and while something is published each second (limit 50), and
requests a second (at least 1,000) beside a bare Flask app on the same server.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.house import House, random_id
from app.models.base import db
from app.models.loop import Entry, EntryVersion
from app.services import facts
from app.services.examples.demo_entries import example_entries
from app.services.loop.entry_texts import EntryText, tidy
from app.services.transaction import writing
from scripts.benchmarks import load, stored
from scripts.benchmarks.client import Client
from scripts.benchmarks.server import serving
from scripts.benchmarks.weight import FIRST_LIMIT, Phone

LIST = "/you-said-we-did/"
ENTRIES, SLOWEST, FEWEST = 2_000, 50, 1_000


def fill(environ: dict[str, str], count: int) -> None:
    """Store `count` public entries, each with words of its own."""
    house = open_house(from_environment(environ))
    texts = [tidy(text) for text in example_entries(house)]
    with database(house).app_context(), writing():
        for number in range(count):
            add(house, number, texts[number % len(texts)])
        facts.loop_changed()


def add(house: House, number: int, text: EntryText) -> None:
    text = replace(text, you_said_easy=f"{text.you_said_easy} Story {number}.", you_said=f"{text.you_said} ({number})")
    day = house.today() - timedelta(days=number % 700)
    entry = Entry(id=random_id(), slug=f"story-{number}", state="published", version=1, public_version=1)
    entry.published_on = entry.changed_on = day
    said = EntryVersion(entry_id=entry.id, version=1, content=text.stored(), changed_on=day, published_on=day)
    db.session.add_all([entry, said])


def publish_each_second(environ: dict[str, str], stop: threading.Event) -> None:
    house = open_house(from_environment(environ))
    with database(house).app_context():
        while not stop.wait(1.0):
            with writing():
                facts.loop_changed()


def made_anew(port: int, times: int = 100) -> float:
    """Milliseconds at the 95th percentile of one reader whose pages nobody has kept: other words each time."""
    client, took = Client(port), []
    for number in range(times):
        began = time.perf_counter()
        client.ask("GET", f"{LIST}?lang=en&page=2&words=story+{number % 10}{number % 7}")
        took.append(1000 * (time.perf_counter() - began))
    return statistics.quantiles(took, n=20)[-1]


def weigh(port: int) -> int:
    _, _, page = Client(port).ask("GET", f"{LIST}?lang=en")
    return Phone(port).page_bytes(f"{LIST}?lang=en", page)


def under_changes(port: int, environ: dict[str, str], seconds: float) -> load.Load:
    stop = threading.Event()
    publisher = threading.Thread(target=publish_each_second, args=(environ, stop))
    publisher.start()
    try:
        return load.measure(port, f"{LIST}?lang=en", seconds)
    finally:
        stop.set()
        publisher.join()


def measure(seconds: float) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        environ, _ = stored.fresh_database(Path(folder))
        environ |= {"WEB_WORKERS": "2"}
        bare_environ = {"BARE_DATABASE": str(Path(folder) / "bare.sqlite3"), **environ}
        with serving("scripts.benchmarks.bare:app", "/read", bare_environ) as port:
            bare = load.measure(port, "/read", seconds)
        fill(environ, ENTRIES)
        with serving("wsgi:app", "/healthz", environ) as port:
            weight, anew = weigh(port), made_anew(port)
            busy = load.measure(port, f"{LIST}?lang=en", seconds)
            changing = under_changes(port, environ, seconds)
    slow, few = f"ms of {SLOWEST}", f"requests/s, at least {FEWEST}"
    return [
        row("first page with all that it names", weight, f"bytes of {FIRST_LIMIT}", weight / FIRST_LIMIT),
        row("95th percentile, made anew", anew, slow, anew / SLOWEST),
        row("95th percentile, 16 readers at once", busy.high, slow, busy.high / SLOWEST),
        row("the same, a publication each second", changing.high, slow, changing.high / SLOWEST),
        row("bare Flask, one page", bare.rate, "requests/s", 1),
        row("the list", busy.rate, few, busy.rate / bare.rate),
        row("the list, a publication each second", changing.rate, few, changing.rate / bare.rate),
    ]


def row(name: str, value: float, unit: str, ratio: float) -> dict[str, object]:
    return {"row": name, "value": round(value, 1), "unit": unit, "ratio": round(ratio, 3)}
