"""The scripted year itself: four waves, a list, a campaign with reminders and follow-ups, kills, and moved clocks."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import and_, func, or_, select

from app.factory import create_app
from app.house import House
from app.models.base import db
from app.models.jobs import JobRun, Lease, Task
from app.models.reach import Invitation, Message
from app.services import staff
from app.services.asking import programmes, waves
from app.services.reach import address_lists, campaigns, linkage, messages
from app.services.reach.campaigns import Plan
from app.services.running import jobs, tasks
from app.services.transaction import writing
from app.work import OFTEN
from scripts.year import people as folk
from scripts.year.clock import FileClock
from scripts.year.doors import Mailroom, NotifyStandIn
from scripts.year.people import Person
from scripts.year.workers import Workers

OFFICER = "officer@example.org"
FOUR_WAVES = (
    ("2027-01", date(2027, 1, 4), date(2027, 2, 14)),
    ("2027-04", date(2027, 4, 1), date(2027, 5, 15)),
    ("2027-07", date(2027, 7, 1), date(2027, 8, 15)),
    ("2028-01", date(2028, 1, 3), date(2028, 2, 14)),
)
START = datetime(2027, 1, 4, 9, 0)
PATIENCE = 1500.0
PLAN_EVERY = OFTEN["plan messages"][0]


@dataclass
class Year:
    """One run. `kills` is how many are still to come; the doors count what arrives, independently of the database."""

    house: House
    clock: FileClock
    workers: Workers
    mail: Mailroom
    notify: NotifyStandIn
    luck: random.Random
    kills: int
    say: Callable[[str], None]
    app: Flask = field(init=False)
    people: dict[str, Person] = field(default_factory=dict)
    campaign_id: str = ""
    jumps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = create_app(house=self.house)

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def run(self, count: int) -> None:
        with self.app.app_context():
            self.prepare(count)
            self.first_wave()
            self.later_waves()

    def prepare(self, count: int) -> None:
        self.clock.set(START)
        for name, opens, closes in FOUR_WAVES:
            waves.add(self.house, name, opens, closes, OFFICER)
        self.people = folk.crowd(count)
        programmes.create(self.house, "The year", "waves", [folk.SURVEY], [name for name, *_ in FOUR_WAVES], OFFICER)
        staff.add(self.house, OFFICER, ["officer", "administrator"], "command")
        list_id = address_lists.upload(self.house, "All", [folk.list_of(self.people, self.luck)], OFFICER)
        self.workers.fill()
        self.until_quiet(kills=self.share(0.05))
        self.press_retry()
        plan = Plan("The year", list_id, folk.SURVEY, reminders=(7, 14), follow_ups=(6, 12))
        self.campaign_id = campaigns.create(self.house, plan, OFFICER)
        with writing():
            campaigns.mark_tested(self.campaign_id)
        campaigns.confirm(self.house, self.campaign_id, OFFICER)

    def press_retry(self) -> None:
        """What staff do with an import that was killed so often that a person must look."""
        failed = [task.id for task in tasks.listed(self.house, ("failed",)) if task.kind == address_lists.KIND]
        for task_id in failed:
            tasks.retry(self.house, task_id, OFFICER)
        if failed:
            self.until_quiet(kills=0)

    def first_wave(self) -> None:
        """The invitation, answers, stops, two reminders; the clock jumps forward by an hour and back by a day."""
        self.until_quiet(kills=self.share(0.35))
        self.some_answer(0.1)
        self.some_stop(0.02)
        self.jump("an hour forward", hours=1)
        self.day(8, kills=self.share(0.2))
        self.some_answer(0.05)
        self.jump("a day back", days=-1)
        self.day(8, kills=self.share(0.1))
        self.some_stop(0.01)
        for _week in range(3):
            self.day(8, kills=0)

    def later_waves(self) -> None:
        """Nothing in April; follow-ups in July and January, where some come back with their receipt."""
        self.at(datetime(2027, 4, 5, 9, 0), kills=0)
        self.at(datetime(2027, 7, 5, 9, 0), kills=self.share(0.2))
        self.jump("an hour back", hours=-1)
        self.some_return(0.5)
        self.some_answer(0.03)
        self.jump("a day forward", days=1)
        self.at(datetime(2028, 1, 5, 9, 0), kills=None)
        self.some_return(0.4)
        self.until_quiet(kills=0)

    def share(self, part: float) -> int:
        return min(self.kills, round(part * (self.kills + self.workers.kills)))

    def day(self, days: int, kills: int) -> None:
        self.at(self.clock() + timedelta(days=days), kills)

    def at(self, moment: datetime, kills: int | None) -> None:
        """Go to a moment and let everything happen that is due then; None kills: all that are left."""
        self.clock.set(moment)
        self.until_quiet(self.kills if kills is None else kills)

    def jump(self, name: str, **span: float) -> None:
        self.clock.move(**span)
        self.jumps.append(name)
        self.until_quiet(kills=0)

    def until_quiet(self, kills: int) -> None:
        """Kill workers at random moments while there is work, then wait until nothing is due any more."""
        until, begun = time.monotonic() + PATIENCE, self.clock()
        while time.monotonic() < until:
            if kills and self.is_busy():
                self.interrupt()
                kills -= 1
                continue
            self.let_pass(begun, hunting=bool(kills))
            self.workers.check()
            if self.is_quiet(begun) and (not kills or self.clock() - begun > timedelta(hours=1)):
                break
        else:
            raise TimeoutError(f"not quiet after {PATIENCE:.0f} seconds, at {self.clock()}")
        self.deliver_to_people()
        arrived = len(self.mail.arrived) + len(self.notify.arrived)
        self.say(f"{self.clock():%Y-%m-%d %H:%M}: {arrived:,} arrived, {self.workers.kills} workers killed")

    def interrupt(self) -> None:
        """Let it work for a moment, then kill it."""
        time.sleep(self.luck.choice((0.02, 0.1, 0.3, 1, 2)))
        self.workers.kill(self.luck, self.holder())
        self.kills -= 1
        self.clock.move(seconds=self.luck.randint(61, 120))

    def let_pass(self, begun: datetime, hunting: bool) -> None:
        """A moment for the workers; while they idle the clock goes on to when something is due, then faster.

        It never runs ahead of their beats, however slow the machine is: else they would lose their lease all the time.
        """
        time.sleep(0.03 if hunting else 0.1)
        planned = begun + PLAN_EVERY + timedelta(seconds=1)
        if self.is_behind():
            return
        if self.is_busy():
            self.clock.move(seconds=7)
        elif self.clock() < planned:
            self.clock.set(planned)
        else:
            self.clock.move(seconds=20)

    def holder(self) -> int | None:
        holder = db.session.scalar(select(Lease.holder))
        db.session.rollback()
        return int(holder.split(":")[1]) if holder else None

    def is_behind(self) -> bool:
        """Whether the worker that acts has not beaten for a while of the story; one that was killed never will."""
        seen_at = db.session.scalar(select(Lease.seen_at))
        db.session.rollback()
        late = seen_at is not None and timedelta(seconds=25) < self.clock() - seen_at < timedelta(minutes=2)
        return late and self.holder() in self.workers.alive

    def is_busy(self) -> bool:
        """Whether there is something to interrupt."""
        busy = db.session.scalar(select(Task.id).where(Task.state == "running").limit(1)) is not None
        db.session.rollback()
        return busy

    def is_quiet(self, since: datetime) -> bool:
        """Nothing waits, nothing is cut off, and the plan was made after this moment."""
        soon = self.clock() + timedelta(minutes=30)
        waits = and_(Message.state == "waiting", Message.next_try_at <= soon)
        unfinished = select(Message.id).where(or_(waits, Message.state == "handing")).limit(1)
        asked = select(Task.id).where(Task.state.in_(("waiting", "running"))).limit(1)
        slot = jobs.slot_of(since + PLAN_EVERY, PLAN_EVERY)
        planned = select(JobRun.slot).where(
            JobRun.job == "plan messages", JobRun.slot >= slot, JobRun.outcome == "done"
        )
        day = since.date().isoformat()
        daily = select(func.count()).select_from(JobRun).where(JobRun.slot == day, JobRun.outcome == "done")
        quiet = db.session.scalar(unfinished) is None and db.session.scalar(asked) is None
        quiet = quiet and db.session.scalar(daily) == len(jobs.DAILY)
        quiet = quiet and db.session.scalar(planned.limit(1)) is not None
        db.session.rollback()
        return quiet

    # --- what people do ---

    def deliver_to_people(self) -> None:
        """Everybody reads what has arrived since."""
        for door in (self.mail, self.notify):
            for one in door.arrived:
                person = self.people.get(one.address)
                if person and all(one is not other for other in person.got):
                    person.got.append(one)

    def some_answer(self, share: float) -> None:
        able = [one for one in self.people.values() if one.link() and not one.answers and not one.stopped]
        for person in self.luck.sample(able, min(len(able), int(share * len(self.people)))):
            folk.answer(self.house, person)

    def some_return(self, share: float) -> None:
        able = [one for one in self.people.values() if one.receipt and not one.stopped]
        for person in self.luck.sample(able, int(share * len(able))):
            folk.come_back(self.house, person)

    def some_stop(self, share: float) -> None:
        able = [one for one in self.people.values() if one.got and not one.stopped]
        for person in self.luck.sample(able, min(len(able), int(share * len(self.people)))):
            folk.say_stop(self.house, person)


def figures(year: Year) -> dict[str, int]:
    """What the staff pages show."""
    with year.app.app_context():
        shown = messages.counts(year.house)
        steps = campaigns.progress(year.house, year.campaign_id)
        linked = linkage.of_programme(year.house, programmes.get(year.house, "the-year"))
        left = db.session.scalar(select(func.count()).select_from(Invitation))
        db.session.rollback()
    came_back = {f"came back in {one.wave}, %": one.percent for one in linked if one.percent is not None}
    by_step = {f"{step}: {state}": n for (step, state), n in steps.items()}
    return shown | {"invitations kept": left} | came_back | by_step


def states_of(year: Year) -> dict[str, str]:
    """Reference to state of every message."""
    with year.app.app_context():
        states = {row.id: row.state for row in db.session.execute(select(Message.id, Message.state))}
        db.session.rollback()
    return states


def log_of(folder: Path) -> Path:
    return folder / "workers.log"
