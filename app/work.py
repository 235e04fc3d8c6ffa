"""What the worker can do when it is asked: the one table of tasks. When to do what by the clock is `app.services.jobs`.

A task is asked for with `tasks.enqueue(house, kind, payload)`. Its function is given the house and the claimed task,
shows its progress with `task.progress(done, total)`, writes inside `with task.writing():`, and returns what it did in a
few words, or `Again()` when it has done a part and wants another turn. Heavy libraries are loaded inside functions.
"""

from __future__ import annotations

from app.services.tasks import Work

TASKS: dict[str, Work] = {}
