"""Reports as files: light ones at once, PDFs by the worker as a task with progress, and kept. Writes no report."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from flask import current_app, g, render_template

from app.collect.pictures import qr_svg
from app.here import house
from app.house import House
from app.languages import set_language
from app.outputs import staff_reports
from app.outputs.annual import annual
from app.outputs.document import Document, Words
from app.paper.typeset import shelf
from app.services.running import files, tasks
from app.services.running.tasks import Claimed, TaskView, Work

KIND = "make-report"
KEPT_DAYS = 31
"""Longer than a finished task is remembered, so that what it says is there is there."""
Asked = dict[str, str]
"""What a report is: `kind`, `period`, `language`, `edition` ("full" or "easy")."""


def built(asked: Asked) -> Document:
    """The report in its language. Raises `NotFound` for a span that has not begun."""
    g.pop("language", None)
    set_language(asked["language"])
    if asked["kind"] == "annual":
        return annual(asked["period"], asked["edition"] == "easy")
    return staff_reports.staff_report(asked["kind"], asked["period"])


def printed_html(report: Document) -> str:
    return render_template("paper/document.html", report=report, words_of=words_of, square_of=square_of)


def square_of(address: str) -> str:
    """The QR picture of an address, as a page holds it."""
    return b64encode(qr_svg(address)).decode()


def words_of(words: Words, report: Document) -> str:
    """The language of a text where it is another one than the report's, else blank."""
    return words.language if words.language not in ("", report.language) else ""


@dataclass(frozen=True, slots=True)
class Print:
    """A page for the press: what begins its file's name, and its HTML."""

    name: str
    html: str

    @property
    def slot(self) -> str:
        """Another one whenever anything in it is."""
        return f"{self.name}.{hashlib.sha256(self.html.encode()).hexdigest()[:16]}"[-100:]


def print_of(report: Document) -> Print:
    return Print(f"{report.name}.{report.language}", printed_html(report))


def ready(page: Print, kind: str = KIND) -> Path | bytes | None:
    """The PDF if it is there: on this machine's shelf, or kept by the worker of another one."""
    found = shelf().find(page.html)
    if found:
        return found
    task = tasks.find(kind, page.slot)
    if task is None or task.state != "done":
        return None
    return b"".join(files.parts(house(), task.detail))


def ask(page: Print, asked: Asked, kind: str = KIND) -> TaskView:
    """Have it made, once however often it is asked for; how far it is."""
    return tasks.get(house(), tasks.enqueue(house(), kind, asked, page.slot))


def make(_house: House, task: Claimed) -> str:
    """The task: lay the report out, press it, keep the file. Its word is the id of the file."""
    with current_app.test_request_context("/"):
        task.progress(0, 2)
        report = built({key: str(value) for key, value in task.payload.items()})
        return pressed(_house, task, print_of(report))


def pressed(house: House, task: Claimed, page: Print) -> str:
    """The last step of a task: the PDF, kept for every machine; the id of its file."""
    pdf = shelf().make(page.html)
    task.progress(1, 2)
    return files.keep(house, [pdf.read_bytes()], f"{page.name}.pdf", "application/pdf", None, KEPT_DAYS)


TASKS: dict[str, Work] = {KIND: make}
