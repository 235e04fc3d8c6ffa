"""Staff pages on which the public pages "what people told us" are made by one person and approved by another."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.services.errors import NotFound
from app.services.themes import told

blueprint = Blueprint("telling", __name__, url_prefix="/staff/told")
blueprint.before_request(speak_english)
Page = str | Response


@blueprint.get("")
@allow("analyst", "officer")
def listed() -> Page:
    return render_template("comments/told_pages.html", states=told.states(house()))


@blueprint.get("/<point>")
@allow("analyst", "officer")
def preview(point: str) -> Page:
    page = told.newest(house(), current_staff(), point)
    if page is None:
        raise NotFound(N_("There is no such page yet."))
    return render_template("comments/told_preview.html", told=page, public=told.public(house(), point))


@blueprint.post("/<point>/draft")
@allow("analyst")
def draft(point: str) -> Page:
    told.draft(house(), current_staff(), point)
    flash(gettext("The page is made. Somebody else must look at it and approve it."))
    return redirect(url_for(".preview", point=point), 303)


@blueprint.post("/<point>/<any(approve,withdraw):deed>")
@allow("analyst", "officer")
def decide(point: str, deed: str) -> Page:
    if deed == "approve":
        number = request.form.get("version", "")
        told.approve(house(), current_staff(), point, int(number) if number.isdecimal() else 0)
        flash(gettext("The page is public."))
    else:
        told.withdraw(house(), current_staff(), point)
        flash(gettext("The page is taken back."))
    return redirect(url_for(".listed"), 303)
