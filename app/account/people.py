"""Accounts of other people: who may sign in, and in which roles. For administrators."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.account.forms import OrganisationForm, PersonForm, RolesForm, told_at
from app.guards import allow, current_staff
from app.here import house
from app.languages import gettext
from app.services import staff
from app.services.plan import keepers

blueprint = Blueprint("people", __name__, url_prefix="/people")
Page = str | Response | tuple[str, int]


@blueprint.get("")
@allow("administrator")
def listed() -> Page:
    return render_template("account/people.html", people=staff.listed(house()))


@blueprint.get("/new")
@allow("administrator")
def new() -> Page:
    return render_template("account/new_person.html", form=PersonForm())


@blueprint.post("/new")
@allow("administrator")
def add() -> Page:
    form = PersonForm(request.form)
    if form.validate():
        with told_at(form, "email"):
            link = staff.add(house(), form.email.data, form.roles.data, current_staff().email)
            return link_page(form.email.data, link)
    return render_template("account/new_person.html", form=form), 422


@blueprint.get("/<staff_id>")
@allow("administrator")
def person(staff_id: str) -> Page:
    found = staff.get(house(), staff_id)
    return person_page(found, RolesForm(data={"roles": sorted(found.roles)}))


@blueprint.post("/<staff_id>")
@allow("administrator")
def change_roles(staff_id: str) -> Page:
    found, form = staff.get(house(), staff_id), RolesForm(request.form)
    if form.validate():
        with told_at(form, "roles"):
            staff.change_roles(house(), staff_id, form.roles.data, current_staff())
            flash(gettext("The roles of %(email)s are changed.", email=found.email))
            return redirect(url_for("account.people.listed"))
    return person_page(found, form), 422


def person_page(found: staff.SignedIn, form: RolesForm) -> str:
    theirs = OrganisationForm(data={"organisation": keepers.organisation_of(found.id)})
    theirs.offer(house().partnership.organisations)
    return render_template("account/person.html", person=found, form=form, theirs=theirs)


@blueprint.post("/<staff_id>/organisation")
@allow("administrator")
def set_organisation(staff_id: str) -> Page:
    """For whom they keep the plan's actions."""
    keepers.set_organisation(house(), staff_id, request.form.get("organisation", ""), current_staff())
    flash(gettext("Saved."))
    return redirect(url_for("account.people.person", staff_id=staff_id))


@blueprint.post("/<staff_id>/off")
@allow("administrator")
def switch_off(staff_id: str) -> Page:
    staff.switch_off(house(), staff_id, current_staff())
    flash(gettext("The account is switched off and signed out everywhere. You can switch it on again."))
    return redirect(url_for("account.people.person", staff_id=staff_id))


@blueprint.post("/<staff_id>/on")
@allow("administrator")
def switch_on(staff_id: str) -> Page:
    staff.switch_on(house(), staff_id, current_staff())
    flash(gettext("The account is switched on again."))
    return redirect(url_for("account.people.person", staff_id=staff_id))


@blueprint.post("/<staff_id>/link")
@allow("administrator")
def new_link(staff_id: str) -> Page:
    return link_page(staff.get(house(), staff_id).email, staff.link_for(house(), staff_id, current_staff()))


def link_page(email: str, link: str) -> str:
    """Shown once and kept nowhere: reloading the page cannot bring the link back."""
    return render_template("account/new_link.html", email=email, link=link, days=staff.LINK_DAYS)
