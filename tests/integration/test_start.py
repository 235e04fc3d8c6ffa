"""`scripts/start`: ready, a clean stop, and a plain word and a failing exit code when something is wrong."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

from app.config import ROOT
from app.models.answering import Response
from tests import engines
from tests.integration.test_storage import response
from tests.serving import environment, free_port

pytestmark = pytest.mark.fault
START = str(ROOT / "scripts" / "start")


@dataclass
class Started:
    process: subprocess.Popen[str]
    port: int
    output: Path

    def printed(self) -> str:
        return self.output.read_text()

    def ready(self, seconds: float = 60) -> Started:
        deadline = time.monotonic() + seconds
        while f"\nReady: http://127.0.0.1:{self.port}\n" not in f"\n{self.printed()}":
            assert self.process.poll() is None, self.printed()
            assert time.monotonic() < deadline, self.printed()
            time.sleep(0.1)
        return self

    def children(self) -> list[int]:
        mine = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in mine.read_text().split()] if mine.exists() else []

    def child(self, words: str) -> int:
        return next(pid for pid in self.children() if words in Path(f"/proc/{pid}/cmdline").read_text())


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    started: list[Started] = []

    def begin(*arguments: str, port: int | None = None, **more: str) -> Started:
        port = port or free_port()
        output = tmp_path / f"printed-{len(started)}.txt"
        with output.open("w") as sink:
            env = environment(tmp_path / "data", port, **more)
            process = subprocess.Popen([START, *arguments], env=env, stdout=sink, stderr=subprocess.STDOUT, text=True)
        started.append(Started(process, port, output))
        return started[-1]

    yield begin
    for one in started:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.wait(40)


def answers(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_it_gets_ready_and_stops_when_asked(start: Callable[..., Started], asked: signal.Signals) -> None:
    running = start().ready()
    assert re.search(r"No administrator has signed in yet\. .*: (http\S+/staff/link/\S+)", running.printed())
    assert [answers(running.port, path) for path in ("/", "/healthz", "/readyz")] == [200, 200, 200]
    children = running.children()
    assert len(children) == 2
    running.process.send_signal(asked)
    assert running.process.wait(40) == 0
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", running.port)) != 0


@pytest.mark.parametrize(("words", "name"), [("gunicorn", "web server"), ("worker", "worker")])
def test_if_one_of_the_two_ends_it_says_so_and_ends_too(start: Callable[..., Started], words: str, name: str) -> None:
    running = start().ready()
    os.kill(running.child(words), signal.SIGKILL)
    assert running.process.wait(40) == 1
    assert f"The {name} ended by itself" in running.printed()
    assert running.children() == []


def test_a_port_in_use_is_said_at_once(start: Callable[..., Started]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        running = start(port=taken.getsockname()[1])
        assert running.process.wait(40) == 1
    assert "is in use already. Set PORT to another one." in running.printed()


def test_example_data_never_go_beside_real_responses(
    start: Callable[..., Started], template_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    engine = create_engine(engines.copy(template_file, tmp_path / "data"))
    with engine.begin() as connection:
        connection.execute(insert(Response).values(response()))
    engine.dispose()
    running = start("--demo")
    assert running.process.wait(60) == 1
    assert "holds real responses" in running.printed()
    assert "Traceback" not in running.printed()


def test_a_partnership_that_is_not_there_is_said_in_one_line(start: Callable[..., Started], tmp_path: Path) -> None:
    running = start(PARTNERSHIP_DIR=str(tmp_path / "nowhere"))
    assert running.process.wait(40) == 1
    assert "nowhere" in running.printed()
    assert "Traceback" not in running.printed()


def test_a_setting_that_cannot_be_is_said_in_one_line(start: Callable[..., Started]) -> None:
    running = start(SECRET_KEY="short")
    assert running.process.wait(40) == 1
    assert "SECRET_KEY is too short" in running.printed()
    assert "Traceback" not in running.printed()


def test_what_it_makes_is_readable_by_its_owner_only(start: Callable[..., Started], tmp_path: Path) -> None:
    start(SECRET_KEY="").ready()
    data = tmp_path / "data"
    modes = {file.name: file.stat().st_mode & 0o077 for file in [data, *data.iterdir()]}
    assert set(modes.values()) == {0}
    assert {"secret-key", "said-and-done.sqlite3"} <= set(modes)


@pytest.mark.parametrize("command", ["start", "test", "worker"])
def test_help(command: str) -> None:
    done = subprocess.run([ROOT / "scripts" / command, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith("usage:")
