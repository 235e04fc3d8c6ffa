"""Checking what the software read: one comment at a time, and how often it was right.

Analysts see a comment masked and may hide more; the safeguarding role sees it as written. The verbs are services.
"""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.account.forms import StaffForm, stripped, told_at
from app.account.language import speak_english
from app.comments.words import SENTIMENT_WORDS
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext, languages
from app.services.moderation import accuracy, checks
from app.services.moderation.checks import Said, Sheet
from app.services.trail import in_london

blueprint = Blueprint("moderation", __name__, url_prefix="/staff/moderation")
blueprint.before_request(speak_english)
CONCERN_WORDS = {"none": N_("No concern"), "check": N_("A person should look"), "urgent": N_("Urgent")}
KIND_WORDS = {
    "NAME": N_("Name"),
    "SCHOOL": N_("School"),
    "PHONE": N_("Phone number"),
    "EMAIL": N_("E-mail address"),
    "POSTCODE": N_("Postcode"),
    "ADDRESS": N_("Address"),
    "LINK": N_("Link or handle"),
    "NUMBER": N_("Number of a person"),
    "DATE": N_("Date of birth"),
}
PART_WORDS = {
    "language": N_("language"),
    "sentiment": N_("feeling"),
    "concern": N_("concern"),
    "masks": N_("what is hidden"),
}


def choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(name, text) for name, text in words.items()]


class CheckForm(StaffForm):
    """What one comment really says."""

    mark = HiddenField()
    drawn = HiddenField()
    typed = StringField(N_("Or type words to hide, wherever they stand"), [Length(max=200)], [stripped])
    kind = SelectField(N_("What you hide is a"), choices=choices(KIND_WORDS))
    sentiment = RadioField(N_("How does the writer feel about it?"), [DataRequired()], choices=choices(SENTIMENT_WORDS))
    concern = RadioField(N_("Is somebody unsafe?"), [DataRequired()], choices=choices(CONCERN_WORDS))
    language = StringField(N_("Language, as a code"), [DataRequired(), Length(max=20)], [stripped])


@blueprint.get("")
@allow("analyst", "safeguarding")
def start() -> str:
    who = current_staff()
    found = accuracy.measured(house(), who)
    rows = checks.latest(house(), who)
    return render_template("comments/moderation.html", measured=found, rows=rows, **words())


@blueprint.get("/draw")
@allow("analyst", "safeguarding")
def draw() -> Response:
    """To a comment drawn at random: only those tell how good the software is."""
    found = checks.drawn(house(), current_staff())
    if found is None:
        flash(gettext("Every comment that was sent has been checked, or none was sent yet."))
        return redirect(url_for("moderation.start"))
    return redirect(url_for("moderation.reading", reading_id=found, drawn="yes", _anchor="main"))


@blueprint.get("/<reading_id>")
@allow("analyst", "safeguarding")
def reading(reading_id: str) -> str:
    sheet = checks.sheet(house(), current_staff(), reading_id)
    said = {name: getattr(sheet.labels, name) for name in ("language", "sentiment", "concern")}
    return shown(sheet, CheckForm(data=said | {"mark": sheet.mark, "drawn": request.args.get("drawn", "")}))


@blueprint.post("/<reading_id>")
@allow("analyst", "safeguarding")
def keep(reading_id: str) -> Response | tuple[str, int]:
    form = CheckForm(request.form)
    if form.validate():
        with told_at(form, "typed" if form.typed.data else "language"):
            drawn = form.drawn.data == "yes"
            checks.keep(house(), current_staff(), reading_id, form.mark.data or "", said_in(form), drawn)
            flash(gettext("Kept, with your name and the time."))
            return redirect(url_for("moderation.draw" if drawn else "moderation.reading", reading_id=reading_id))
    return shown(checks.sheet(house(), current_staff(), reading_id), form, hidden_in_form()), 422


@blueprint.post("/undo/<check_id>")
@allow("analyst", "safeguarding")
def undo(check_id: str) -> Response:
    reading_id = checks.undo(house(), current_staff(), check_id)
    flash(gettext("Undone: this is as it was before."))
    return redirect(url_for("moderation.reading", reading_id=reading_id))


def hidden_in_form() -> frozenset[int]:
    return frozenset(int(number) for number in request.form.getlist("hide") if number.isdecimal() and len(number) < 7)


def said_in(form: CheckForm) -> Said:
    return Said(
        hidden=hidden_in_form(),
        kind=form.kind.data,
        typed=form.typed.data or "",
        language=form.language.data,
        sentiment=form.sentiment.data,
        concern=form.concern.data,
    )


def shown(sheet: Sheet, form: CheckForm, hidden: frozenset[int] | None = None) -> str:
    """The page; `hidden` are the words that were ticked in a form that was refused."""
    if hidden is None:
        hidden = frozenset(piece.number for piece in sheet.pieces if piece.kind)
    offered = [language.code for language in languages().offered()]
    return render_template("comments/check.html", sheet=sheet, form=form, hidden=hidden, codes=offered, **words())


def words() -> dict[str, object]:
    return {
        "feelings": SENTIMENT_WORDS,
        "concern_words": CONCERN_WORDS,
        "mask_words": KIND_WORDS,
        "part_words": PART_WORDS,
        "clock": lambda at: in_london(at).strftime("%Y-%m-%d %H:%M"),
    }
