"""`scripts/check_surveys`, run as an author runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def check(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "check_surveys"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_good_pack_passes_and_its_reading_ages_are_printed(pack) -> None:
    done = check(pack.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "young-person.general.how-is-it" in done.stdout
    assert "Westmere Together: 0 errors" in done.stdout


def test_each_error_is_one_line_with_code_place_and_advice(pack) -> None:
    pack.change("definitions/parent-carer.general.your-view.v1.toml", 'indicator = "in-time"', 'indicator = "on-time"')
    done = check(pack.folder)
    assert done.returncode == 1
    assert any("F010" in line and "in-time" in line for line in done.stderr.splitlines())
    pack.change("definitions/parent-carer.general.your-view.v1.toml", "minutes = 3", "")
    done = check(pack.folder)
    assert done.returncode == 1
    assert "your-view.v1.toml: S003 error: 'minutes' is missing." in done.stderr


def test_a_text_without_a_translation_is_an_error(pack) -> None:
    pack.change("definitions/young-person.general.how-is-it.v1.toml", "Who hears you?", "Who hears you best?")
    done = check(pack.folder)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("young-person.general.how-is-it, who-hears, question, picture: friends, in pl: S045 error")


def test_one_file_can_be_checked(pack) -> None:
    pack.change("definitions/parent-carer.general.your-view.v1.toml", "Is the plan kept?", "Is the plan not kept?")
    assert check(pack.folder / "definitions" / "parent-carer.general.your-view.v1.toml").returncode == 1
    assert check(pack.folder / "definitions" / "young-person.general.how-is-it.v1.toml").returncode == 0


def test_ids_are_printed_for_importers(pack) -> None:
    done = check("--ids", "young-person.general.how-is-it", pack.folder)
    assert done.stdout.splitlines()[1] == "heard\tfaces-3\tgood;so-so;bad;not-sure"
    done = check("--ids", "nothing.at.all", pack.folder)
    assert done.returncode == 1
    assert "parent-carer.general.your-view" in done.stderr


def test_publishing_freezes_a_survey(pack) -> None:
    assert check("--publish", "young-person.general.how-is-it", pack.folder).returncode == 0
    pack.change("definitions/young-person.general.how-is-it.v1.toml", "minutes = 2", "minutes = 3")
    done = check(pack.folder)
    assert done.returncode == 1
    assert "S017" in done.stderr


def test_a_path_outside_any_partnership_is_refused(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.returncode == 1
    assert "partnership.toml" in done.stderr
