"""A real gunicorn with the project's own settings, and raw requests to it. No assertions."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.config import ROOT

SECRET = "a secret of the tests, not of any house"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data_dir: Path, port: int, **more: str) -> dict[str, str]:
    """The settings of an instance of its own, whatever the environment of the tests says."""
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PUBLIC_URL", "HOST")}
    return clean | {"DATA_DIR": str(data_dir), "PORT": str(port), "SECRET_KEY": SECRET, "WEB_WORKERS": "2", **more}


@contextmanager
def gunicorn(data_dir: Path, **more: str) -> Iterator[int]:
    """Serve the migrated database in `data_dir`; yields the port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    with (data_dir / "gunicorn.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(data_dir, port, **more), stdout=log, stderr=log)
    try:
        wait_for_answer(port, process, data_dir / "gunicorn.log")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def wait_for_answer(port: int, process: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        else:
            return


def exchange(port: int, request: bytes, cut: bool = False) -> bytes:
    """Send these bytes, with `cut` then no more; everything that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        if cut:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])
