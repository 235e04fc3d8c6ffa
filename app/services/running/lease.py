"""Which one process may act: the worker's lease, and the fence before every write of the worker. No jobs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.house import House
from app.models.base import db
from app.models.jobs import JobRun, Lease, Task
from app.services.transaction import writing

WORKER = "worker"
LEASE_FOR = timedelta(seconds=60)
BEAT_SECONDS = 15
MOST_ATTEMPTS = 5
"""Tries of a task in a row without any progress, before a person must look."""
STOPPED = "the worker stopped in the middle of it"


class LeaseLostError(Exception):
    """Another worker acts now, so this one must not go on."""


def beat(house: House, holder: str) -> bool:
    """Take or keep the lease for another `LEASE_FOR`; False while another process holds it."""
    if is_anothers(house, holder):
        return False
    now = house.now()
    try:
        with writing():
            lease = db.session.get(Lease, WORKER, with_for_update=True)
            if lease is None:
                db.session.add(Lease(name=WORKER, holder=holder, seen_at=now, expires_at=now + LEASE_FOR))
            elif lease.holder != holder and is_held(house, lease):
                return False
            else:
                if lease.holder != holder:
                    give_up_unfinished(house)
                lease.holder, lease.seen_at, lease.expires_at = holder, now, now + LEASE_FOR
    except IntegrityError:
        return False
    return True


def keep(house: House, holder: str) -> bool:
    """Beat if it is time to; whether this process may act. Cheap enough to ask every few seconds.

    So a worker that stands by takes over as soon as the other one has let go, not at its own next beat.
    """
    row = db.session.get(Lease, WORKER, populate_existing=True)
    mine = row is not None and row.holder == holder and is_held(house, row)
    fresh = mine and house.now() - row.seen_at < timedelta(seconds=BEAT_SECONDS)
    db.session.rollback()
    return fresh or beat(house, holder)


def is_held(house: House, lease: Lease) -> bool:
    """A lease that was seen in the future is from a clock that was wrong: nobody need wait a day for it to end."""
    now = house.now()
    return now < lease.expires_at and lease.seen_at <= now + LEASE_FOR


def is_anothers(house: House, holder: str) -> bool:
    """Whether another process holds it now, by a look that locks nobody out: whoever stands by asks this first."""
    row = db.session.get(Lease, WORKER, populate_existing=True)
    held = row is not None and row.holder != holder and is_held(house, row)
    db.session.rollback()
    return held


def let_go(house: House, holder: str) -> None:
    """Give the lease back, so that another worker need not wait for it to run out."""
    with writing():
        mine = (Lease.name == WORKER, Lease.holder == holder)
        db.session.execute(update(Lease).where(*mine).values(expires_at=house.now()))


def holds(house: House, holder: str) -> bool:
    """Whether this process may act now. Locks the lease for the caller's transaction, so that no other takes it."""
    lease = db.session.get(Lease, WORKER, with_for_update=True, populate_existing=True)
    return lease is not None and lease.holder == holder and is_held(house, lease)


@contextmanager
def acting(house: House, holder: str) -> Iterator[None]:
    """One transaction of the process that may act. Raises `LeaseLostError` and writes nothing if it is another."""
    with writing():
        if not holds(house, holder):
            raise LeaseLostError(holder)
        yield


def give_up_unfinished(house: House) -> None:
    """What the last holder left running died with it and may be tried again. Inside the caller's transaction."""
    ended = {"outcome": "failed", "finished_at": house.now(), "detail": STOPPED}
    db.session.execute(update(JobRun).where(JobRun.outcome == "running").values(**ended))
    too_often = {"state": "failed", "holder": None, "detail": STOPPED, "finished_at": house.now()}
    running = Task.state == "running"
    db.session.execute(update(Task).where(running, Task.attempts >= MOST_ATTEMPTS).values(**too_often))
    again = {"state": "waiting", "holder": None, "detail": STOPPED, "set_at": house.now(), "next_try_at": house.now()}
    db.session.execute(update(Task).where(running).values(**again))
