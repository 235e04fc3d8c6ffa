"""The queue of work that is not a request: asked for once, tried again after a failure, shown with its progress.

What can be done is the caller's table of kinds (`app.work.TASKS`); nothing here knows what a task does.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from app.house import House, random_id
from app.models.base import db
from app.models.jobs import Task
from app.services import audit
from app.services.errors import N_, Conflict, NotFound, ServiceError
from app.services.running import lease
from app.services.running.lease import MOST_ATTEMPTS, LeaseLostError
from app.services.transaction import writing

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
CLOCK_SLACK = timedelta(minutes=5)
SHOW_EVERY = 0.5
"""Seconds between two writes of a task's progress."""
logger = logging.getLogger("worker")


@dataclass(frozen=True, slots=True)
class Again:
    """What a task returns that has done a part and wants another turn, after those that wait."""

    after: timedelta = timedelta(0)
    detail: str = ""


@dataclass
class Claimed:
    """A task in the hands of the worker that runs it. Every write goes through `writing`, which only the worker may."""

    house: House = field(repr=False)
    id: str
    kind: str
    slot: str
    payload: dict[str, Any]
    holder: str
    shown_at: float = 0.0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction. Raises `LeaseLostError`, and writes nothing, once another worker acts."""
        with lease.acting(self.house, self.holder):
            yield

    def progress(self, done: int, total: int) -> None:
        """Show how far it is. Here a task also learns that it must stop. Costs little when called often."""
        now = time.monotonic()
        if now - self.shown_at < SHOW_EVERY and done < total:
            return
        self.shown_at = now
        with self.writing():
            self.note_progress(done, total)

    def note_progress(self, done: int, total: int) -> None:
        """The same inside the caller's transaction. A task that comes along is not one that fails again and again."""
        values = {"done": done, "total": total, "attempts": 1}
        db.session.execute(update(Task).where(Task.id == self.id).values(**values))


Work = Callable[[House, Claimed], str | Again]


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task as staff see it. Times are UTC."""

    id: str
    kind: str
    slot: str
    state: str
    attempts: int
    made_at: datetime
    next_try_at: datetime
    finished_at: datetime | None
    done: int
    total: int
    detail: str
    payload: dict[str, Any]

    @property
    def percent(self) -> int:
        return 100 if self.state == "done" else 100 * self.done // self.total if self.total else 0


def enqueue(
    house: House, kind: str, payload: Mapping[str, Any] | None = None, slot: str = "", at: datetime | None = None
) -> str:
    """Ask for a task in a transaction of its own; its id. The same kind and slot is the same task, done or not."""
    with writing():
        return add(house, kind, payload, slot, at)


def add(
    house: House, kind: str, payload: Mapping[str, Any] | None = None, slot: str = "", at: datetime | None = None
) -> str:
    """`enqueue` inside the caller's transaction, so that the task is there if and only if what it is about is."""
    known = db.session.scalar(select(Task.id).where(Task.kind == kind, Task.slot == slot)) if slot else None
    if known:
        return known
    now, task_id = house.now(), random_id()
    times = {"made_at": now, "set_at": now, "next_try_at": at or now}
    row = Task(id=task_id, kind=kind, slot=slot or task_id, payload=json.dumps(payload or {}), **times)
    db.session.add(row)
    db.session.flush()
    return task_id


def is_asked(kind: str) -> bool:
    """Whether a task of this kind waits or runs."""
    unfinished = (Task.kind == kind, Task.state.in_(("waiting", "running")))
    return db.session.scalar(select(Task.id).where(*unfinished).limit(1)) is not None


def get(house: House, task_id: str) -> TaskView:
    row = db.session.get(Task, task_id)
    if row is None:
        raise NotFound(N_("There is no such task. Finished ones are deleted after some weeks."))
    return view_of(row)


def find(kind: str, slot: str) -> TaskView | None:
    """The task of this kind for this slot, if anybody asked for it."""
    row = db.session.scalar(select(Task).where(Task.kind == kind, Task.slot == slot))
    return view_of(row) if row else None


def view_of(row: Task) -> TaskView:
    names = ("id", "kind", "slot", "state", "attempts", "made_at", "next_try_at", "finished_at", "done", "total")
    values = {name: getattr(row, name) for name in names}
    return TaskView(**values, detail=row.detail, payload=json.loads(row.payload))


def listed(house: House, states: tuple[str, ...], limit: int = 100) -> list[TaskView]:
    """Tasks in these states, the one that moved last first."""
    newest = func.coalesce(Task.finished_at, Task.next_try_at).desc()
    rows = db.session.scalars(select(Task).where(Task.state.in_(states)).order_by(newest, Task.id).limit(limit))
    return [view_of(row) for row in rows]


