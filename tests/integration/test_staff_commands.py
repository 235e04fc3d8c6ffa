"""The operator's commands that make an account and a collector: what they print, where, and how they end."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from flask import Flask

from app.config import ROOT
from app.house import House
from app.services import staff
from app.services.asking import collectors
from tests.integration.staff_sign_in import link_path, post

pytestmark = pytest.mark.whole

SURVEY = "parent-carer.general.our-confidence"


def run(house: House, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = {
        "DATA_DIR": str(house.config.data_dir),
        "DATABASE_URL": house.config.database_url,
        "SECRET_KEY": house.config.secret_key,
        "PUBLIC_URL": house.config.public_url,
        "PARTNERSHIP_DIR": str(house.config.partnership_dir),
    }
    command = [sys.executable, str(ROOT / "scripts" / name), *arguments]
    return subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)


def test_add_staff_prints_a_link_that_signs_in(app: Flask, house: House) -> None:
    done = run(house, "add_staff", "New@example.org", "--role", "officer", "--role", "dpo")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("http://localhost/staff/link/")
    client = app.test_client()
    assert post(client, link_path(done.stdout.strip())).status_code == 302
    assert client.get("/staff/waves").status_code == client.get("/staff/trail").status_code == 200
    with app.app_context():
        assert [row.email for row in staff.listed(house)] == ["new@example.org"]


def test_add_collector_prints_a_code(app: Flask, house: House) -> None:
    about = ["--audience", "parent-carer", "--locality", "A", "--journey-point", "ehc", "--stage", "request"]
    done = run(house, "add_collector", SURVEY, *about, "--shared")
    assert (done.returncode, done.stderr) == (0, "")
    with app.app_context():
        row = collectors.get(house, done.stdout.strip())
    assert (row.locality, row.journey_point, row.stage, row.shared_device) == ("A", "ehc", "request", True)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["add_staff", "no-address", "--role", "officer"], "Enter an e-mail address"),
        (["add_staff", "a@example.org", "--role", "king"], "There is no role king"),
        (["add_collector", "no.such.survey"], "There is no survey no.such.survey"),
        (["add_collector", SURVEY, "--audience", "professional"], "is for the audience parent-carer"),
        (["add_collector", SURVEY, "--locality", "Z"], "There is no locality Z"),
        (["add_collector", SURVEY, "--wave", "1999-01"], "There is no wave 1999-01"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_line(app: Flask, house: House, command: list[str], words: str) -> None:
    done = run(house, *command)
    assert done.returncode == 1
    assert done.stdout == ""
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["add_staff", "add_collector"])
def test_each_command_has_help(house: House, name: str) -> None:
    done = run(house, name, "--help")
    assert done.returncode == 0
    assert "usage:" in done.stdout
