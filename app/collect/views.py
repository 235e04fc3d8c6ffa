"""Links, their QR codes and counts, and the waves in which people are asked."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.account.forms import told_at
from app.account.language import speak_english
from app.collect.forms import DatesForm, WaveForm, collector_form
from app.collect.pictures import qr_png, qr_svg
from app.guards import allow, current_staff
from app.here import house
from app.languages import gettext
from app.services.asking import collectors as links
from app.services.asking import waves as wave_dates

blueprint = Blueprint("collect", __name__, url_prefix="/staff")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]


@blueprint.get("/collectors")
@allow("officer", "facilitator")
def collectors() -> Page:
    rows = links.listed(house(), mine_only())
    return render_template("collect/collectors.html", rows=rows, titles=survey_titles())


@blueprint.get("/collectors/new")
@allow("officer", "facilitator")
def new() -> Page:
    form = collector_form(house().partnership, wave_dates.listed(house()))
    return render_template("collect/new.html", form=form, example=link_to("······"))


@blueprint.post("/collectors/new")
@allow("officer", "facilitator")
def make() -> Page:
    form = collector_form(house().partnership, wave_dates.listed(house()), request.form)
    if form.validate():
        with told_at(form, "survey"):
            point, _slash, stage = (form.moment.data or "").partition("/")
            code = links.create(
                house(),
                form.survey.data,
                label=form.label.data or "",
                locality=form.locality.data,
                journey_point=point,
                stage=stage,
                wave=form.wave.data,
                shared_device=form.shared_device.data,
                actor=current_staff().email,
            )
            flash(gettext("The link is ready. Try it once before you share it."))
            return redirect(url_for("collect.collector", code=code))
    return render_template("collect/new.html", form=form, example=link_to("······")), 422


@blueprint.get("/collectors/<code>")
@allow("officer", "facilitator")
def collector(code: str) -> Page:
    row = links.get(house(), code, mine_only())
    return render_template("collect/collector.html", row=row, link=link_to(code), titles=survey_titles())


@blueprint.get("/collectors/<code>.svg")
@allow("officer", "facilitator")
def qr(code: str) -> Response:
    row = links.get(house(), code, mine_only())
    return Response(qr_svg(link_to(row.code)), mimetype="image/svg+xml")


@blueprint.get("/collectors/<code>.png")
@allow("officer", "facilitator")
def qr_picture(code: str) -> Response:
    row = links.get(house(), code, mine_only())
    return Response(qr_png(link_to(row.code)), mimetype="image/png")


@blueprint.post("/collectors/<code>/<any(close, reopen):what>")
@allow("officer", "facilitator")
def set_open(code: str, what: str) -> Page:
    row = links.get(house(), code, mine_only())
    links.set_open(house(), row.code, what == "reopen", current_staff().email)
    closed = gettext("The link is closed: who opens it is told kindly. You can open it again.")
    flash(gettext("The link is open again.") if what == "reopen" else closed)
    return redirect(url_for("collect.collector", code=code))


def mine_only() -> str | None:
    """Facilitators see their own links; officers see all."""
    who = current_staff()
    return None if who.may("officer") else who.id


def link_to(code: str) -> str:
    return f"{house().config.public_url}/c/{code}"


def survey_titles() -> dict[str, str]:
    return {survey.id: survey.title for survey in house().partnership.catalogue.surveys}


@blueprint.get("/waves")
@allow("officer")
def waves() -> Page:
    return waves_page(WaveForm())


@blueprint.post("/waves")
@allow("officer")
def add_wave() -> Page:
    form = WaveForm(request.form)
    if form.validate():
        with told_at(form, "wave"):
            actor = current_staff().email
            wave_dates.add(house(), form.wave.data, form.opens_on.data, form.closes_on.data, actor)
            flash(gettext("The wave %(wave)s is planned.", wave=form.wave.data))
            return redirect(url_for("collect.waves"))
    return waves_page(form), 422


def waves_page(form: WaveForm) -> str:
    rows = wave_dates.listed(house())
    return render_template("collect/waves.html", rows=rows, form=form, today=house().today())


@blueprint.get("/waves/<wave_id>")
@allow("officer")
def wave(wave_id: str) -> Page:
    row = wave_dates.get(house(), wave_id)
    form = DatesForm(data={"opens_on": row.opens_on, "closes_on": row.closes_on})
    return render_template("collect/wave.html", row=row, form=form)


@blueprint.post("/waves/<wave_id>")
@allow("officer")
def change_wave(wave_id: str) -> Page:
    row, form = wave_dates.get(house(), wave_id), DatesForm(request.form)
    if form.validate():
        with told_at(form, "opens_on"):
            wave_dates.change(house(), wave_id, form.opens_on.data, form.closes_on.data, current_staff().email)
            flash(gettext("The dates of the wave %(wave)s are changed.", wave=wave_id))
            return redirect(url_for("collect.waves"))
    return render_template("collect/wave.html", row=row, form=form), 422


@blueprint.post("/waves/<wave_id>/remove")
@allow("officer")
def remove_wave(wave_id: str) -> Page:
    wave_dates.remove(house(), wave_id, current_staff().email)
    flash(gettext("The wave %(wave)s is removed. You can add it again.", wave=wave_id))
    return redirect(url_for("collect.waves"))
