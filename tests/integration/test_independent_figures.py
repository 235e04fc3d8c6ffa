"""Every exported figure of two waves, imported and closed by the commands, against an independent computation."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from tests.integration.independent_figures import (
    ABOUT_THE_PLAN,
    ANCHORS,
    AUDIENCES,
    Groups,
    Wave,
    pins_somebody,
    release,
    with_verdicts,
)
from tests.integration.made_up import PARENT, STAFF, YOUNG, csv_text

pytestmark = pytest.mark.whole

SURVEYS = dict(zip(AUDIENCES, (YOUNG, PARENT, STAFF), strict=True))
WAVES = {"2025-12": "2025-12-{:02}", "2026-06": "2026-06-{:02}"}
K = {"public": 20, "board": 10}
MISSING = ("", "!not-sure", "!prefer-not", "!not-applicable")
Rows = list[dict[str, str]]


class House:
    """The commands of one empty house, run as an operator runs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "SECRET_KEY": ""}

    def run(self, command: str, *arguments: str) -> str:
        script = [sys.executable, str(ROOT / "scripts" / command), *arguments]
        done = subprocess.run(script, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def add(self, audience: str, rows: Rows) -> None:
        file = self.folder / f"{audience}.csv"
        file.write_text(csv_text(rows))
        done = self.run("import_responses", SURVEYS[audience], str(file), "--synthetic")
        assert done.startswith(f"{len(rows)} responses stored, 0 already there")

    def exported(self, wave: str, tier: str) -> list[dict[str, str]]:
        name = self.run("close_release", "--wave", wave, "--tier", tier)
        assert name == f"{wave}-{tier}-1"
        file = self.folder / f"{name}.csv"
        self.run("export_scores", "--release", name, "--format", "csv", "-o", str(file))
        return list(csv.DictReader(file.read_text().splitlines()))


@pytest.fixture
def commands(database_url: str, tmp_path: Path) -> House:
    assert database_url.endswith(str(tmp_path / "said-and-done.sqlite3"))
    return House(tmp_path)


def made_up(chance: random.Random, audience: str, sizes: dict[str, int], places: str, points: tuple[str, ...]) -> Rows:
    """One audience's responses in two waves: linked and unlinked people, missing kinds, some who answer again."""
    rows: Rows = []
    outlook: dict[str, float] = {}
    for wave, size in sizes.items():
        for number in range(size):
            who = chance.choice(["", f"{audience} {chance.randrange(2 * size)}", f"{audience} {number}"])
            level = outlook.setdefault(who or f"{wave} {number}", chance.gauss(3 + (wave > "2026"), 1))
            rows.append(
                {
                    "row_id": f"{wave}/{number}",
                    "wave": wave,
                    "submitted_on": WAVES[wave].format(chance.randint(1, 30)),
                    "person": who,
                    "locality": chance.choice([*places, places[0].lower(), "", "!prefer-not"]),
                    "journey_point": chance.choice(points),
                    "stage": "",
                    "voice": chance.choice(["self", "", "", "", "", "", "", "proxy" if not who else "self"]),
                    "plan": chance.choice(["yes", "yes", "no", "!not-sure", ""]),
                    **{name: option(chance, level) for name in (*ANCHORS, *ABOUT_THE_PLAN)},
                }
            )
    return rows


def option(chance: random.Random, level: float) -> str:
    if chance.random() < 0.2:
        return chance.choice(MISSING)
    return str(min(5, max(1, round(chance.gauss(level, 1.2)))))


def expected(data: dict[str, Rows], wave: str, tier: str, margins: dict[str, dict[str, Groups]]) -> dict:
    rows = {}
    for audience, given in data.items():
        before = Wave(given, "2025-12") if wave != "2025-12" else None
        own = margins[audience] if tier == "board" else {}
        found = release(f"{wave}-{tier}-1", wave, Wave(given, wave), before, K[tier], own)
        rows |= {(audience, *key): row for key, row in found.items()}
    return with_verdicts(rows)


UNTOLD = {"change": "", "change_low": "", "change_high": "", "verdict": "too-few"}


def compare(commands: House, data: dict[str, Rows]) -> dict[str, list[dict[str, str]]]:
    """Closes all four releases and holds each line against its independent twin; returns the lines of each."""
    margins: dict[str, dict[str, Groups]] = {audience: {"locality": [], "journey-point": []} for audience in data}
    exported = {}
    for wave in WAVES:
        for tier in K:
            lines = exported[f"{wave}-{tier}"] = commands.exported(wave, tier)
            twins = expected(data, wave, tier, margins)
            keys = ("audience", "group_kind", "group", "measure_kind", "measure")
            shown = {tuple(line.pop(key) for key in keys): line for line in map(dict, lines)}
            assert len(shown) == len(lines)
            assert not shown.keys() - twins.keys()
            different = {key: (line, twins[key]) for key, line in shown.items() if line != twins[key]}
            for (audience, kind, _, *measure), (line, twin) in different.items():
                assert line == twin | UNTOLD, "the change of a baseline that would tell too much is not told"
                assert kind == "journey-point", "which is left out first"
                assert pins_somebody(Wave(data[audience], "2025-12"), margins[audience], tuple(measure), K[tier])
            for audience, kind, _, *measure in twins.keys() - shown.keys():
                assert kind == "journey-point", "which is left out first"
                assert pins_somebody(Wave(data[audience], wave), margins[audience], tuple(measure), K[tier])
    return exported


def test_two_thousand_responses_of_two_waves(commands: House) -> None:
    chance = random.Random(20_260_601)
    points = ("", "", "general", "ehc", "ehc", "therapy", "transition", "disagreement")
    sizes = {"young-person": (330, 350), "parent-carer": (400, 420), "professional": (240, 260)}
    data = {
        audience: made_up(chance, audience, dict(zip(WAVES, size, strict=True)), "ABCDEFG", points)
        for audience, size in sizes.items()
    }
    assert sum(map(len, data.values())) == 2000
    for audience, rows in data.items():
        commands.add(audience, rows)
    assert commands.run("rebuild_scores") == "0 scores changed"
    exported = compare(commands, data)
    last = exported["2026-06-board"]
    assert {line["audience"] for line in last} == set(AUDIENCES)
    assert {line["group_kind"] for line in last} == {"total", "locality", "journey-point"}
    assert len({line["verdict"] for line in last}) >= 3
    assert {line["group_kind"] for line in exported["2026-06-public"]} == {"total"}


def test_few_responses_are_merged_and_then_merged_further(commands: House) -> None:
    chance = random.Random(7)
    points = ("", "", "", "", "ehc", "therapy")
    data = {
        "young-person": made_up(chance, "young-person", {"2025-12": 75, "2026-06": 45}, "ABCDE", points),
        "parent-carer": made_up(chance, "parent-carer", {"2025-12": 33, "2026-06": 60}, "AB", points),
        "professional": made_up(chance, "professional", {"2025-12": 9, "2026-06": 25}, "ABC", points),
    }
    for row in data["parent-carer"]:
        row["safe"], row["belong"] = "5", "1"
    for audience, rows in data.items():
        commands.add(audience, rows)
    exported = compare(commands, data)
    groups = {wave: {line["group"] for line in exported[f"{wave}-board"] if "+" in line["group"]} for wave in WAVES}
    assert groups["2025-12"]
    assert groups["2026-06"] - groups["2025-12"], "the second wave needs coarser groups than the first"
    assert {line["score"] for line in exported["2026-06-board"]} >= {"5", "95"}
    assert "too-few" in {line["verdict"] for line in exported["2026-06-board"]}
    assert "professional" not in {line["audience"] for line in exported["2025-12-board"]}
