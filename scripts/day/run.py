"""Plays a scripted day against a real server, a real worker and a real mail server, and judges what came of it."""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.house import House
from app.models.base import db
from app.models.listening import ConcernCase, Reading
from app.services import staff
from app.services.asking import collectors, waves
from app.services.examples import demo
from scripts.cuts.server import ROOT, Server
from scripts.day.desk import Lead, Postbox, wait_for
from scripts.day.folk import Browser, Person
from scripts.day.words import ORDINARY, ORDINARY_ELSEWHERE, PLANTED, Planted, planted_in
from tests import engines

SURVEYS = ("young-person.general.my-day", "young-person.general.my-confidence", "parent-carer.general.pulse")
LEFT_SHARE = 0.2
SOON = 60.0
"""Seconds in which an alert must have come."""
BY_RIGHT = {"draft", "comment", "group_note", "reading", "alembic_version"}
"""Tables that hold texts."""


@dataclass
class Told:
    """What became of one planted text. `after` is in seconds; None if no alert came."""

    planted: Planted
    kind: str = ""
    after: float | None = None


@dataclass
class Verdict:
    """What is wrong, and what was counted."""

    wrong: list[str] = field(default_factory=list)
    counted: dict[str, int | float] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)


def main(arguments: argparse.Namespace) -> int:
    planted = planted_in(arguments.planted) if arguments.planted else PLANTED
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        verdict = one_day(Path(folder), arguments.people, arguments.seed, planted)
    for line in lines(verdict):
        print(line)
    print("; ".join(verdict.wrong) or "all is well")
    if arguments.write:
        arguments.write.write_text(report(verdict, arguments, time.monotonic() - begun))
    return 1 if verdict.wrong else 0


def one_day(
    folder: Path, people: int, seed: int, planted: tuple[Planted, ...], surveys: tuple[str, ...] = SURVEYS
) -> Verdict:
    """One whole day in a folder of its own."""
    mail = Postbox()
    environment = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": engines.copy(engines.migrated_file(folder), folder),
        "SECRET_KEY": "of a day that is made up " * 2,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail.start()),
        "SMTP_SECURITY": "none",
    }
    house = open_house(from_environment(environment))
    with database(house).app_context():
        waves.seed(house)
        demo.open_wave(house)
        link = staff.add(house, "lead@example.org", ["safeguarding"])
        codes = [collectors.create(house, survey, label="Scripted day", actor="command") for survey in surveys]
    try:
        with servers(environment, folder) as port:
            lead = Lead(Browser(port), mail)
            lead.sign_in(link)
            lead.prove()
            crowd = answered(port, codes, people, random.Random(seed), planted)
            return judged(house, folder, lead, crowd, planted)
    finally:
        mail.stop()


@contextmanager
def servers(environment: dict[str, str], folder: Path) -> Iterator[int]:
    """gunicorn and one worker as `scripts/start` runs them."""
    server = Server(environment, folder / "web.log")
    command = [sys.executable, str(ROOT / "scripts" / "worker")]
    with (folder / "worker.log").open("wb") as log:
        worker = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
        try:
            server.start()
            yield server.port
        finally:
            worker.terminate()
            worker.wait(60)
            server.stop()


