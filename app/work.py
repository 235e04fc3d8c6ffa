"""What the worker does: tasks that it is asked for, jobs that come round. Daily ones: `app.services.running.jobs`.

A task is asked for with `tasks.enqueue(house, kind, payload)`. Its function is given the house and the claimed task,
shows its progress with `task.progress(done, total)`, writes inside `with task.writing():`, and returns what it did in a
few words, or `Again()` when it has done a part and wants another turn. Heavy libraries are loaded inside functions.
"""

from __future__ import annotations

from datetime import timedelta

from app.board import packs
from app.comments import likeness
from app.outputs import making
from app.reach import rounds
from app.services.loop import promise_reminders
from app.services.running.jobs import Job
from app.services.running.tasks import Work
from app.services.scoring import rebuilding

TASKS: dict[str, Work] = {**rounds.TASKS, **likeness.TASKS, **making.TASKS, **packs.TASKS, **rebuilding.TASKS}

OFTEN: dict[str, tuple[timedelta, Job]] = {
    "ask what came back": (timedelta(hours=1), rounds.ask_for_returns),
    "plan messages": (timedelta(minutes=10), rounds.ask_for_plan),
    "send messages": (timedelta(minutes=1), rounds.ask_for_sending),
    "remind of promises": (timedelta(hours=12), promise_reminders.remind),
    "make a release again": (timedelta(hours=24), rebuilding.ask_for_due),
    "take up comments": (timedelta(minutes=1), likeness.take_up_new),
}
"""Jobs that run every so often: the slot is the moment at which the span began, counted in UTC from midnight.

Spans that passed while the machine slept are not made up for: one run does all that is due.
"""
