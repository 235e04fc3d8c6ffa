"""The analysts' screen: localities by journey points of a wave, and who looked at which table."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template, request

from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.services.scoring import crossing
from app.services.scoring.export_words import names_of

blueprint = Blueprint("crossings", __name__, url_prefix="/staff/tables")
blueprint.before_request(speak_english)


@blueprint.get("")
@allow("analyst")
def listed() -> str:
    """The tables that there are, and the log; with an address that names one, that table, on screen only."""
    asked = request.args.get("table", "")
    parts = asked.split("/")
    shown = crossing.view(house(), current_staff(), *parts) if len(parts) == 4 else None
    offered = crossing.offered()
    return render_template(
        "account/crossings.html",
        shown=shown,
        asked=asked,
        offered=offered,
        groups=list(grouped(offered)),
        log=crossing.log(house()),
        named=named,
        looked_at=looked_at,
    )


def grouped(offered: list[tuple[str, str, str, str]]) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """(release, audience) with (address, measure) of each of its tables: index, domains, statements."""
    order = {measure: place for place, measure in enumerate(house().framework.measures)}
    known = sorted(offered, key=lambda each: order.get(each[2:], len(order)))
    for group in dict.fromkeys(each[:2] for each in offered):
        yield group, [("/".join(each), each[3]) for each in known if each[:2] == group]


def looked_at(detail: str) -> str:
    """The table of one line of the log, in words."""
    audience, _, measure = detail.split()
    return f"{named('audience', audience)}, {named('measure', measure)}"


def named(column: str, value: str) -> str:
    names = names_of(house())
    return ", ".join(names.get((column, each), each) for each in value.split("+"))
