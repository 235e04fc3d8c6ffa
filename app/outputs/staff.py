"""Reports with one click for staff and the board, as a page, a PDF or a Word file; and words for a newsletter."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for

from app.account.language import speak_english
from app.guards import BOARD_READERS, allow, current_staff
from app.here import house
from app.languages import languages, set_language
from app.outputs import making, newsletter
from app.outputs.staff_reports import KINDS
from app.outputs.views import asked_of, docx_of, pdf_of
from app.services import audit
from app.services.asking.entrances import quarter_of
from app.services.transaction import writing

blueprint = Blueprint("reports", __name__, url_prefix="/staff/reports")
blueprint.before_request(speak_english)
NAMES = "any(effectiveness, engagement, 'co-production', 'board-paper')"


@blueprint.get("/")
@allow(*BOARD_READERS)
def listed() -> str:
    """Each report with the spans for which it is made most."""
    return render_template("outputs/staff/list.html", kinds=KINDS, periods={kind: periods(kind) for kind in KINDS})


@blueprint.get(f"/<{NAMES}:kind>/<period>")
@allow(*BOARD_READERS)
def report(kind: str, period: str) -> str:
    made = making.built(asked_of(kind, period))
    return render_template("outputs/staff/report.html", report=made, kind=kind, period=period, words_of=making.words_of)


@blueprint.get(f"/<{NAMES}:kind>/<period>.<any(pdf, docx):extension>")
@allow(*BOARD_READERS)
def file(kind: str, period: str, extension: str) -> Response:
    """One file; that it was taken is in the audit trail."""
    asked = asked_of(kind, period)
    made = making.built(asked)
    way_back = url_for(".report", kind=kind, period=period)
    response = docx_of(made) if extension == "docx" else pdf_of(made, asked, way_back)
    if response.status_code == 200:
        with writing():
            audit.record(house(), current_staff().email, "report-exported", f"{kind} {period}", extension)
    return response


@blueprint.get("/newsletter")
@allow("officer")
def newsletter_words() -> str:
    """The newest answers as words to paste, in each language that is on."""
    offered = languages().offered()
    said = [(language, newsletter.text(language)) for language in offered]
    set_language("en")
    return render_template("outputs/staff/newsletter.html", words=said)


def periods(kind: str) -> list[str]:
    """The present span and the three before it."""
    today = house().today()
    if kind == "effectiveness":
        return [str(today.year - back) for back in range(3)]
    if kind == "co-production":
        months = [today.year * 12 + today.month - 1 - 6 * back for back in range(3)]
        return [f"{month // 12}-{month % 12 + 1:02}" for month in months]
    found, day = [], today
    for _back in range(4):
        found.append(quarter_of(day))
        day = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
        day = day.replace(year=day.year - 1, month=12) if day.month == 1 else day.replace(month=day.month - 1)
    return found
