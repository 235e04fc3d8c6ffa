"""The server of the campaign: gunicorn as `scripts/start` runs it, killed without warning and started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from scripts.benchmarks.server import ROOT, free_port, wait_until_answers

GRACE = 0.5
PATIENCE = 6
"""How often a busy machine gets its usual time again to start a server."""


class Server:
    """One gunicorn on one port over one database; `kills` counts how often it was killed."""

    def __init__(self, environ: dict[str, str], log: Path) -> None:
        self.port, self.kills = free_port(), 0
        self.environ = {**os.environ, **environ, "HOST": "127.0.0.1", "PORT": str(self.port), "WEB_WORKERS": "2"}
        self.log = log.open("ab")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py")]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdout=self.log, stderr=self.log, start_new_session=True
        )
        for left in range(PATIENCE, -1, -1):
            try:
                wait_until_answers(f"http://127.0.0.1:{self.port}/healthz", self.process)
                break
            except RuntimeError:
                if not left or self.process.poll() is not None:
                    raise

    def kill(self) -> None:
        """SIGKILL to all its processes: nothing is finished, nothing is said."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


class Storm:
    """Kills the server every few seconds and starts it again, until `end`; later where a start takes long."""

    def __init__(self, server: Server, chance: random.Random, every: tuple[float, float]) -> None:
        self.server, self.chance, self.every = server, chance, every
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.blow)
        self.thread.start()

    def blow(self) -> None:
        took = 0.0
        while not self.over.wait(self.chance.uniform(*self.every) + took):
            self.server.kill()
            self.over.wait(self.chance.uniform(0, GRACE))
            began = time.monotonic()
            self.server.start()
            took = 2 * (time.monotonic() - began)

    def end(self) -> None:
        self.over.set()
        self.thread.join()
