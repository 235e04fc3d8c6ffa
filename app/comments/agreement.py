"""Staff pages on which two people's coding of the same comments is compared, and settled."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import IntegerField
from wtforms.validators import InputRequired

from app.account.forms import StaffForm, told_at
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.services.asking import programmes
from app.services.themes import book, double, workbench

blueprint = Blueprint("agreement", __name__)
Page = str | Response | tuple[str, int]


class SetForm(StaffForm):
    size = IntegerField(N_("How many comments"), [InputRequired(N_("Write a number."))], default=50)


@blueprint.get("/<programme_id>/agreement")
@allow("analyst")
def listed(programme_id: str) -> Page:
    return shown(programme_id, SetForm())


def shown(programme_id: str, form: SetForm) -> Page:
    programme = programmes.name_of(house(), programme_id)
    rows = double.listed(house(), programme_id)
    me = current_staff().email
    return render_template("comments/double.html", programme=programme, rows=rows, form=form, me=me)


@blueprint.post("/<programme_id>/agreement")
@allow("analyst")
def make(programme_id: str) -> Page:
    form = SetForm(request.form)
    if form.validate():
        with told_at(form, "size"):
            set_id = double.make(house(), current_staff(), programme_id, form.size.data)
            return redirect(url_for("themes.code", programme_id=programme_id, set=set_id), 303)
    return shown(programme_id, form), 422


@blueprint.get("/<programme_id>/agreement/<set_id>")
@allow("analyst")
def compared(programme_id: str, set_id: str) -> Page:
    found = double.agreement(house(), current_staff(), set_id)
    ids = [reading_id for reading_id, _ in found.apart]
    cards = {card.id: card for card in workbench.cards(house(), current_staff(), programme_id, ids)}
    return render_template(
        "comments/compared.html",
        programme=programmes.name_of(house(), programme_id),
        row=double.get(house(), set_id),
        found=found,
        cards=cards,
        names={theme.id: theme.name for theme in book.listed(house(), programme_id, every=True)},
    )


@blueprint.post("/<programme_id>/agreement/<set_id>")
@allow("analyst")
def settle(programme_id: str, set_id: str) -> Page:
    chosen: dict[str, list[str]] = {}
    for value in request.form.getlist("keep"):
        reading_id, _, theme_id = value.partition(":")
        chosen.setdefault(reading_id, []).append(theme_id)
    done = double.settle(house(), current_staff(), set_id, chosen)
    flash(gettext("%(count)s comments are coded now as was settled.", count=done))
    return redirect(url_for(".listed", programme_id=programme_id), 303)
