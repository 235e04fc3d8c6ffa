"""A worker that is killed right after the last write of a list: the next one neither loses it nor stores it twice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from app.house import House
from app.models import db
from app.models.jobs import Task
from app.models.reach import AddressList, ListEntry
from app.services.reach import address_lists
from app.services.transaction import writing
from tests.integration.campaign_steps import OFFICER, list_text, turn

pytestmark = pytest.mark.usefixtures("both_engines", "context")


def run_again(house: House) -> None:
    """As after a kill between the task's last write and the note that it is done."""
    with writing():
        db.session.execute(update(Task).where(Task.kind == address_lists.KIND).values(state="waiting"))
    turn(house)


def test_a_list_that_is_whole_stays_whole(house: House) -> None:
    list_id = address_lists.upload(house, "All", [list_text(7).encode()], OFFICER)
    turn(house)
    run_again(house)
    view = address_lists.get(house, list_id)
    assert (view.ready, view.rows, view.task.detail) == (True, 7, "7 rows stored")
    assert db.session.scalar(select(func.count()).select_from(ListEntry)) == 7


def test_a_refused_list_stays_refused(house: House) -> None:
    list_id = address_lists.upload(house, "All", [b"email,audience\nnobody,parent-carer\n"], OFFICER)
    turn(house)
    assert "Line 2, column email" in address_lists.get(house, list_id).task.detail
    run_again(house)
    assert address_lists.get(house, list_id).task.detail.startswith("Nothing is stored. ")
    assert db.session.scalar(select(AddressList.ready)) is False
