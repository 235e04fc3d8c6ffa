"""The operator's commands for responses and releases: what they print, where, and how they exit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from tests.integration.made_up import YOUNG, csv_text, people, person

pytestmark = pytest.mark.whole

SCRIPTS = ("import_responses", "rebuild_scores", "close_release", "export_scores", "audit_releases")


@pytest.fixture
def folder(database_url: str, tmp_path: Path) -> Path:
    """A data folder with an empty, migrated database."""
    assert database_url.endswith(str(tmp_path / "said-and-done.sqlite3"))
    return tmp_path


def run(folder: Path, script: str, *arguments: object) -> tuple[int, list[str], list[str]]:
    """Exit code, lines of output, lines of errors."""
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "SECRET_KEY": ""}
    command = [sys.executable, str(ROOT / "scripts" / script), *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


def written(folder: Path, rows: list[dict[str, str]]) -> Path:
    file = folder / "responses.csv"
    file.write_text(csv_text(rows))
    return file


def test_a_wave_goes_from_a_file_to_a_download(folder: Path) -> None:
    file = written(folder, [*people(30), person(30, plan="no") | {"plan-true": "5"}])
    note = "1 answers left out: the survey would not have asked for them after the other answers"
    assert run(folder, "import_responses", YOUNG, file) == (0, ["31 responses stored, 0 already there", note], [])
    assert run(folder, "import_responses", YOUNG, file) == (0, ["0 responses stored, 31 already there"], [])
    assert run(folder, "rebuild_scores") == (0, ["0 scores changed"], [])
    assert run(folder, "close_release", "--wave", "2025-12", "--tier", "board") == (0, ["2025-12-board-1"], [])
    code, output, errors = run(folder, "close_release", "--wave", "2025-12", "--tier", "board")
    assert (code, output, len(errors)) == (1, [], 1)
    export = ("export_scores", "--release", "2025-12-board-1", "-o")
    for extension in ("csv", "xlsx", "json"):
        target = folder / f"scores.{extension}"
        assert run(folder, *export, target, "--format", extension) == (0, [], [])
        assert target.stat().st_size > 100
    code, output, errors = run(folder, "audit_releases")
    assert (code, output[-1], errors) == (0, "Nobody could be picked out.", [])
    assert output[0].startswith("Tried ")
    assert run(folder, "audit_releases", "--rebuild") == (0, ["2025-12-board-1: equal"], [])
    code, output, errors = run(folder, *export, folder / "raw.csv", "--format", "csv", "--unrounded")
    assert (code, output, len(errors)) == (1, [], 1)
    assert not (folder / "raw.csv").exists()


def test_each_bad_cell_is_one_line_on_stderr_and_nothing_is_stored(folder: Path) -> None:
    file = written(folder, [person(1, safe="9"), person(2, wave="never"), person(3)])
    code, output, errors = run(folder, "import_responses", YOUNG, file)
    assert (code, output) == (1, [])
    assert errors[0].startswith("line 2, column safe: unknown option '9'")
    assert errors[1].startswith("line 3, column wave: there is no wave 'never'")
    assert errors[2:] == ["Nothing was stored: the file has 2 problems."]
    assert run(folder, "import_responses", YOUNG, written(folder, people(3)))[1] == [
        "3 responses stored, 0 already there"
    ]


def test_what_is_unknown_is_said_in_one_line(folder: Path) -> None:
    file = written(folder, people(1))
    assert run(folder, "import_responses", "x.y.z", file) == (1, [], ["There is no survey x.y.z."])
    code, output, errors = run(folder, "import_responses", YOUNG, folder / "nothing.csv")
    assert (code, output, len(errors)) == (1, [], 1)
    assert "nothing.csv" in errors[0]
    unknown = ("export_scores", "--release", "2025-12-board-9", "--format", "csv", "-o", folder / "x.csv")
    assert run(folder, *unknown) == (1, [], ["There is no release 2025-12-board-9."])


def test_a_release_of_an_open_wave_is_made_with_a_note(folder: Path) -> None:
    run(folder, "import_responses", YOUNG, written(folder, people(12, wave="2027-06")))
    code, output, errors = run(folder, "close_release", "--wave", "2027-06", "--tier", "board")
    assert (code, output) == (0, ["2027-06-board-1"])
    assert errors == ["Note: the wave is still open. Answers that come now wait for a correction."]


def test_without_a_database_the_way_out_is_said(tmp_path: Path) -> None:
    code, output, errors = run(tmp_path, "rebuild_scores")
    assert (code, output, len(errors)) == (1, [], 1)
    assert "scripts/start" in errors[0]


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_command_explains_itself(folder: Path, script: str) -> None:
    code, output, errors = run(folder, script, "--help")
    assert (code, errors) == (0, [])
    assert output[0].startswith("usage:")
