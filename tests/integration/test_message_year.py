"""A short scripted year: real worker processes that are killed, moved clocks, a real mail server, a stand-in of Notify.

The whole one is `scripts/message_year`; its last result is in docs/campaigns/message-year.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.year import run

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("both_engines")]


def test_nothing_is_sent_twice_and_nobody_is_forgotten(database_url: str, tmp_path: Path) -> None:
    verdict = run.one_year(tmp_path, database_url, people=45, kills=4, seed=3)
    assert verdict.wrong == []
    assert verdict.counted["workers killed"] >= 1
    assert verdict.counted["messages that arrived"] > 150
