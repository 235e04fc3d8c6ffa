"""A process that loads the application once and forks a worker for each line on its input: so a worker starts at once.

Each child is a real worker process: the real scheduler with its real jobs, quicker, on the story's clock.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from flask import Flask

from app import worker
from app.config import from_environment
from app.factory import create_app, open_house
from app.house import random_id
from scripts.year.clock import FileClock

QUICK = {"beat": 0.25, "often": 0.25, "queue": 0.1, "daily": 0.5, "hear": 5}
"""Seconds between two runs of each of the scheduler's jobs, where the clock runs so much faster."""


SLOW_TO_LOAD = ("notifications_python_client.notifications", "cryptography.hazmat.primitives.ciphers.aead", "smtplib")


def serve() -> None:
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it says each time that a job is still at work
    for name in SLOW_TO_LOAD:
        import_module(name)
    house = replace(open_house(from_environment()), now=FileClock(Path(sys.argv[1])))
    app = create_app(house=house)
    print("ready", flush=True)
    children = set()
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.close(0)
            work(app)
        children.add(child)
        print(child, flush=True)
        children -= reaped()
    for child in children - reaped():  # whoever asked for them is gone
        os.kill(child, signal.SIGKILL)


def work(app: Flask) -> None:
    scheduler = worker.schedule(app, f"year:{os.getpid()}:{random_id()[:8]}")
    for job in scheduler.get_jobs():
        job.reschedule("interval", seconds=QUICK[job.func.__name__])
    scheduler.start()


def reaped() -> set[int]:
    """Let the killed ones go; which they were."""
    gone: set[int] = set()
    try:
        while child := os.waitpid(-1, os.WNOHANG)[0]:
            gone.add(child)
    except ChildProcessError:
        return gone
    return gone


if __name__ == "__main__":
    serve()
