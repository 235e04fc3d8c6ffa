"""How well people are answered, live, for staff and the board: the present quarter too. For everyone: `measured`."""

from __future__ import annotations

from flask import Blueprint

from app.account.language import speak_english
from app.guards import BOARD_READERS, allow
from app.here import house
from app.loop.measured import page
from app.services.loop import loop_quarters

blueprint = Blueprint("loop_board", __name__, url_prefix="/board/answers")
blueprint.before_request(speak_english)


@blueprint.get("/")
@allow(*BOARD_READERS)
def live() -> str:
    return page("loop/staff/measured.html", loop_quarters.table(house(), live=True))
