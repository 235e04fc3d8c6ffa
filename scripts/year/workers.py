"""Starts and kills the workers of a scripted year. Two always run; only one may act."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Workers:
    """Two worker processes at a time. `kill` ends one with SIGKILL and starts another in its place."""

    def __init__(self, environment: dict[str, str], clock: Path, log: Path) -> None:
        command = [sys.executable, "-m", "scripts.year.nursery", str(clock)]
        self.said, self.log = log, log.open("ab")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self.log}
        self.nursery = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)
        if self.nursery.stdout.readline().strip() != "ready":
            raise RuntimeError(f"the workers did not start: see {log}")
        self.alive: list[int] = []
        self.kills = 0

    def fill(self) -> None:
        while len(self.alive) < 2:
            self.nursery.stdin.write("start\n")
            self.nursery.stdin.flush()
            self.alive.append(int(self.nursery.stdout.readline()))

    def check(self) -> None:
        """Raises RuntimeError if a worker fell over by itself: nothing would ever become quiet."""
        if "Traceback" in self.said.read_text(encoding="utf-8"):
            raise RuntimeError(f"a worker stopped by itself: see {self.said}")

    def kill(self, luck: random.Random, holder: int | None) -> None:
        """SIGKILL, mostly for the one that acts."""
        one = holder if holder in self.alive and luck.random() < 0.9 else luck.choice(self.alive)
        os.kill(one, signal.SIGKILL)
        self.alive.remove(one)
        self.kills += 1
        self.fill()

    def stop(self) -> None:
        for one in self.alive:
            os.kill(one, signal.SIGKILL)
        self.nursery.stdin.close()
        self.nursery.wait(20)
        self.nursery.stdout.close()
        self.log.close()