def retry(house: House, task_id: str, actor: str) -> None:
    """Let a failed task be tried again from now on."""
    with writing():
        row = db.session.get(Task, task_id, with_for_update=True)
        if row is None:
            raise NotFound(N_("There is no such task. Finished ones are deleted after some weeks."))
        if row.state != "failed":
            raise Conflict(N_("Only a task that failed can be tried again."))
        row.state, row.attempts, row.finished_at = "waiting", 0, None
        row.set_at = row.next_try_at = house.now()
        audit.record(house, actor, "task-retried", row.kind, task_id)


def run_due(house: House, holder: str, kinds: Mapping[str, Work], most: int = 20) -> int:
    """Run what is due, the longest waiting first, at most so many; how many ran. One call at a time per holder."""
    take_back(house, holder)
    ran = 0
    while ran < most and (claimed := claim(house, holder, kinds)):
        run(claimed, kinds[claimed.kind])
        ran += 1
    return ran


def take_back(house: House, holder: str) -> None:
    """A task that this holder left in the middle (its lease was gone for a moment, then its own again) waits again."""
    mine = (Task.state == "running", Task.holder == holder)
    if db.session.scalar(select(Task.id).where(*mine).limit(1)) is not None:
        now = house.now()
        with writing():
            again = {"state": "waiting", "holder": None, "set_at": now, "next_try_at": now, "detail": lease.STOPPED}
            db.session.execute(update(Task).where(*mine).values(**again))
    db.session.rollback()


def claim(house: House, holder: str, kinds: Mapping[str, Work]) -> Claimed | None:
    """Take the task that has been due longest; None if there is none or another worker acts."""
    now = house.now()
    from_a_wrong_clock = Task.set_at > now + CLOCK_SLACK
    due = (Task.state == "waiting", or_(Task.next_try_at <= now, from_a_wrong_clock), Task.kind.in_(kinds))
    if db.session.scalar(select(Task.id).where(*due).limit(1)) is None or lease.is_anothers(house, holder):
        db.session.rollback()
        return None
    with writing():
        if not lease.holds(house, holder):
            return None
        row = db.session.scalar(select(Task).where(*due).order_by(Task.next_try_at, Task.id).limit(1))
        if row is None:
            return None
        row.state, row.holder, row.attempts = "running", holder, row.attempts + 1
        return Claimed(house, row.id, row.kind, row.slot, json.loads(row.payload), holder)


def run(claimed: Claimed, work: Work) -> None:
    """Do it and write down how it went. What fails is tried again later, with longer and longer pauses."""
    try:
        went = work(claimed.house, claimed)
    except LeaseLostError:
        logger.warning("another worker took over from %s", claimed.kind)
        return
    except Exception as error:  # whatever it is, the other tasks go on; it is logged whole and shown in short
        logger.exception("the task %s failed", claimed.kind)
        settle(claimed, **after_failure(claimed, why(error)))
    else:
        settle(claimed, **after_turn(claimed, went))


def after_turn(claimed: Claimed, went: str | Again) -> dict[str, Any]:
    now = claimed.house.now()
    if isinstance(went, Again):
        when = {"set_at": now, "next_try_at": now + went.after}
        return {"state": "waiting", "attempts": 0, "detail": went.detail, **when}
    return {"state": "done", "detail": went[:300], "finished_at": now}


def after_failure(claimed: Claimed, reason: str) -> dict[str, Any]:
    """Back off: a minute, four, sixteen, an hour; after `MOST_ATTEMPTS` a person must look."""
    now, attempts = claimed.house.now(), db.session.get_one(Task, claimed.id, populate_existing=True).attempts
    if attempts >= MOST_ATTEMPTS:
        return {"state": "failed", "detail": reason, "finished_at": now}
    pause = min(LONGEST_WAIT, FIRST_WAIT * 4 ** (attempts - 1))
    return {"state": "waiting", "detail": reason, "set_at": now, "next_try_at": now + pause}


def settle(claimed: Claimed, **values: object) -> None:
    """Write down how it went, unless another worker has the task by now."""
    mine = (Task.id == claimed.id, Task.holder == claimed.holder, Task.state == "running")
    with writing():
        if values["state"] == "done" and not values["detail"]:  # it found nothing to do: no trace
            db.session.execute(delete(Task).where(*mine))
            return
        db.session.execute(update(Task).where(*mine).values(holder=None, **values))


def why(error: Exception) -> str:
    """What staff may read of an error: a service's own words, else its kind and place. Others may quote people."""
    if isinstance(error, ServiceError):
        return str(error)[:300]
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
