"""Starting and stopping a gunicorn with the project's own settings, for a benchmark. No measuring."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(target: str, probe: str, environ: dict[str, str]) -> Iterator[int]:
    """Serve the WSGI `target` on a free port of this machine until the block ends; yields the port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), target]
    env = {**os.environ, **environ, "HOST": "127.0.0.1", "PORT": str(port)}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        wait_until_answers(f"http://127.0.0.1:{port}{probe}", process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"the server for {address} ended with {process.returncode}")
        try:
            OPENER.open(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {address} within 120 seconds")