def answered(
    port: int, codes: list[str], people: int, chance: random.Random, planted: tuple[Planted, ...]
) -> list[Person]:
    """Everybody, four at a time, in an order of chance; who is in danger is somewhere among them."""
    rest = people - len(planted)
    leaving = round(people * LEFT_SHARE) - sum(one.left for one in planted)
    crowd = [person(port, codes, chance, one.text, one.left) for one in planted]
    for number in range(rest):
        words = chance.choice((*ORDINARY, *ORDINARY, *ORDINARY_ELSEWHERE)) if chance.random() < 0.7 else ""
        crowd.append(person(port, codes, chance, words, number < leaving))
    chance.shuffle(crowd)
    waiting, troubles = list(crowd), []
    threads = [threading.Thread(target=work, args=(waiting, troubles)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return crowd


def person(port: int, codes: list[str], chance: random.Random, words: str, leaves: bool) -> Person:
    weights = (6, 2, 4)[: len(codes)]
    [code] = chance.choices(codes, weights)
    return Person(Browser(port), f"/c/{code}", random.Random(chance.random()), words, leaves)


def work(waiting: list[Person], troubles: list[Exception]) -> None:
    while waiting and not troubles:
        try:
            waiting.pop().run()
        except IndexError:
            return
        except Exception as error:
            troubles.append(error)
            raise


def judged(house: House, folder: Path, lead: Lead, crowd: list[Person], planted: tuple[Planted, ...]) -> Verdict:
    verdict = Verdict(told=[Told(one) for one in planted])
    wanted, texts = sum(one.english for one in planted), sum(bool(one.wrote_at) for one in crowd)
    try:
        wait_for(lambda: heard(house) >= texts, "the reading of the last text", 120)
        wait_for(lambda: len(lead.post.alerts()) >= max(wanted, told_of(house)), "the last alert", SOON)
    except RuntimeError as error:
        verdict.wrong.append(str(error))
    came = lead.post.alerts()
    seen = {case: lead.read(case) for case in {*came, *lead.queue("foreign")}}
    for told in verdict.told:
        writer = next(one for one in crowd if one.words == told.planted.text)
        case = next((case for case, (_, words) in seen.items() if words == told.planted.text), None)
        told.kind = seen[case][0] if case else ""
        told.after = came[case] - writer.wrote_at if case in came else None
        verdict.wrong += faults(told)
    leaks = [f"{place}: words of a comment" for place in leaked(house, folder, lead, crowd)]
    verdict.wrong += leaks
    false_alarms = [case for case in came if seen[case][1] not in {one.text for one in planted}]
    verdict.counted = {
        "participations": len(crowd),
        "sent": sum(one.sent for one in crowd),
        "never sent": sum(not one.sent for one in crowd),
        "texts written": texts,
        "alerts by mail": len(came),
        "alerts about ordinary texts": len(false_alarms),
        "mails and logs with words of a text": len(leaks),
    }
    return verdict


def heard(house: House) -> int:
    """How many texts the worker has read."""
    with database(house).app_context():
        return db.session.scalar(select(func.count()).select_from(Reading))


def told_of(house: House) -> int:
    """About how many texts the worker has set out to alert somebody."""
    with database(house).app_context():
        return db.session.scalar(select(func.count()).where(ConcernCase.alerts > 0))


def faults(told: Told) -> Iterator[str]:
    """What should have become of it and did not."""
    about = f"“{told.planted.text[:30]}…”"
    if told.planted.english and told.after is None:
        yield f"{about}: no alert"
    elif told.planted.english and told.after > SOON:
        yield f"{about}: alert after {told.after:.0f} seconds"
    if not told.planted.english and "Not English: read first" not in told.kind:
        yield f"{about}: not in the queue as not English (“{told.kind}”)"


def leaked(house: House, folder: Path, lead: Lead, crowd: list[Person]) -> Iterator[str]:
    """Each mail, log and table outside those that hold texts in which three words of a text stand in a row."""
    runs = {run for words in {one.words for one in crowd} for run in in_threes(words)}
    for number, letter in enumerate(lead.post.arrived):
        if holds(f"{letter.subject}\n{letter.message}", runs):
            yield f"mail {number}"
    for log in ("web.log", "worker.log"):
        if holds((folder / log).read_text(encoding="utf-8", errors="replace"), runs):
            yield log
    with database(house).app_context():
        for table in sorted(set(db.metadata.tables) - BY_RIGHT):
            rows = db.session.execute(select(db.metadata.tables[table]))
            if holds("\n".join(str(tuple(row)) for row in rows), runs):
                yield f"table {table}"


def in_threes(words: str) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", words.casefold())
    return {tuple(found[place : place + 3]) for place in range(len(found) - 2)}


def holds(text: str, runs: set[tuple[str, ...]]) -> bool:
    return not runs.isdisjoint(in_threes(text))


def lines(verdict: Verdict) -> Iterator[str]:
    for name, n in verdict.counted.items():
        yield f"{name}: {n}"
    for told in verdict.told:
        where = "left unsent" if told.planted.left else "sent"
        alert = "no alert" if told.after is None else f"alert after {told.after:.1f} s"
        yield f"{'English' if told.planted.english else 'not English'}, {where}: {alert}; in the queue as “{told.kind}”"


def report(verdict: Verdict, arguments: argparse.Namespace, seconds: float) -> str:
    told = [
        f"| {'English' if one.planted.english else 'another language'} | {'left' if one.planted.left else 'sent'} | "
        f"{'–' if one.after is None else f'{one.after:.1f} s'} | {one.kind} |"
        for one in verdict.told
    ]
    return "\n".join(
        [
            "# A day of comments",
            "",
            f"{datetime.now(UTC).date()}: `scripts/comment_day --people {arguments.people} --seed {arguments.seed}`",
            "",
            f"**{'; '.join(verdict.wrong) or 'All is well'}** ({seconds:.0f} s).",
            "",
            WHAT,
            "",
            "| written in | then | alert after | in the queue as |",
            "|---|---|---:|---|",
            *told,
            "",
            "| | |",
            "|---|---:|",
            *(f"| {name} | {n} |" for name, n in verdict.counted.items()),
            "",
        ]
    )


WHAT = """People answer three surveys over HTTP, page by page and without JavaScript, four at a time; a fifth never
send. Among them some write that somebody is in danger. gunicorn, the worker and the mail server are real ones. First
the safeguarding lead proves the channel with a test alert, through the pages. The clock of a text starts when the
server has said that it has it. Afterwards every mail, the logs of server and worker and every table outside those that
hold texts are searched for three words in a row of anything that was written. The sentences are invented; others can
be planted with `--planted FILE.csv` (columns text, english, left)."""
