"""Where an officer invites the people who sign for a side, and takes their links back. Signing itself is `review`."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.account.forms import StaffForm, stripped, told_at
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.loop.forms import offered
from app.services.loop import reviews

blueprint = Blueprint("reviewers", __name__, url_prefix="/reviewers")
Page = str | Response | tuple[str, int]


class ReviewerForm(StaffForm):
    side = SelectField(N_("Signs for"))
    name = StringField(N_("Name"), [InputRequired(N_("Give the name of the person who signs.")), Length(max=120)])
    email = StringField(
        N_("E-mail address"), [InputRequired(N_("Enter an e-mail address like name@example.org."))], [stripped]
    )


@blueprint.get("/")
@allow("officer")
def listed() -> str:
    return page(reviewer_form())


@blueprint.post("/")
@allow("officer")
def invite() -> Page:
    """The link is shown once, to be handed over: only a hash of it is kept."""
    form = reviewer_form(request.form)
    if form.validate():
        with told_at(form, "email"):
            person, token = reviews.invite(
                house(), form.side.data, form.name.data, form.email.data, actor=current_staff()
            )
            link = f"{house().config.public_url}{url_for('review.door', token=token)}"
            return page(reviewer_form(), person=person, link=link)
    return page(form), 422


@blueprint.post("/<link_id>/end")
@allow("officer")
def end(link_id: str) -> Page:
    reviews.revoke(house(), link_id, current_staff())
    flash(gettext("The link does not work any more."))
    return redirect(url_for(".listed"))


def reviewer_form(data: object = None) -> ReviewerForm:
    form = ReviewerForm(data)
    must = house().partnership.sign_off.must_agree
    places = (place for place in house().partnership.organisations if place.id in must)
    form.side.choices = offered((place.id, place.name) for place in places)
    return form


def page(form: ReviewerForm, **more: object) -> str:
    return render_template("loop/staff/reviewers.html", form=form, people=reviews.listed(house()), **more)
