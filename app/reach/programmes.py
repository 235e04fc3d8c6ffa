"""Staff pages of programmes, and of what is planned for a collector: target, days, who shares it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.account.forms import StaffForm, TickedField, stripped, told_at
from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext, languages
from app.services.asking import collector_counts, collector_plans, collectors, waves
from app.services.asking import programmes as verbs
from app.services.asking.collector_plans import SHARER_KINDS, PlanView
from app.services.reach import linkage
from surveys.partnership import SCHEDULE_OF

blueprint = Blueprint("programmes", __name__, url_prefix="/staff")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]
KINDS = {"waves": N_("In waves"), "touchpoint": N_("All the time, counted in quarters")}
SHARERS = dict(
    zip(
        SHARER_KINDS,
        (
            N_("Parent carer forum"),
            N_("Young people's group"),
            N_("School or college"),
            N_("Health service"),
            N_("Council"),
            N_("Event"),
            N_("Website or social media"),
            N_("Other"),
        ),
        strict=True,
    )
)


class ProgrammeForm(StaffForm):
    name = StringField(N_("Name"), [DataRequired(N_("Give the programme a name.")), Length(max=200)], [stripped])
    kind = SelectField(N_("When it is asked"))
    surveys = TickedField(N_("Surveys"))
    waves = TickedField(N_("Waves"))


def programme_form(kind: str = "", **given: object) -> ProgrammeForm:
    form = ProgrammeForm(**given)
    known = house().partnership.catalogue.surveys
    form.kind.choices = [SelectChoice(name, gettext(words)) for name, words in KINDS.items()]
    fitting = [survey for survey in known if not kind or survey.schedule == SCHEDULE_OF[kind]]
    form.surveys.choices = [(survey.id, f"{survey.title} ({survey.id})") for survey in fitting]
    form.waves.choices = [(wave.id, wave.id) for wave in waves.listed(house())]
    return form


@blueprint.get("/programmes")
@allow("officer")
def listed() -> Page:
    return render_template("campaigns/programmes.html", rows=verbs.listed(house()), kinds=KINDS)


@blueprint.get("/programmes/new")
@allow("officer")
def new() -> Page:
    return render_template("campaigns/programme.html", form=programme_form(), row=None)


@blueprint.post("/programmes/new")
@allow("officer")
def make() -> Page:
    form = programme_form(formdata=request.form)
    if form.validate():
        with told_at(form, "surveys"):
            given = (form.name.data, form.kind.data, form.surveys.data or (), form.waves.data or ())
            verbs.create(house(), *given, current_staff().email)
            flash(gettext("The programme is made."))
            return redirect(url_for("programmes.listed"))
    return render_template("campaigns/programme.html", form=form, row=None), 422


@blueprint.get("/programmes/<programme_id>")
@allow("officer")
def programme(programme_id: str) -> Page:
    row = verbs.get(house(), programme_id)
    data = {"name": row.name, "kind": row.kind, "surveys": list(row.surveys), "waves": list(row.waves)}
    linked = linkage.of_programme(house(), row)
    return render_template("campaigns/programme.html", form=programme_form(row.kind, data=data), row=row, linked=linked)


@blueprint.post("/programmes/<programme_id>")
@allow("officer")
def change(programme_id: str) -> Page:
    row = verbs.get(house(), programme_id)
    form = programme_form(row.kind, formdata=request.form)
    del form.kind
    if form.validate():
        with told_at(form, "surveys"):
            given = (form.name.data, form.surveys.data or (), form.waves.data or ())
            verbs.change(house(), programme_id, *given, current_staff().email)
            flash(gettext("The programme is changed."))
            return redirect(url_for("programmes.listed"))
    return render_template("campaigns/programme.html", form=form, row=row), 422


@blueprint.post("/programmes/<programme_id>/<any(close, reopen):what>")
@allow("officer")
def set_open(programme_id: str, what: str) -> Page:
    verbs.set_open(house(), programme_id, what == "reopen", current_staff().email)
    flash(gettext("The programme is open.") if what == "reopen" else gettext("The programme is closed."))
    return redirect(url_for("programmes.listed"))


# --- what is planned for a collector ---


class PlanForm(StaffForm):
    shared_by = StringField(N_("Who shares it"), [Length(max=200)], [stripped])
    sharer_kind = SelectField(N_("What kind of place that is"), [Optional()])
    language = SelectField(N_("Language in which it opens"), [Optional()])
    target = IntegerField(N_("How many answers you hope for"), [Optional()])
    opens_on = DateField(N_("First day"), [Optional()])
    closes_on = DateField(N_("Last day"), [Optional()])


def plan_form(**given: object) -> PlanForm:
    form = PlanForm(**given)
    known = [SelectChoice(name, gettext(words)) for name, words in SHARERS.items()]
    form.sharer_kind.choices = [SelectChoice("", gettext("Not set")), *known]
    spoken = [SelectChoice(language.code, language.name) for language in languages().offered()]
    form.language.choices = [SelectChoice("", gettext("People choose first")), *spoken]
    return form


@blueprint.get("/collectors/<code>/plan")
@allow("officer", "facilitator")
def plan(code: str) -> Page:
    row = collectors.get(house(), code, mine_only())
    return plan_page(row, plan_form(obj=collector_plans.get(house(), row.code)))


@blueprint.post("/collectors/<code>/plan")
@allow("officer", "facilitator")
def change_plan(code: str) -> Page:
    row, form = collectors.get(house(), code, mine_only()), plan_form(formdata=request.form)
    if form.validate():
        with told_at(form, "target"):
            collector_plans.change(house(), row.code, PlanView(**form.data), current_staff().email)
            flash(gettext("The plan of the link is saved."))
            return redirect(url_for("programmes.plan", code=row.code))
    return plan_page(row, form), 422


def plan_page(row: collectors.CollectorView, form: PlanForm) -> str:
    counts = collector_counts.of(house(), row.code)
    planned = collector_plans.get(house(), row.code)
    return render_template("campaigns/plan.html", row=row, form=form, counts=counts, planned=planned)


def mine_only() -> str | None:
    """Facilitators see their own links; officers see all."""
    who = current_staff()
    return None if who.may("officer") else who.id
