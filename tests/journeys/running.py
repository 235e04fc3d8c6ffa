"""A real site started as the README says, with example data, and a real Chromium. No assertions about pages."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.proof import prove

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@dataclass(frozen=True)
class Site:
    """A running site with example data: its address, what `scripts/start --demo` printed, and where its data are."""

    address: str
    printed: str
    data_dir: Path

    def sign_in_link(self, role: str) -> str:
        return re.search(rf"Sign in as {role} .*?(http\S+)", self.printed).group(1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(folder: Path) -> Iterator[Site]:
    """The site with its data in this folder: made there the first time, found there later."""
    port, output = free_port(), folder / "printed.txt"
    environ = {**os.environ, "DATA_DIR": str(folder / "data"), "PORT": str(port), "PUBLIC_URL": ""}
    with output.open("w") as sink:
        command = [ROOT / "scripts" / "start", "--demo"]
        process = subprocess.Popen(command, env=environ, stdout=sink, stderr=subprocess.STDOUT)
    try:
        site = Site(f"http://127.0.0.1:{port}", wait_for_ready(process, output), folder / "data")
        prove(site.data_dir)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0, output.read_text()


def wait_for_ready(process: subprocess.Popen[bytes], output: Path, seconds: int = 180) -> str:
    for _ in range(seconds * 5):
        printed = output.read_text()
        if "Ready: http" in printed:
            return printed
        assert process.poll() is None, printed
        time.sleep(0.2)
    raise AssertionError(f"not ready after {seconds} seconds:\n{output.read_text()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, "no Chromium found: scripts/test installs it on Debian and Ubuntu and says how elsewhere"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *QUIET, "--disable-component-update", "--disable-sync"]
        )
        yield browser
        browser.close()
