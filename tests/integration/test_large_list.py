"""A list of 50,000 addresses goes in within a minute and little memory; one bad row near its end keeps all out."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from app.house import House
from app.models import db
from app.models.reach import ListEntry
from app.services.reach import address_lists
from tests.integration.campaign_steps import OFFICER, turn

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("context")]
ROWS, BAD, SECONDS, MEGABYTES = 50_000, 49_999, 60, 40


def lines(bad: int = 0) -> Iterator[bytes]:
    yield b"email,audience,journey_point,language\n"
    for line in range(2, ROWS + 2):
        audience = "parents" if line == bad else "parent-carer"
        yield f"person{line}@example.org,{audience},ehc,ar\n".encode()


def imported(house: House, bad: int = 0) -> address_lists.ListView:
    list_id = address_lists.upload(house, "All of them", lines(bad), OFFICER)
    turn(house)
    return address_lists.get(house, list_id)


def test_fifty_thousand_rows_in_a_minute_with_progress(house: House) -> None:
    begun = time.monotonic()
    view = imported(house)
    assert time.monotonic() - begun < SECONDS
    assert (view.ready, view.rows, view.task.done, view.task.total) == (True, ROWS, ROWS, ROWS)


def test_a_bad_row_near_the_end_is_named_in_bounded_memory(house: House) -> None:
    tracemalloc.start()
    view = imported(house, BAD)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert view.task.detail.startswith("Nothing is stored. Line 49,999, column audience: it must be one of")
    assert db.session.scalar(select(func.count()).select_from(ListEntry)) == 0
    assert peak < MEGABYTES * 1024 * 1024
