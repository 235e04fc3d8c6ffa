"""The clock of everything that is not a request: one scheduler, in UTC. What it runs is in `jobs` and `app.work`."""

from __future__ import annotations

import logging
import os
import signal
import socket
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from app.comments.hearing import listen
from app.here import house
from app.house import random_id
from app.services.comments.readings import Ear
from app.services.running import jobs, lease, tasks
from app.services.running.lease import LeaseLostError
from app.work import OFTEN, TASKS

logger = logging.getLogger("worker")

# Every hour from 03:10 on, of which one run a day takes the day's slot: a machine that was off at 03:10, and a
# run that failed, are made up for. Later than 03:00 in UTC, no clock change can make it run twice.
DAILY_AT = {"hour": "3-23", "minute": "10"}
GRACE_SECONDS = 600
LOOK_EVERY = 2
"""Seconds between two looks at the lease, and at the queue of tasks."""
LISTEN_EVERY = 5
"""Seconds between two looks for free texts that nobody has read."""


def run(app: Flask) -> None:
    """Until SIGTERM or SIGINT; then gives the lease back."""
    holder = f"{socket.gethostname()[:20]}:{os.getpid()}:{random_id()[:8]}"
    scheduler = schedule(app, holder)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: scheduler.running and scheduler.shutdown(wait=False))
    scheduler.start()
    with app.app_context():
        lease.let_go(house(), holder)


def schedule(app: Flask, holder: str) -> BlockingScheduler:
    """The memory store is enough: what ran is in the database, what runs next follows from the clock."""
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE_SECONDS}
    scheduler = BlockingScheduler(timezone=UTC, job_defaults=defaults)
    now = datetime.now(UTC)
    scheduler.add_job(beat, "interval", [app, holder, Turn()], seconds=LOOK_EVERY, next_run_time=now)
    scheduler.add_job(daily, "cron", [app, holder], **DAILY_AT)
    scheduler.add_job(often, "interval", [app, holder], seconds=30)
    scheduler.add_job(queue, "interval", [app, holder], seconds=LOOK_EVERY)
    scheduler.add_job(hear, "interval", [app, holder, Ear()], seconds=LISTEN_EVERY)
    return scheduler


@dataclass
class Turn:
    """Whether this worker acted at its last look, so that a change is said once."""

    acts: bool | None = None


def beat(app: Flask, holder: str, turn: Turn) -> None:
    with app.app_context():
        acts = lease.keep(house(), holder)
    if acts != turn.acts:
        logger.info("this worker acts" if acts else "another worker holds the lease; this one stands by")
    turn.acts = acts


def daily(app: Flask, holder: str) -> None:
    with app.app_context():
        for name in jobs.run_daily(house(), holder):
            logger.info("ran %s", name)


def often(app: Flask, holder: str) -> None:
    with app.app_context():
        jobs.run_often(house(), holder, OFTEN)


def queue(app: Flask, holder: str) -> None:
    with app.app_context():
        tasks.run_due(house(), holder, TASKS)


def hear(app: Flask, holder: str, ear: Ear) -> None:
    with app.app_context():
        try:
            listen(house(), holder, ear)
        except LeaseLostError:
            logger.info("another worker listens")


def once(app: Flask) -> None:
    """Beat and do what is due, then give the lease back: for a test, and for an operator in a hurry."""
    holder = f"once:{random_id()}"
    with app.app_context():
        if lease.beat(house(), holder):
            jobs.run_daily(house(), holder)
            jobs.run_often(house(), holder, OFTEN)
            listen(house(), holder, Ear())
            tasks.run_due(house(), holder, TASKS)
            lease.let_go(house(), holder)
