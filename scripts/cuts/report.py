"""What a campaign of network cuts found, as lines for the terminal and as a page for the documents."""

from __future__ import annotations

import os
import platform
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.cuts.campaign import Run

NAMES = {"http": "Without JavaScript (plain HTTP)", "chromium": "With JavaScript (Chromium)"}
PAGE = """# Network cuts

{day}, seed {seed}, on {machine}. Made by `scripts/network_cuts --seed {seed} --write docs/campaigns/network-cuts.md`;
a short run of it is among the tests.

## What was done

Real participations went through a proxy of our own to the real server (gunicorn, as `scripts/start` runs it, over
SQLite). While four people at once answered (one at a time in Chromium), the proxy refused connections, cut them at a
random byte on the way there or back, stalled, slowed them to a trickle, went offline, or broke off and delivered what
was sent later, when its sender had tried again. The server's processes were killed with SIGKILL every 4 to 9 seconds
and started again.

- **Without JavaScript**: people press again, let the browser send again, go back, open the link again, change answers,
  or give up for good.
- **With JavaScript**: a real Chromium, with answers saved while a page is open; people tap once or twice, wait or not,
  go offline, close the page, let the phone keep a page and open the link again later.

After each run, when nothing was on its way any more, the database was compared with what the person had been shown.
Every answer whose page said "Saved", or after which another page was shown, is there exactly. There is one response if
a receipt was shown, none or one if not, never two. A response has all its answers, texts and scores and one receipt, or
it is not there at all.

That the campaign can find something was tried: with the check for what comes late taken out of
`app.services.asking.participation`, 7 of 40 runs had a fault.

## Without JavaScript (plain HTTP)

{http}

## With JavaScript (Chromium)

{chromium}
"""


def text(runs: list[Run], seed: int) -> str:
    return "\n".join([f"seed {seed}", *(line(runs, kind) for kind in NAMES)])


def line(runs: list[Run], kind: str) -> str:
    these = [run for run in runs if run.kind == kind]
    wrong = [run for run in these if run.faults]
    receipts = sum(run.receipt for run in these)
    return f"{kind}: {len(these)} runs, {receipts} receipts, {disturbed(these)} disturbances, {len(wrong)} with a fault"


def disturbed(runs: list[Run]) -> int:
    return sum(sum(run.network.values()) for run in runs)


def page(runs: list[Run], seed: int) -> str:
    return PAGE.format(
        day=f"{date.today():%d %B %Y}".lstrip("0"),
        seed=seed,
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        http=section(runs, "http"),
        chromium=section(runs, "chromium"),
    )


def section(runs: list[Run], kind: str) -> str:
    these = [run for run in runs if run.kind == kind]
    rows = [
        ("participations", len(these)),
        ("ended with a receipt on the screen", sum(run.receipt for run in these)),
        ("given up half way, on purpose", sum("gave up" in run.did for run in these)),
        *sorted(counted(these, "network").items()),
        *((f"person: {name}", count) for name, count in sorted(counted(these, "did").items()) if name != "gave up"),
        ("**with a fault**", sum(bool(run.faults) for run in these)),
    ]
    faults = [f"- {run.number}: {fault[:300]}" for run in these for fault in run.faults]
    return "\n".join(["| | |", "|---|--:|", *(f"| {name} | {count} |" for name, count in rows), "", *faults]).rstrip()


def counted(runs: list[Run], of: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for run in runs:
        total.update(getattr(run, of))
    return total
