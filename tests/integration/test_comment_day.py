"""A short scripted day: a real server, worker and mail server; who writes that they are in danger is told of at once.

The whole one is `scripts/comment_day`; its last result is in docs/campaigns/comment-day.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.day import run
from scripts.day.words import Planted

pytestmark = pytest.mark.fault
PLANTED = (
    Planted("My uncle beats me with a stick and I am afraid to go home", english=True, left=True),
    Planted("Boję się, bo w domu ktoś na mnie krzyczy i mnie szarpie", english=False, left=False),
)


def test_alerts_arrive_from_drafts_that_were_left_and_nothing_leaks(tmp_path: Path) -> None:
    verdict = run.one_day(tmp_path, 5, 3, PLANTED, run.SURVEYS[:1])
    assert verdict.wrong == []
    assert verdict.counted["participations"] == 5
    assert verdict.counted["never sent"] >= 1
    assert verdict.told[0].after is not None


def test_the_search_for_leaks_finds_one() -> None:
    runs = run.in_threes(PLANTED[0].text)
    assert run.holds("ERROR in /s/x: 'Afraid to go home'", runs)
    assert not run.holds("A comment needs you now", runs)
