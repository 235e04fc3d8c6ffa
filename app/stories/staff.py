"""Where officers write case studies and events, record consent, publish and take back; and note comments left out."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.account.forms import StaffForm, stripped, told_at
from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext, languages, translated
from app.loop.editor import pictures
from app.loop.forms import offered
from app.loop.steps import number
from app.loop.words import AUDIENCE_WORDS, LIMB_WORDS
from app.outputs.annual import EXEMPTION_WORDS
from app.services.errors import Conflict, Invalid
from app.services.stories import left_out, stories
from app.services.stories.stories import StoryView
from app.services.stories.texts import StoryText, gives_away, missing_for_publication

blueprint = Blueprint("story_keeping", __name__, url_prefix="/staff/stories")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]
KINDS = (("case-study", N_("Case study")), ("event", N_("Co-production event")))


def words(label: str, most: int = 4000) -> TextAreaField:
    return TextAreaField(label, [Length(max=most)], [stripped])


class StoryForm(StaffForm):
    version = HiddenField()
    kind = SelectField(N_("What is it?"), choices=offered(KINDS))
    title = StringField(N_("Title"), [InputRequired(N_("Give it a title.")), Length(max=200)], [stripped])
    title_easy = StringField(N_("Title in easy read"), [Length(max=200)], [stripped])
    picture = RadioField(N_("Picture"), validate_choice=False)
    audience = SelectField(N_("About whom"), choices=offered(AUDIENCE_WORDS.items()))
    journey_point = SelectField(N_("Part of the journey"))
    language = SelectField(N_("Language in which you write"))
    heard, heard_easy = words(N_("What was heard")), words(N_("What was heard, in easy read"), 600)
    changed, changed_easy = words(N_("What changed")), words(N_("What changed, in easy read"), 600)
    told_by = StringField(N_("Told by (a role, never a name)"), [Length(max=120)], [stripped])
    consent_on = DateField(N_("Consent given on"), [Optional()])
    consent_by = StringField(N_("Whose consent it is"), [Length(max=120)], [stripped])
    consent_kept = StringField(N_("Where the consent is kept"), [Length(max=200)], [stripped])
    held_on = DateField(N_("Day of the event"), [Optional()])
    place = StringField(N_("Place of the event"), [Length(max=120)], [stripped])
    people = IntegerField(N_("How many took part"), [Optional(), NumberRange(min=1, max=100_000)])

    def offer(self) -> None:
        self.journey_point.choices = offered((each.id, each.name) for each in house().partnership.journey_points)
        self.language.choices = offered((each.code, each.name) for each in languages().offered())
        self.picture.choices = offered(pictures())

    def content(self) -> StoryText:
        given = {name: data for name, data in self.data.items() if data is not None}
        return StoryText(**{name: given[name] for name in StoryText.__dataclass_fields__ if name in given})


class LeftOutForm(StaffForm):
    limb = SelectField(N_("What they are about"), choices=offered((k, v) for k, v in LIMB_WORDS.items() if k))
    reason = SelectField(N_("Why they are left out"), choices=offered(EXEMPTION_WORDS.items()))
    comments = IntegerField(
        N_("How many comments"), [InputRequired(N_("Say how many.")), NumberRange(min=1, max=100_000)]
    )


@blueprint.get("/")
@allow("officer")
def listed() -> Page:
    return render_template("stories/staff/list.html", stories=stories.listed(house()), kinds=dict(KINDS))


@blueprint.get("/new")
@allow("officer")
def new() -> Page:
    return editor(story_form(data={"kind": request.args.get("kind", "case-study")}), None)


@blueprint.post("/new")
@allow("officer")
def create() -> Page:
    form = story_form(request.form)
    if form.validate():
        with told_at(form, "title"):
            return saved(stories.create(house(), form.content(), current_staff()))
    return editor(form, None), 422


@blueprint.get("/<story_id>")
@allow("officer")
def story(story_id: str) -> Page:
    view = stories.get(house(), story_id)
    return editor(story_form(data={**asdict(view.content), "version": view.version}), view)


@blueprint.post("/<story_id>")
@allow("officer")
def change(story_id: str) -> Page:
    view, form = stories.get(house(), story_id), story_form(request.form)
    if form.validate():
        with told_at(form, "title"):
            return saved(stories.change(house(), story_id, number(form.version.data), form.content(), current_staff()))
    return editor(form, view), 422


@blueprint.get("/<story_id>/preview")
@allow("officer")
def preview(story_id: str) -> Page:
    return shown(stories.get(house(), story_id))


@blueprint.post("/<story_id>/<any(publish, withdraw):step>")
@allow("officer")
def take(story_id: str, step: str) -> Page:
    view = stories.get(house(), story_id)
    if step == "publish" and request.form.get("sure") != "yes":
        return shown(view, refusal=gettext("Tick that it may be public, then publish.")), 422
    try:
        action = stories.publish if step == "publish" else stories.withdraw
        action(house(), story_id, number(request.form.get("version")), current_staff())
    except (Conflict, Invalid) as refusal:
        return shown(stories.get(house(), story_id), refusal=translated(refusal)), refusal.status
    flash(gettext("It is public now.") if step == "publish" else gettext("It is no longer public."))
    return redirect(url_for(".preview", story_id=story_id))


@blueprint.get("/left-out")
@allow("officer")
def left_out_listed() -> Page:
    return left_out_page(LeftOutForm())


@blueprint.post("/left-out")
@allow("officer")
def note_left_out() -> Page:
    form = LeftOutForm(request.form)
    if form.validate():
        with told_at(form, "comments"):
            left_out.note(house(), form.limb.data, form.reason.data, form.comments.data, current_staff())
            flash(gettext("Noted. The yearly report says so."))
            return redirect(url_for(".left_out_listed"))
    return left_out_page(form), 422


@blueprint.post("/left-out/<row_id>/remove")
@allow("officer")
def remove_left_out(row_id: str) -> Page:
    left_out.remove(house(), row_id, current_staff())
    flash(gettext("Taken back."))
    return redirect(url_for(".left_out_listed"))


def left_out_page(form: LeftOutForm) -> str:
    rows = left_out.listed(house())
    return render_template("stories/staff/left_out.html", form=form, rows=rows, reasons=EXEMPTION_WORDS)


def story_form(formdata: object = None, data: dict | None = None) -> StoryForm:
    form = StoryForm(formdata, data=data)
    form.offer()
    return form


def editor(form: StoryForm, view: StoryView | None) -> str:
    return render_template("stories/staff/editor.html", form=form, view=view)


def saved(view: StoryView) -> Response:
    flash(gettext("Saved. This is how everyone will see it."))
    return redirect(url_for(".preview", story_id=view.id))


def shown(view: StoryView, **more: object) -> str:
    return render_template(
        "stories/staff/preview.html",
        view=view,
        content=view.content,
        to_do=missing_for_publication(view.content),
        doubtful=sorted({word for _kind, word in gives_away(view.content)}),
        kinds=dict(KINDS),
        **more,
    )
