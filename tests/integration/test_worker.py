"""One worker acts at a time, a job runs once per slot, and what a dead one left behind is made up for."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from app import worker
from app.config import ROOT
from app.house import House
from app.models import db
from app.models.jobs import JobRun, Lease
from app.services.running import jobs, lease

DAY = "2026-11-16"
both = pytest.mark.usefixtures("both_engines", "context")


def outcome(name: str = "test", slot: str = DAY) -> tuple[str, str]:
    run = db.session.get_one(JobRun, (name, slot))
    db.session.refresh(run)
    return run.outcome, run.detail


@both
def test_only_the_holder_of_the_lease_acts(house: House) -> None:
    assert lease.beat(house, "first")
    assert not lease.beat(house, "second")
    assert not jobs.run_once(house, "second", "test", DAY, lambda _: "no")
    assert jobs.run_once(house, "first", "test", DAY, lambda _: "yes")
    assert outcome() == ("done", "yes")


@both
def test_a_lease_that_ran_out_goes_to_another(house: House) -> None:
    assert lease.beat(house, "first")
    house.now.move(seconds=61)
    assert lease.beat(house, "second")
    assert not lease.beat(house, "first")
    assert not jobs.run_once(house, "first", "test", DAY, lambda _: "no")


@both
def test_a_lease_that_ran_out_is_no_lease_even_if_nobody_took_it(house: House) -> None:
    assert lease.beat(house, "first")
    house.now.move(seconds=61)
    assert not jobs.run_once(house, "first", "test", DAY, lambda _: "no")


@both
def test_a_lease_that_is_given_back_is_free_at_once(house: House) -> None:
    assert lease.beat(house, "first")
    lease.let_go(house, "first")
    assert lease.beat(house, "second")
    lease.let_go(house, "first")
    assert not lease.beat(house, "first")


@both
def test_a_job_runs_once_for_a_slot(house: House) -> None:
    lease.beat(house, "first")
    ran: list[str] = []
    for slot in (DAY, DAY, "2026-11-17"):
        jobs.run_once(house, "first", "test", slot, lambda _, slot=slot: ran.append(slot) or "")
    assert ran == [DAY, "2026-11-17"]


@both
def test_a_job_that_failed_says_why_and_is_tried_again(house: House) -> None:
    lease.beat(house, "first")
    with pytest.raises(ZeroDivisionError):
        jobs.run_once(house, "first", "test", DAY, lambda _: str(1 / 0))
    assert re.fullmatch(r"ZeroDivisionError in test_worker.py, line \d+", outcome()[1])
    assert jobs.run_once(house, "first", "test", DAY, lambda _: "better")
    assert outcome() == ("done", "better")


@both
def test_what_a_dead_worker_left_running_is_tried_again_by_the_next(house: House) -> None:
    lease.beat(house, "first")
    assert jobs.claim(house, "first", "test", DAY)
    house.now.move(seconds=61)
    assert lease.beat(house, "second")
    assert outcome()[0] == "failed"
    assert jobs.run_once(house, "second", "test", DAY, lambda _: "made up for")


@both
def test_the_daily_jobs_run_once_a_day(house: House) -> None:
    lease.beat(house, "first")
    assert jobs.run_daily(house, "first") == ["retention", "weekly summaries"]
    assert jobs.run_daily(house, "first") == []
    assert outcome("retention") == ("done", "nothing was due")
    house.now.move(days=1)
    lease.beat(house, "first")
    assert jobs.run_daily(house, "first") == ["retention", "weekly summaries"]


@pytest.mark.usefixtures("both_engines")
@pytest.mark.parametrize("holders", [["one", "two", "three", "four", "five", "six"], ["same"] * 6], ids=["many", "one"])
def test_six_at_once_do_a_job_once(app: Flask, house: House, holders: list[str]) -> None:
    ran: list[str] = []

    def race(holder: str) -> None:
        with app.app_context():
            for slot in range(5):
                lease.beat(house, holder)
                jobs.run_once(house, holder, "race", str(slot), lambda _, slot=slot: ran.append(str(slot)) or "")

    with ThreadPoolExecutor(len(holders)) as pool:
        for ended in [pool.submit(race, holder) for holder in holders]:
            ended.result()
    assert sorted(ran) == ["0", "1", "2", "3", "4"]


def test_the_schedule_keeps_no_store_and_no_local_time(app: Flask) -> None:
    scheduler = worker.schedule(app, "me")
    assert str(scheduler.timezone) == "UTC"
    assert {job.func.__name__ for job in scheduler.get_jobs()} == {"beat", "hear", "daily", "often", "queue"}


def test_a_beat_and_a_day_from_the_scheduler(app: Flask, house: House) -> None:
    worker.beat(app, "me", worker.Turn())
    worker.daily(app, "me")
    worker.beat(app, "another", worker.Turn())
    with app.app_context():
        assert db.session.get_one(Lease, "worker").holder == "me"
        assert outcome("retention")[0] == "done"


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(tmp_path), "SECRET_KEY": "a secret of the tests, not of any house"}


HANGS = 180
"""Seconds after which a worker that says nothing hangs: far beyond what any machine takes."""


@pytest.mark.fault
def test_of_two_workers_one_stands_by_and_takes_over_when_the_first_ends(database_url: str, tmp_path: Path) -> None:
    """What each says is waited for, so that nothing hangs on how fast the machine is."""
    command = [sys.executable, str(ROOT / "scripts" / "worker")]
    with subprocess.Popen(command, env=environment(tmp_path), stderr=subprocess.PIPE, text=True) as first:
        until_said(first, "this worker acts")
        with subprocess.Popen(command, env=environment(tmp_path), stderr=subprocess.PIPE, text=True) as second:
            until_said(second, "stands by")
            held = holder(database_url)
            first.send_signal(signal.SIGTERM)
            assert first.wait(60) == 0
            until_said(second, "this worker acts")
            assert holder(database_url) not in ("", held)
            second.send_signal(signal.SIGINT)
            assert second.wait(60) == 0
    assert holder(database_url) == ""


def until_said(process: subprocess.Popen[str], words: str) -> None:
    """Read on until it says so; its end without that is a failure, and one that hangs is ended."""
    limit = Timer(HANGS, process.kill)
    limit.start()
    try:
        said = any(words in line for line in process.stderr)
    finally:
        limit.cancel()
    assert said, f"ended without saying: {words}"


def holder(database_url: str) -> str:
    """Who holds the lease now; blank for nobody."""
    engine = create_engine(database_url)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT holder FROM lease WHERE expires_at > :now"), {"now": now}).scalar()
    engine.dispose()
    return found or ""


@pytest.mark.whole
def test_once_does_what_is_due_and_ends(database_url: str, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "worker"), "--once"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT job, outcome FROM job_run WHERE job = 'retention'")).all() == [
            ("retention", "done")
        ]
    engine.dispose()


def test_who_stands_by_takes_over_at_the_next_look(app: Flask, house: House) -> None:
    with app.app_context():
        assert lease.keep(house, "one")
        assert not lease.keep(house, "two")
        lease.let_go(house, "one")
        assert lease.keep(house, "two")
        assert not lease.keep(house, "one")
        seen = db.session.get_one(Lease, "worker").seen_at
        house.now.move(seconds=lease.BEAT_SECONDS - 1)
        assert lease.keep(house, "two")
        assert db.session.get_one(Lease, "worker").seen_at == seen
        house.now.move(seconds=1)
        assert lease.keep(house, "two")
        assert db.session.get_one(Lease, "worker").seen_at > seen


def test_a_heartbeat_comes_well_before_the_lease_runs_out() -> None:
    assert timedelta(seconds=3 * lease.BEAT_SECONDS) < lease.LEASE_FOR
