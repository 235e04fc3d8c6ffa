"""A short run of the campaign of network cuts: `scripts/network_cuts` with its defaults is the long one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.config import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.fault]


def test_no_cut_loses_what_was_shown_as_saved_or_sends_twice() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "network_cuts"), "--runs", "12", "--browser-runs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "http: 12 runs" in done.stdout
    assert "chromium: 2 runs" in done.stdout
