"""Runs people through failing networks, one numbered run after the other, and says what was found."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from flask import Flask

from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.house import House
from app.services import facts, staff
from app.services.asking import collectors
from app.services.transaction import writing
from scripts.benchmarks import stored
from scripts.cuts.ledger import Ledger, faults_of
from scripts.cuts.network import Network, Networks
from scripts.cuts.person import BrokenError, Person, StuckError
from scripts.cuts.server import Server, Storm
from tests.proof import prove_here

SURVEYS = ("parent-carer.general.pulse", "young-person.general.my-confidence", "parent-carer.general.our-confidence")
SHORTER = (*SURVEYS[:1] * 3, *SURVEYS[1:2])
"""A browser takes its time: three of four people answer the shortest survey."""
AT_ONCE = 4
KILLS = (4.0, 9.0)
"""Seconds between two deaths of the server."""


@dataclass
class Run:
    """What came of one participation; `faults` is empty if all was kept as it was shown."""

    kind: str
    number: int
    faults: list[str]
    receipt: bool = False
    network: dict[str, int] = field(default_factory=dict)
    did: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class Place:
    """All that a run needs: the house with its database, the server, and the networks to it."""

    house: House
    app: Flask
    server: Server
    networks: Networks


@contextmanager
def place() -> Iterator[Place]:
    """A fresh database with an open wave, and a server over it."""
    with tempfile.TemporaryDirectory() as folder:
        environ, _ = stored.fresh_database(Path(folder))
        house = open_house(from_environment(environ))
        app = database(house)
        allow_words(house, app)
        server, networks = Server(environ, Path(folder) / "gunicorn.log"), Networks()
        server.start()
        try:
            yield Place(house, app, server, networks)
        finally:
            networks.close()
            server.stop()


def allow_words(house: House, app: Flask) -> None:
    """Young people are asked for words only where an alert would reach somebody: for practice, it does."""
    with app.app_context():
        staff.add(house, "lead@example.org", ["safeguarding"])
        with writing():
            facts.mark_synthetic()
        prove_here(house)


def run(args: argparse.Namespace) -> int:
    from scripts.cuts import report

    done = list(read(args.state))
    with place() as where:
        done += several(where, args, left(done, "http", args.runs), plain_run, AT_ONCE)
        done += browser_runs(where, args, left(done, "chromium", args.browser_runs))
    print(report.text(done, args.seed))
    if args.write:
        args.write.write_text(report.page(done, args.seed), encoding="utf-8")
    return 1 if any(run.faults for run in done) else 0


def left(done: list[Run], kind: str, count: int) -> list[int]:
    """The numbers up to `count` that were not done before."""
    had = {run.number for run in done if run.kind == kind}
    return [number for number in range(1, count + 1) if number not in had]


def browser_runs(where: Place, args: argparse.Namespace, numbers: list[int]) -> list[Run]:
    """One after the other in one Chromium, in the thread that started it."""
    if not numbers:
        return []
    from scripts.cuts import phone

    executable = next((found for name in phone.NAMES if (found := shutil.which(name))), None)
    if executable is None:
        raise SystemExit("no Chromium found: scripts/test installs it on Debian and Ubuntu and says how elsewhere")
    with phone.chromium(executable) as browser:
        return several(where, args, numbers, partial(browser_run, browser), 0)


def several(
    where: Place, args: argparse.Namespace, numbers: list[int], one: Callable[[Place, int, int], Run], at_once: int
) -> list[Run]:
    """These runs, while the server dies now and then."""
    if not numbers:
        return []
    found = []
    storm = Storm(where.server, random.Random(args.seed), KILLS)
    try:
        with ThreadPoolExecutor(max(1, at_once)) as pool:
            for run in (pool.map if at_once else map)(lambda number: one(where, args.seed, number), numbers):
                found.append(run)
                note(args.state, run)
    finally:
        storm.end()
    print(f"{numbers[0]} to {numbers[-1]}: the server was killed {where.server.kills} times so far", flush=True)
    return found


def plain_run(where: Place, seed: int, number: int) -> Run:
    chance = random.Random(f"{seed} http {number}")
    network = where.networks.make(where.server.port, chance, chance.choice((0.1, 0.25, 0.45)))
    ledger, code = new_ledger(where, chance, SURVEYS)
    person = Person(network.port, f"/c/{code}?lang=en", ledger, chance)
    return finished(where, Run("http", number, []), network, ledger, code, person)


def finished(where: Place, run: Run, network: Network, ledger: Ledger, code: str, person: object) -> Run:
    """Let the person try, wait until nothing is on its way, and compare."""
    began = time.monotonic()
    try:
        person.run()
    except (StuckError, BrokenError) as stuck:
        run.faults.append(str(stuck))
    where.networks.settle(network)
    with where.app.app_context():
        run.faults += faults_of(where.house, ledger, code, person.cookies.get("ticket", ""))
    run.receipt, run.network, run.did = ledger.saw_receipt, dict(network.seen), dict(person.did)
    run.seconds = round(time.monotonic() - began, 1)
    for fault in run.faults:
        print(f"{run.kind} {run.number}: {fault}", flush=True)
    return run


def browser_run(browser: object, where: Place, seed: int, number: int) -> Run:
    from scripts.cuts.phone import Phone

    chance = random.Random(f"{seed} chromium {number}")
    network = where.networks.make(where.server.port, chance, chance.choice((0.15, 0.3, 0.5)))
    ledger, code = new_ledger(where, chance, SHORTER)
    phone = Phone(browser, network, f"/c/{code}?lang=en", ledger, chance)
    return finished(where, Run("chromium", number, []), network, ledger, code, phone)


def new_ledger(where: Place, chance: random.Random, surveys: tuple[str, ...]) -> tuple[Ledger, str]:
    """Somebody's own way in, so that what came through it is theirs."""
    survey = where.house.partnership.catalogue.latest(chance.choice(surveys))
    with where.app.app_context():
        code = collectors.create(where.house, survey.id, actor="campaign")
    return Ledger(survey), code


def read(state: Path | None) -> Iterator[Run]:
    if state and state.exists():
        for line in state.read_text(encoding="utf-8").splitlines():
            yield Run(**json.loads(line))


def note(state: Path | None, run: Run) -> None:
    if state:
        with state.open("a", encoding="utf-8") as file:
            file.write(json.dumps(vars(run)) + "\n")
