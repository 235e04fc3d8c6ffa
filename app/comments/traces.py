"""Where a text came from: one person asks, another agrees, and for some hours both may look."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import TextAreaField
from wtforms.validators import Length

from app.account.forms import StaffForm, stripped, told_at
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.services.comments import traces
from app.services.trail import in_london

blueprint_of_traces = Blueprint("traces", __name__)
LONGEST_REASON = 500
STATE_WORDS = {
    "asked": N_("Waits for a second person"),
    "open": N_("Open"),
    "over": N_("Over"),
    "lapsed": N_("Lapsed: nobody agreed in time"),
    "refused": N_("Refused or taken back"),
}
SOURCE_WORDS = {
    "draft": N_("Not sent; the day is that of the last change"),
    "response": N_("Sent"),
    "group": N_("A group, as its facilitator wrote it down"),
}


class TraceForm(StaffForm):
    """Why somebody must know where a text came from."""

    reason = TextAreaField(
        N_("Why must you know where this came from?"),
        [Length(max=LONGEST_REASON)],
        [stripped],
    )


def trace_words() -> dict[str, object]:
    return {"state_words": STATE_WORDS}


@blueprint_of_traces.post("/<case_id>/trace")
@allow("safeguarding")
def ask(case_id: str) -> Response | tuple[str, int]:
    form = TraceForm(request.form)
    if form.validate():
        with told_at(form, "reason"):
            traces.ask(house(), current_staff(), case_id, form.reason.data or "")
            flash(gettext("Your request waits for a second person. The others with your role are told by e-mail."))
            return redirect(url_for("concerns.concern", case_id=case_id, _anchor="trace"))
    return render_template("comments/trace_ask.html", form=form, case_id=case_id), 422


@blueprint_of_traces.post("/<case_id>/trace/<trace_id>/<any(agree, close):step>")
@allow("safeguarding")
def answer(case_id: str, trace_id: str, step: str) -> Response:
    verb = traces.agree if step == "agree" else traces.close
    verb(house(), current_staff(), trace_id)
    flash(gettext("The trace is open for you both.") if step == "agree" else gettext("The trace is closed."))
    return redirect(url_for("concerns.concern", case_id=case_id, _anchor="trace"))


@blueprint_of_traces.get("/<case_id>/trace/<trace_id>")
@allow("safeguarding")
def look(case_id: str, trace_id: str) -> str:
    found = traces.look(house(), current_staff(), trace_id)
    trace = next(row for row in traces.of_case(house(), current_staff(), case_id) if row.id == trace_id)
    points = {point.id: point.name for point in house().partnership.journey_points}
    points |= {place.id: place.name for place in house().partnership.localities}
    return render_template(
        "comments/trace.html",
        found=found,
        trace=trace,
        case_id=case_id,
        places=points,
        source_words=SOURCE_WORDS,
        clock=lambda at: in_london(at).strftime("%Y-%m-%d %H:%M"),
    )
