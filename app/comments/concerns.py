"""The pages of the safeguarding queue: what waits and how long, one text as it was written, the decision about it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.account.forms import StaffForm, stripped, told_at
from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.services import concern_queue
from app.services.trail import in_london

blueprint = Blueprint("concerns", __name__, url_prefix="/staff/concerns")
blueprint.before_request(speak_english)
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
    "concern-changed": N_("The writer changed the text; it waits again"),
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
    """What both templates need."""
    return {
        "clock": lambda at: in_london(at).strftime("%Y-%m-%d %H:%M"),
        "kind_words": KIND_WORDS,
        "decision_words": DECISION_WORDS,
        "source_words": SOURCE_WORDS,
        "event_words": EVENT_WORDS,
    }


@blueprint.get("")
@allow("safeguarding")
def listed() -> str:
    decided = request.args.get("show") == "decided"
    who = current_staff()
    return render_template(
        "comments/concerns.html",
        rows=concern_queue.listed(house(), who, decided),
        tallies=concern_queue.tallies(house(), who),
        rules=house().partnership.safeguarding,
        decided=decided,
        **shown(),
    )


@blueprint.get("/<case_id>")
@allow("safeguarding")
def concern(case_id: str) -> str:
    return page(case_id, DecisionForm())


@blueprint.post("/<case_id>")
@allow("safeguarding")
def decide(case_id: str) -> Response | tuple[str, int]:
    form = DecisionForm(request.form)
    if form.validate():
        with told_at(form, "decision"):
            concern_queue.decide(house(), current_staff(), case_id, form.decision.data, form.note.data or "")
            flash(gettext("Your decision is kept, with your name and the time."))
            return redirect(url_for("concerns.listed"))
    return page(case_id, form), 422


def page(case_id: str, form: DecisionForm) -> str:
    found = concern_queue.open_case(house(), current_staff(), case_id)
    return render_template("comments/concern.html", found=found, form=form, **shown())
