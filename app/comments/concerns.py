"""The pages of the safeguarding queue: what waits and how long, one text as it was written, the decision about it.

Where a text came from is in `traces`; correcting what the software read is in `moderation`.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.account.forms import StaffForm, stripped, told_at
from app.account.language import speak_english
from app.comments.traces import TraceForm, blueprint_of_traces, trace_words
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext, ngettext
from app.services.comments import concern_queue, traces
from app.services.trail import in_london

blueprint = Blueprint("concerns", __name__, url_prefix="/staff/concerns")
blueprint.before_request(speak_english)
blueprint.register_blueprint(blueprint_of_traces)
LONGEST_NOTE = 1000
KIND_WORDS = {
    "urgent": N_("Urgent"),
    "foreign": N_("Not English: read first"),
    "check": N_("To check"),
    "rest": N_("From a child"),
}
DECISION_WORDS = {
    "none": N_("No concern"),
    "acted": N_("Acted"),
    "passed-on": N_("Passed on"),
}
SOURCE_WORDS = {
    "draft": N_("Not sent: somebody is writing, or stopped"),
    "response": N_("Sent"),
    "group": N_("A group, as its facilitator wrote it down"),
}
EVENT_WORDS = {
    "concern-alerted": N_("An alert was sent"),
    "concern-opened": N_("Read"),
    "concern-decided": N_("Decided"),
    "concern-reopened": N_("The decision was taken back"),
    "concern-changed": N_("The writer changed the text; it waits again"),
    "trace-asked": N_("Asked for a trace"),
    "trace-agreed": N_("Agreed to a trace"),
    "trace-refused": N_("No trace: refused or taken back"),
    "trace-closed": N_("Ended a trace"),
    "trace-seen": N_("Saw what a trace found"),
}


class DecisionForm(StaffForm):
    """What became of one text."""

    decision = RadioField(
        N_("What did you decide?"),
        [DataRequired(N_("Choose what you decided."))],
        choices=[SelectChoice(name, words) for name, words in DECISION_WORDS.items()],
    )
    note = TextAreaField(N_("In a few words: what was done, or who has it now"), [Length(max=LONGEST_NOTE)], [stripped])


def shown() -> dict[str, object]:
    """What the templates need."""
    return {
        "clock": lambda at: in_london(at).strftime("%Y-%m-%d %H:%M"),
        "span": span_text,
        "kind_words": KIND_WORDS,
        "decision_words": DECISION_WORDS,
        "source_words": SOURCE_WORDS,
        "event_words": EVENT_WORDS,
    }


def span_text(left: timedelta) -> str:
    """A span in its two largest units: "3 days 4 hours", "25 minutes"."""
    minutes = int(abs(left) / timedelta(minutes=1))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [ngettext("%(num)s day", "%(num)s days", days)] if days else []
    if hours or days:
        parts.append(ngettext("%(num)s hour", "%(num)s hours", hours))
    if not days:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", rest))
    return " ".join(parts)


@blueprint.get("")
@allow("safeguarding")
def listed() -> str:
    who, decided, kind = current_staff(), request.args.get("show") == "decided", request.args.get("kind", "")
    return render_template(
        "comments/concerns.html",
        rows=concern_queue.decided(house(), who) if decided else concern_queue.listed(house(), who, kind),
        tallies=concern_queue.tallies(house(), who),
        rules=house().partnership.safeguarding,
        following=concern_queue.following(house(), who),
        asked=traces.waiting(house(), who),
        decided=decided,
        kind=kind if kind in KIND_WORDS else "",
        **shown(),
    )


@blueprint.get("/<case_id>")
@allow("safeguarding")
def concern(case_id: str) -> str:
    return page(case_id, DecisionForm())


@blueprint.post("/<case_id>")
@allow("safeguarding")
def decide(case_id: str) -> Response | tuple[str, int]:
    """Keep the decision, then on to what is to be read next."""
    form = DecisionForm(request.form)
    if form.validate():
        with told_at(form, "note" if form.decision.data != "none" else "decision"):
            concern_queue.decide(house(), current_staff(), case_id, form.decision.data, form.note.data or "")
            flash(gettext("Your decision is kept, with your name and the time."))
            return onward(case_id)
    return page(case_id, form), 422


def onward(case_id: str) -> Response:
    """To the next one that nobody has read, at its beginning; to the list if that was asked for or none is left."""
    after = concern_queue.following(house(), current_staff(), case_id) if "list" not in request.form else None
    return redirect(url_for("concerns.concern", case_id=after, _anchor="main") if after else url_for("concerns.listed"))


@blueprint.post("/<case_id>/reopen")
@allow("safeguarding")
def reopen(case_id: str) -> Response:
    concern_queue.reopen(house(), current_staff(), case_id)
    flash(gettext("The decision is taken back. It waits again."))
    return redirect(url_for("concerns.concern", case_id=case_id))


def page(case_id: str, form: DecisionForm) -> str:
    who = current_staff()
    return render_template(
        "comments/concern.html",
        found=concern_queue.open_case(house(), who, case_id),
        form=form,
        trace_form=TraceForm(),
        traces=traces.of_case(house(), who, case_id),
        others=traces.others(who),
        rules=house().partnership.safeguarding,
        me=who.email,
        following=concern_queue.following(house(), who, case_id),
        **trace_words(),
        **shown(),
    )
