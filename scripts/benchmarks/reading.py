"""Reading closed releases as the board does: its pages and downloads from the real server. Fills and closes nothing."""

from __future__ import annotations

import statistics
import time

from app.command import database
from app.config import from_environment
from app.downloads import FORMATS
from app.factory import open_house
from app.services import staff
from app.services.scoring import releases
from scripts.benchmarks.client import Client
from scripts.benchmarks.server import serving

PAGE_SECONDS, FILE_SECONDS = 0.1, 1.0
"""The limits: a page at the 95th percentile, and a file."""
TIMES, FILES = 60, 5
PAGES = ("/board/", "/board/releases", "/board/releases/{release}")
MADE_BY_THE_WORKER = ("pdf",)


def measure(environ: dict[str, str], engine: str) -> list[dict[str, object]]:
    """The slowest page at its 95th percentile, and the slowest file, of the latest release of the board."""
    release, cookie = prepared(environ)
    with serving("wsgi:app", "/healthz", environ) as port:
        client = Client(port)
        client.cookie = cookie
        pages = {page: seconds(client, page.format(release=release), TIMES) for page in PAGES}
        kinds = [kind for kind in FORMATS if kind not in MADE_BY_THE_WORKER]
        files = {kind: seconds(client, f"/board/releases/{release}.{kind}", FILES) for kind in kinds}
    slowest = {page: statistics.quantiles(times, n=20)[-1] for page, times in pages.items()}
    largest = {kind: max(times) for kind, times in files.items()}
    return [
        row(f"the slowest page of the board (95%), {engine}", max(slowest.values()), PAGE_SECONDS),
        row(f"the slowest file of a closed release, {engine}", max(largest.values()), FILE_SECONDS),
    ]


def prepared(environ: dict[str, str]) -> tuple[str, str]:
    """The latest release, and the cookie of somebody who may read it."""
    house = open_house(from_environment(environ))
    with database(house).app_context():
        link = staff.add(house, "reader@example.org", ["board-reader"])
        token = staff.use_link(house, link.rsplit("/", 1)[-1])
        return releases.latest("board").id, f"staff={token}"


def seconds(client: Client, path: str, times: int) -> list[float]:
    """How long each of so many requests takes, after one that is not counted. The cookie stays as it is."""
    taken, cookie = [], client.cookie
    for _ in range(times + 1):
        start = time.perf_counter()
        status, _, _ = client.ask("GET", path)
        taken.append(time.perf_counter() - start)
        client.cookie = cookie
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
    return taken[1:]


def row(name: str, value: float, limit: float) -> dict[str, object]:
    return {"row": name, "value": round(1000 * value), "unit": f"ms of {1000 * limit:.0f}", "ratio": value / limit}
