"""The board pack of a release as a PDF, in full and in easy read: the worker makes it, a page says how far it is."""

from __future__ import annotations

from flask import Response, current_app, url_for

from app.board.easy_pack import easy_pack
from app.board.topic_pages import figures_of
from app.downloads import pdf
from app.guards import current_staff
from app.here import house
from app.house import House
from app.languages import set_language
from app.outputs import making
from app.outputs.making import Print
from app.outputs.views import print_of
from app.services.running.tasks import Claimed, Work
from app.services.scoring import exports, releases

KIND = "make-pack"
FULL, EASY = "full", "easy"


def pack(release_id: str, edition: str) -> Response:
    """The file, or the page that waits for it; that it was taken is in the audit trail."""
    asked = {"release": release_id, "edition": edition}
    way_back = url_for("board.release", release_id=release_id)
    response = print_of(page_of(release_id, edition), asked, way_back, KIND, "en")
    if response.status_code == 200:
        exports.note_taken(house(), current_staff().email, release_id, "pdf" if edition == FULL else "pdf, easy read")
    return response


def page_of(release_id: str, edition: str) -> Print:
    set_language("en")
    release = releases.get(release_id)
    if edition == FULL:
        name = exports.filename(release, "pdf", unrounded=False).removesuffix(".pdf")
        return Print(name, pdf.html_of(release.table, exports.context_of(house(), release)))
    report = easy_pack(figures_of(release), release)
    return Print(f"{report.name}.{report.language}", making.printed_html(report))


def make(_house: House, task: Claimed) -> str:
    """The task: lay the pack out, press it, keep the file. Its word is the id of the file."""
    with current_app.test_request_context("/"):
        task.progress(0, 2)
        page = page_of(str(task.payload["release"]), str(task.payload["edition"]))
        return making.pressed(_house, task, page)


TASKS: dict[str, Work] = {KIND: make}
