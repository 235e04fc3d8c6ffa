"""An entry as a poster, a topic as a page like a slide: their HTML for the press, in the language of the page."""

from __future__ import annotations

from base64 import b64encode

from flask import render_template

from app.collect.pictures import qr_svg
from app.here import house
from app.languages import current_language
from app.paper.typeset import Door
from app.services.errors import N_, NotFound
from app.services.loop import entry_search
from app.services.loop.entries import EntryView
from app.services.loop.entry_search import Wish
from surveys.partnership import JourneyPoint

ON_A_PAGE = 3
"""Entries on one page of a topic: what can be read across a room."""


def poster(view: EntryView, size: str) -> str:
    """One entry on A4 or A5, with a square that opens its page."""
    own = view.spoken(house(), current_language().code)
    return render_template("paper/entry_poster.html", entry=own, size=size, door=door(f"/you-said-we-did/{view.slug}"))


def topic(point_id: str) -> JourneyPoint:
    found = next((point for point in house().partnership.journey_points if point.id == point_id), None)
    if found is None:
        raise NotFound(N_("We cannot find this page"))
    return found


def newest(point_id: str) -> tuple[EntryView, ...]:
    """The newest public entries of a topic, as many as one page holds."""
    found = entry_search.find(house(), Wish(journey_point=point_id), language=current_language().code)
    return found.entries[:ON_A_PAGE]


def one_page(point: JourneyPoint) -> str:
    """The newest entries of a topic side by side, with a square that opens all of them."""
    own = door(f"/you-said-we-did/?journey_point={point.id}")
    return render_template("paper/one_page.html", point=point, entries=newest(point.id), door=own)


def door(path: str) -> Door:
    address = f"{house().config.public_url}{path}"
    return Door(address, "data:image/svg+xml;base64," + b64encode(qr_svg(address)).decode())
