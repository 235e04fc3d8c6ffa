"""A real server started as the README says, and a real Chromium at the size of a phone, for the journeys."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.places import Opener, Place

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 360, "height": 740}
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)


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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port, output = free_port(), tmp_path_factory.mktemp("site") / "printed.txt"
    environ = {**os.environ, "DATA_DIR": str(output.parent / "data"), "PORT": str(port), "PUBLIC_URL": ""}
    with output.open("w") as sink:
        command = [ROOT / "scripts" / "start", "--demo"]
        process = subprocess.Popen(command, env=environ, stdout=sink, stderr=subprocess.STDOUT)
    try:
        yield Site(f"http://127.0.0.1:{port}", wait_for_ready(process, output), output.parent / "data")
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0, output.read_text()


@pytest.fixture(scope="session")
def places(site: Site) -> list[Place]:
    """A page of each kind, and of each kind of question in each way of answering."""
    return Opener(site.data_dir).each_kind()


def wait_for_ready(process: subprocess.Popen[bytes], output: Path, seconds: int = 180) -> str:
    for _ in range(seconds * 5):
        printed = output.read_text()
        if "Ready: http" in printed:
            return printed
        assert process.poll() is None, printed
        time.sleep(0.2)
    raise AssertionError(f"not ready after {seconds} seconds:\n{output.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "no Chromium found: scripts/test installs it on Debian and Ubuntu and says how elsewhere"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*quiet, "--disable-component-update", "--disable-sync"]
        )
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Makes a page in a fresh browser profile; `javascript` on or off, dark or light, any size."""
    contexts: list[BrowserContext] = []

    def make(javascript: bool = True, size: dict[str, int] = PHONE, **options: object) -> Page:
        context = browser.new_context(
            base_url=site.address, viewport=size, java_script_enabled=javascript, service_workers="block", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("requestfailed", lambda request: print("failed:", request.method, request.url, request.failure))
        return page

    yield make
    for context in contexts:
        context.close()
