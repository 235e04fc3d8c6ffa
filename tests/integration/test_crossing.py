"""The analysts' screen: the table of a wave stays what it was, each view is logged, and nobody else may look."""

from __future__ import annotations

import pytest
from flask import Flask

from app.house import House
from app.services.asking.imports import import_responses
from app.services.scoring import auditing, crossing, releases
from tests.integration.made_up import YOUNG, csv_bytes, people
from tests.integration.staff_sign_in import signed_in

pytestmark = pytest.mark.whole

ADDRESS = "/staff/tables?table=2025-12-board-1/young-person/index/index"


def spread(count: int, start: int = 0) -> list[dict[str, str]]:
    points = ("general", "ehc")
    rows = people(count, start=start)
    return [{**row, "locality": "AB"[n % 2], "journey_point": points[n // 2 % 2]} for n, row in enumerate(rows)]


def test_analysts_see_a_table_that_stays_and_their_looking_is_logged(app: Flask, house: House) -> None:
    with app.app_context():
        import_responses(house, YOUNG, csv_bytes(spread(80)))
        releases.close(house, "2025-12", "board", "command")
        offered = crossing.offered()
    assert ("2025-12-board-1", "young-person", "index", "index") in offered
    analyst = signed_in(app, house, "analyst")
    assert "Nobody has looked" in analyst.get("/staff/tables").text
    page = analyst.get(ADDRESS).text
    assert page.count("about 20 people") == 4
    assert f'value="{ADDRESS.partition("=")[2]}" selected' in page
    assert "<td>Young people, Confidence Index</td>" in page
    assert "analyst@example.org" in analyst.get("/staff/tables").text
    with app.app_context():
        import_responses(house, YOUNG, csv_bytes(spread(80, start=500)))
        releases.close(house, "2025-12", "board", "command")
        assert crossing.offered() == offered, "made once for a wave"
        assert auditing.audit_all(house).found == []
    assert analyst.get("/staff/tables?table=2025-12-board-1/young-person/index/nothing").status_code == 404
    assert signed_in(app, house, "officer").get(ADDRESS).status_code == 403
