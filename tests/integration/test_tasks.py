"""A task that was asked for is done once, tried again after a failure, taken over from a dead worker, and shown."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.house import House
from app.models import db
from app.models.jobs import JobRun, Task
from app.services.errors import Invalid, NotFound
from app.services.running import files, jobs, lease, tasks
from app.services.running.tasks import Again, Claimed
from tests.integration.staff_sign_in import post, signed_in

both = pytest.mark.usefixtures("both_engines", "context")


def run(house: House, work: object, holder: str = "me") -> int:
    lease.beat(house, holder)
    return tasks.run_due(house, holder, {"test": work})


def fails(house: House, task: Claimed) -> str:
    raise OSError("mail to someone@example.org was refused")


@both
def test_a_task_is_done_once(house: House) -> None:
    first = tasks.enqueue(house, "test", {"number": 7}, slot="7")
    assert tasks.enqueue(house, "test", {"number": 8}, slot="7") == first
    assert run(house, lambda _, task: f"did {task.payload['number']}") == 1
    assert run(house, lambda _, task: "again") == 0
    assert tasks.enqueue(house, "test", slot="7") == first
    assert (tasks.get(house, first).state, tasks.get(house, first).detail) == ("done", "did 7")


@both
def test_a_task_waits_for_its_time(house: House) -> None:
    tasks.enqueue(house, "test", at=house.now() + timedelta(hours=2))
    assert run(house, lambda *_: "done") == 0
    house.now.move(hours=2)
    assert run(house, lambda *_: "done") == 1


@both
def test_what_fails_is_tried_later_and_later_and_then_waits_for_a_person(house: House) -> None:
    task_id, waited = tasks.enqueue(house, "test"), []
    while tasks.get(house, task_id).state == "waiting":
        house.now.time = max(house.now.time, tasks.get(house, task_id).next_try_at)
        before = house.now()
        run(house, fails)
        db.session.expire_all()
        waited.append((tasks.get(house, task_id).next_try_at - before) // timedelta(minutes=1))
    assert waited[:-1] == [1, 4, 16, 60]
    view = tasks.get(house, task_id)
    assert (view.state, view.attempts) == ("failed", tasks.MOST_ATTEMPTS)
    assert re.fullmatch(r"OSError in test_tasks.py, line \d+", view.detail)
    tasks.retry(house, task_id, "admin@example.org")
    assert run(house, lambda *_: "mended") == 1


@both
def test_a_service_says_why_in_its_own_words(house: House) -> None:
    task_id = tasks.enqueue(house, "test")

    def refused(house: House, task: Claimed) -> str:
        raise Invalid("Set SMTP_HOST first.")

    run(house, refused)
    assert tasks.get(house, task_id).detail == "Set SMTP_HOST first."


@both
def test_a_long_task_lets_others_in_between(house: House) -> None:
    long, ran = tasks.enqueue(house, "test", {"parts": 3}), []
    house.now.move(seconds=1)
    tasks.enqueue(house, "test", {"parts": 1})

    def work(house: House, task: Claimed) -> str | Again:
        ran.append(task.payload["parts"])
        task.progress(ran.count(task.payload["parts"]), task.payload["parts"])
        house.now.move(seconds=1)
        return "done" if ran.count(task.payload["parts"]) == task.payload["parts"] else Again()

    run(house, work)
    assert ran == [3, 1, 3, 3]
    assert tasks.get(house, long).percent == 100


@both
def test_only_the_holder_of_the_lease_takes_tasks(house: House) -> None:
    tasks.enqueue(house, "test")
    lease.beat(house, "first")
    assert tasks.run_due(house, "second", {"test": lambda *_: "no"}) == 0
    assert run(house, lambda *_: "yes", "first") == 1


@both
def test_a_worker_that_lost_its_lease_writes_nothing_more(house: House) -> None:
    task_id = tasks.enqueue(house, "test")

    def slept(house: House, task: Claimed) -> str:
        house.now.move(seconds=61)
        assert lease.beat(house, "second")
        task.progress(1, 2)
        return "never said"

    assert run(house, slept, "first") == 1
    view = tasks.get(house, task_id)
    assert (view.state, view.detail, view.done) == ("waiting", lease.STOPPED, 0)
    assert tasks.run_due(house, "second", {"test": lambda *_: "by the second"}) == 1
    assert tasks.get(house, task_id).detail == "by the second"


@both
def test_a_lease_that_was_gone_for_a_moment_leaves_no_task_behind(house: House) -> None:
    task_id = tasks.enqueue(house, "test")

    def slept(house: House, task: Claimed) -> str:
        house.now.move(seconds=61)
        task.progress(1, 2)
        return "never said"

    assert run(house, slept) == 1
    assert tasks.get(house, task_id).state == "running"
    assert run(house, lambda *_: "made up for") == 1
    assert tasks.get(house, task_id).detail == "made up for"


@both
def test_a_task_that_kills_its_worker_each_time_ends_as_failed(house: House) -> None:
    task_id = tasks.enqueue(house, "test")
    for number in range(tasks.MOST_ATTEMPTS):
        lease.beat(house, f"worker {number}")
        assert tasks.claim(house, f"worker {number}", {"test": fails})
        house.now.move(seconds=61)
    lease.beat(house, "last")
    assert tasks.run_due(house, "last", {"test": fails}) == 0
    assert tasks.get(house, task_id).state == "failed"


@both
@pytest.mark.parametrize("jump", [{"hours": 1}, {"days": 1}, {"hours": -1}, {"days": -1}])
def test_a_clock_that_jumps_stops_nobody(house: House, jump: dict[str, float]) -> None:
    lease.beat(house, "first")
    before = tasks.enqueue(house, "test")
    house.now.move(**jump)
    assert lease.beat(house, "second")
    tasks.run_due(house, "second", {"test": lambda *_: "done"})
    assert tasks.get(house, before).state == "done"


@both
def test_jobs_of_a_span_run_once_in_it_and_are_not_made_up_for(house: House) -> None:
    ran = []
    often = {"tick": (timedelta(minutes=5), lambda _: ran.append(house.now()) or "ran")}
    lease.beat(house, "me")
    assert [bool(jobs.run_often(house, "me", often)) for _ in range(2)] == [True, False]
    house.now.move(hours=3)
    lease.beat(house, "me")
    assert jobs.run_often(house, "me", often) == ["tick"]
    assert len(ran) == 2
    [plan] = [plan for plan in jobs.plans(house, often) if plan.name == "tick"]
    assert plan.next_at == house.now() + timedelta(minutes=5)


@both
def test_a_file_comes_back_as_it_was_and_only_for_its_owner(house: House) -> None:
    content = [b"a" * 300_000, b"b" * 300_000]
    file_id = files.keep(house, content, "list.csv", "text/csv", None)
    assert b"".join(files.parts(house, file_id)) == b"".join(content)
    house.now.move(days=files.KEPT_DAYS + 1)
    with pytest.raises(NotFound):
        files.get(house, file_id)


def test_the_page_shows_what_runs_and_a_failed_task_is_tried_again(app: Flask, house: House) -> None:
    with app.app_context():
        lease.beat(house, "me")
        started = house.now() - timedelta(hours=1)
        db.session.add(
            JobRun(job="retention", slot="2026-11-16", outcome="done", started_at=started, detail="4 drafts")
        )
        db.session.commit()
        task_id = tasks.enqueue(house, "bad")
        tasks.enqueue(house, "slow")
        row = db.session.get(Task, task_id)
        row.state, row.detail = "failed", "Set SMTP_HOST first."
        db.session.commit()
    admin = signed_in(app, house, "administrator")
    text = admin.get("/staff/what-runs").text
    assert "Set SMTP_HOST first." in text
    assert "4 drafts" in text
    assert "slow" in text
    assert post(admin, f"/staff/what-runs/{task_id}/retry", "/staff/what-runs").status_code == 302
    with app.app_context():
        assert tasks.get(house, task_id).state == "waiting"
