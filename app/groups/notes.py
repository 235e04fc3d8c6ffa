"""The staff pages where notes of a focus group or an event, a letter or a call are entered. Their words: comments."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from app.account.forms import StaffForm, told_at
from app.account.language import speak_english
from app.collect.forms import NO_DATE, moments
from app.groups.forms import PeopleField
from app.guards import allow, current_staff
from app.here import house
from app.house import random_id
from app.languages import N_, gettext, languages, ngettext
from app.loop.words import AUDIENCE_WORDS
from app.models.groups import LARGEST
from app.services.asking import notes as verbs
from app.services.asking.notes import WAYS, NewNote

blueprint = Blueprint("notes", __name__, url_prefix="/staff/notes")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]
OF_STAFF = allow("officer", "facilitator")
HOW_MANY = N_("Enter how many people said it, from 1 to 500.")
WAY_WORDS = {
    "focus-group": N_("Focus group"),
    "event": N_("Event"),
    "letter": N_("Letter or e-mail"),
    "call": N_("Call"),
}
WAY_WORDS |= {verbs.HANDS: N_("Hands counted in a group"), "others": N_("Other ways")}


class NoteForm(StaffForm):
    """Make it with `note_form`. `key` is drawn with the page, so that a note that is sent twice is stored once."""

    key = HiddenField()
    way = SelectField(N_("How it came"), [DataRequired(N_("Choose how it came."))])
    people = PeopleField(N_("People behind it"), [InputRequired(HOW_MANY), NumberRange(1, LARGEST, HOW_MANY)])
    audience = SelectField(N_("Who said it"), [DataRequired(N_("Choose who said it."))])
    held_on = DateField(N_("Day"), [DataRequired(NO_DATE)])
    moment = SelectField(N_("Moment of the journey"), [Optional()])
    locality = SelectField(N_("Locality"), [Optional()])
    language = SelectField(N_("Language of the words below"))
    text = TextAreaField(N_("What was said"), [DataRequired(N_("Write down what was said."))], render_kw={"rows": 14})

    def new_note(self) -> NewNote:
        point, _slash, stage = (self.moment.data or "").partition("/")
        same = {each.name: self[each.name].data for each in fields(NewNote) if each.name in self}
        return NewNote(**{**same, "locality": self.locality.data or ""}, journey_point=point, stage=stage)


def note_form(data: object = None) -> NoteForm:
    form = NoteForm(data, data={"key": random_id(), "language": "en"})
    partnership = house().partnership
    audiences = dict.fromkeys(survey.audience for survey in partnership.catalogue.surveys)
    choose = SelectChoice("", gettext("Choose"))
    form.way.choices = [choose, *(SelectChoice(way, gettext(WAY_WORDS[way])) for way in WAYS)]
    form.audience.choices = [choose, *(SelectChoice(each, gettext(AUDIENCE_WORDS[each])) for each in audiences)]
    form.moment.choices = [SelectChoice("", gettext("None in particular")), *moments(partnership)]
    places = [SelectChoice(place.id, place.name) for place in partnership.localities]
    form.locality.choices = [SelectChoice("", gettext("Not known")), *places]
    spoken = [SelectChoice(language.code, language.name) for language in languages().offered()]
    form.language.choices = [*spoken, SelectChoice("und", gettext("Another language"))]
    return form


@blueprint.get("")
@OF_STAFF
def listed() -> Page:
    rows = verbs.listed(house(), current_staff())
    points = {point.id: point.name for point in house().partnership.journey_points}
    places = {place.id: place.name for place in house().partnership.localities}
    about = {"points": points, "places": places, "ways": WAY_WORDS, "audience_words": AUDIENCE_WORDS}
    return render_template("staff/groups/notes.html", rows=rows, table=table(), me=current_staff(), **about)


def table() -> object:
    return verbs.people_behind(house(), current_staff())


@blueprint.get("/new")
@OF_STAFF
def new() -> Page:
    return render_template("staff/groups/note.html", form=note_form())


@blueprint.post("/new")
@OF_STAFF
def enter() -> Page:
    form = note_form(request.form)
    if form.validate():
        with told_at(form, "text"):
            count = verbs.enter(house(), current_staff(), form.new_note())
            flash(
                ngettext(
                    "%(num)s comment is kept. It is read and masked within minutes.",
                    "%(num)s comments are kept. They are read and masked within minutes.",
                    count,
                )
            )
            return redirect(url_for("notes.listed"))
    return render_template("staff/groups/note.html", form=form), 422


@blueprint.post("/<note_id>/remove")
@OF_STAFF
def remove(note_id: str) -> Page:
    verbs.remove(house(), current_staff(), note_id)
    flash(gettext("The note is deleted, with everything that was read from it."))
    return redirect(url_for("notes.listed"))
