"""What happens by the clock: one row for each run of a job in its slot. No scheduler here, and no queue."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.jobs import JobRun
from app.services.reach import digests
from app.services.running import lease, retention
from app.services.running.tasks import why
from app.services.transaction import writing

Job = Callable[[House], str]
logger = logging.getLogger(__name__)


def delete_expired(house: House) -> str:
    return retention.summary(retention.delete_expired(house)) or "nothing was due"


def write_digests(house: House) -> str:
    return digests.write(house) or "nothing to tell"


DAILY: dict[str, Job] = {"retention": delete_expired, "weekly summaries": write_digests}
"""Jobs of which one run a day is whole: the slot is the date."""
Often = Mapping[str, tuple[timedelta, Job]]
"""Jobs that run every so often, with their span: `app.work.OFTEN`."""


def run_daily(house: House, holder: str) -> list[str]:
    """Run each daily job that has not run today; the names of those that ran."""
    slot = house.now().date().isoformat()
    return [name for name, job in DAILY.items() if run_once(house, holder, name, slot, job)]


def run_often(house: House, holder: str, often: Often) -> list[str]:
    """Run each job whose span has begun since it last ran; the names of those that ran."""
    return [
        name for name, (every, job) in often.items() if run_once(house, holder, name, slot_of(house.now(), every), job)
    ]


def slot_of(now: datetime, every: timedelta) -> str:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + (now - midnight) // every * every).isoformat(timespec="minutes")


def run_once(house: House, holder: str, name: str, slot: str, job: Callable[[House], str]) -> bool:
    """Run `job` unless it ran for `slot` already or this process has no lease. A failed run may be repeated."""
    if not claim(house, holder, name, slot):
        return False
    outcome, detail = "done", ""
    try:
        detail = job(house)
    except Exception as error:
        outcome, detail = "failed", why(error)
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
    if ran(name, slot) or lease.is_anothers(house, holder):
        return False
    with writing():
        if not lease.holds(house, holder):
            return False
        run = db.session.scalar(select(JobRun).where(JobRun.job == name, JobRun.slot == slot))
        if run is None:
            db.session.add(JobRun(job=name, slot=slot, outcome="running", started_at=now))
        elif run.outcome == "failed":
            run.outcome, run.started_at, run.finished_at = "running", now, None
        else:
            return False
    return True


def ran(name: str, slot: str) -> bool:
    """Whether there is nothing to claim: asked first, because a look locks nobody out."""
    outcome = db.session.scalar(select(JobRun.outcome).where(JobRun.job == name, JobRun.slot == slot))
    db.session.rollback()
    return outcome in ("done", "running")


@dataclass(frozen=True, slots=True)
class Plan:
    """One job by the clock as staff see it; times in UTC. `last` is None if it never ran."""

    name: str
    every: timedelta
    next_at: datetime
    last: JobRun | None


def plans(house: House, often: Often) -> list[Plan]:
    """What runs by the clock, when it is due next, and how it went last."""
    spans = {name: timedelta(days=1) for name in DAILY} | {name: every for name, (every, _) in often.items()}
    now, found = house.now(), []
    for name, every in spans.items():
        runs = select(JobRun).where(JobRun.job == name).order_by(JobRun.started_at.desc()).limit(1)
        last, begun = db.session.scalar(runs), datetime.fromisoformat(slot_of(now, every))
        due = last is None or last.outcome == "failed" or last.started_at < begun
        found.append(Plan(name, every, now if due else begun + every, last))
    return found
