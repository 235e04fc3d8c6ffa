"""Who may act and what ran: the worker's lease, and one row for each run of a job. No scheduler here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.house import House
from app.models.base import db
from app.models.jobs import JobRun, Lease
from app.services import retention
from app.services.transaction import writing

WORKER = "worker"
LEASE_FOR = timedelta(seconds=60)
BEAT_SECONDS = 15
logger = logging.getLogger(__name__)


def delete_expired(house: House) -> str:
    return retention.summary(retention.delete_expired(house)) or "nothing was due"


DAILY: dict[str, Callable[[House], str]] = {"retention": delete_expired}
"""Jobs of which one run a day is whole: the slot is the date."""


def beat(house: House, holder: str) -> bool:
    """Take or keep the lease for another `LEASE_FOR`; False while another process holds it."""
    now = house.now()
    try:
        with writing():
            lease = db.session.get(Lease, WORKER, with_for_update=True)
            if lease is None:
                db.session.add(Lease(name=WORKER, holder=holder, seen_at=now, expires_at=now + LEASE_FOR))
            elif lease.holder != holder and lease.expires_at > now:
                return False
            else:
                if lease.holder != holder:
                    fail_unfinished(house)
                lease.holder, lease.seen_at, lease.expires_at = holder, now, now + LEASE_FOR
    except IntegrityError:
        return False
    return True


def fail_unfinished(house: House) -> None:
    """What the last holder left running died with it and may be tried again. Inside the caller's transaction."""
    ended = {"outcome": "failed", "finished_at": house.now(), "detail": "the worker stopped in the middle of it"}
    db.session.execute(update(JobRun).where(JobRun.outcome == "running").values(**ended))


def let_go(house: House, holder: str) -> None:
    """Give the lease back, so that another worker need not wait for it to run out."""
    with writing():
        mine = (Lease.name == WORKER, Lease.holder == holder)
        db.session.execute(update(Lease).where(*mine).values(expires_at=house.now()))


def run_daily(house: House, holder: str) -> list[str]:
    """Run each daily job that has not run today; the names of those that ran."""
    slot = house.now().date().isoformat()
    return [name for name, job in DAILY.items() if run_once(house, holder, name, slot, job)]


def run_once(house: House, holder: str, name: str, slot: str, job: Callable[[House], str]) -> bool:
    """Run `job` unless it ran for `slot` already or this process has no lease. A failed run may be repeated."""
    if not claim(house, holder, name, slot):
        return False
    outcome, detail = "done", ""
    try:
        detail = job(house)
    except Exception as error:
        outcome, detail = "failed", f"{type(error).__name__}: {error}"
        logger.exception("The job %s failed for %s", name, slot)
        raise
    finally:
        with writing():
            run = db.session.get_one(JobRun, (name, slot))
            run.outcome, run.detail, run.finished_at = outcome, detail, house.now()
    return True


def claim(house: House, holder: str, name: str, slot: str) -> bool:
    """Write down that the job runs for the slot. The lease's row is locked meanwhile, so that two never both do."""
    now = house.now()
    with writing():
        lease = db.session.get(Lease, WORKER, with_for_update=True)
        if lease is None or lease.holder != holder or lease.expires_at <= now:
            return False
        run = db.session.scalar(select(JobRun).where(JobRun.job == name, JobRun.slot == slot))
        if run is None:
            db.session.add(JobRun(job=name, slot=slot, outcome="running", started_at=now))
        elif run.outcome == "failed":
            run.outcome, run.started_at, run.finished_at = "running", now, None
        else:
            return False
    return True
