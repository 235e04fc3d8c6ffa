"""Where officers bring in the plan, say how far its actions are, and link them to entries. Kept by organisation."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import FileField, HiddenField, SelectField, TextAreaField
from wtforms.validators import Length

from app.account.forms import StaffForm, TickedField, stripped, told_at
from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext, translated
from app.loop.forms import offered
from app.loop.steps import number
from app.loop.words import PROGRESS_WORDS
from app.services.errors import Conflict, Forbidden
from app.services.loop import entries
from app.services.plan import actions, importing, keepers
from app.services.plan.texts import LONGEST_NOTE, read_milestones, written_milestones
from app.services.running import files
from app.services.transaction import writing

blueprint = Blueprint("planning", __name__, url_prefix="/staff/plan")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]


class PlanForm(StaffForm):
    file = FileField(N_("CSV file of the plan"))


class WordForm(StaffForm):
    version = HiddenField()
    state = SelectField(N_("How far it is"), choices=offered(PROGRESS_WORDS.items()))
    note = TextAreaField(N_("This quarter, in one or two plain sentences"), [Length(max=LONGEST_NOTE)], [stripped])
    milestones = TextAreaField(N_("Milestones, one a line"), [Length(max=4000)], [stripped])


class LinksForm(StaffForm):
    actions = TickedField(N_("Actions of the plan on which this entry rests"))


@blueprint.get("/")
@allow("officer")
def listed() -> Page:
    return plan_page(PlanForm())


@blueprint.post("/")
@allow("officer")
def preview() -> Page:
    """Check a file and show what it would change. With mistakes, each is told and nothing can be stored."""
    form, sent = PlanForm(), request.files.get("file")
    content = sent.read() if sent else b""
    if not content:
        form.file.errors = [N_("Choose a CSV file.")]
        return plan_page(form), 422
    found = importing.preview(house(), content, current_staff())
    if found.problems:
        return render_template("plan/staff/preview.html", found=found, file_id=""), 422
    kept = files.keep(house(), [content], "plan.csv", "text/csv", current_staff().id, days=1)
    return render_template("plan/staff/preview.html", found=found, file_id=kept)


@blueprint.post("/store")
@allow("officer")
def store() -> Page:
    """Store the file that was shown."""
    file = files.get(house(), request.form.get("file", ""), current_staff().id)
    content = b"".join(files.parts(house(), file.id))
    try:
        found = importing.store(house(), content, current_staff())
    except Conflict:
        found = importing.preview(house(), content, current_staff())
        return render_template("plan/staff/preview.html", found=found, file_id=""), 409
    with writing():
        files.remove(file.id)
    counts = {"new": found.count("new"), "changed": found.count("changed")}
    flash(gettext("Stored: %(new)s new, %(changed)s changed. Everyone can read it now.", **counts))
    return redirect(url_for(".listed"))


@blueprint.get("/actions/<reference>")
@allow("officer")
def action(reference: str) -> Page:
    view = actions.get(house(), reference)
    said = view.content
    data = {"version": view.version, "state": said.state, "note": said.note}
    return action_page(reference, WordForm(data={**data, "milestones": written_milestones(said.milestones)}))


@blueprint.post("/actions/<reference>")
@allow("officer")
def tell(reference: str) -> Page:
    form = WordForm(request.form)
    if form.validate():
        with told_at(form, "milestones"):
            try:
                said = form.state.data, form.note.data or "", read_milestones(form.milestones.data or "")
                actions.tell(house(), reference, number(form.version.data), said, current_staff())
            except Forbidden as refusal:
                return action_page(reference, form, refusal=translated(refusal)), refusal.status
            flash(gettext("Saved. Everyone can read it on the page of the action."))
            return redirect(url_for(".listed"))
    return action_page(reference, form), 422


@blueprint.get("/entries/<entry_id>")
@allow("officer")
def links(entry_id: str) -> Page:
    view = entries.get(house(), entry_id)
    form = links_form(data={"actions": [each.content.reference for each in actions.of_entry(entry_id)]})
    return render_template("plan/staff/links.html", form=form, entry=view)


@blueprint.post("/entries/<entry_id>")
@allow("officer")
def link(entry_id: str) -> Page:
    view, form = entries.get(house(), entry_id), links_form(request.form)
    if form.validate():
        actions.link(house(), entry_id, form.actions.data or [], current_staff())
        flash(gettext("Saved."))
        return redirect(url_for("entries.steps.preview", entry_id=entry_id))
    return render_template("plan/staff/links.html", form=form, entry=view), 422


def links_form(formdata: object = None, data: dict | None = None) -> LinksForm:
    form = LinksForm(formdata, data=data)
    form.actions.choices = offered(
        (view.content.reference, f"{view.content.reference} {view.content.title}") for view in actions.listed(house())
    )
    return form


def plan_page(form: PlanForm) -> str:
    mine = keepers.organisation_of(current_staff().id)
    every = actions.listed(house())
    return render_template("plan/staff/list.html", form=form, actions=every, mine=mine, columns=importing.COLUMNS)


def action_page(reference: str, form: WordForm, **more: object) -> str:
    view = actions.get(house(), reference)
    may = keepers.may_keep(current_staff(), view.content.organisation)
    words = actions.words(house(), reference)
    return render_template("plan/staff/action.html", form=form, view=view, may_keep=may, words=words, **more)
