"""Keys of programs that read the board tier of the feed: made and ended by administrators."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.account.forms import StaffForm, stripped, told_at
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.services.scoring import api_keys

blueprint = Blueprint("feed_keys", __name__, url_prefix="/feed-keys")
Page = str | Response | tuple[str, int]


class KeyForm(StaffForm):
    """Who will read with the key."""

    reader = StringField(
        N_("Who reads the feed with it"),
        [DataRequired(N_("Say who reads the feed with this key.")), Length(max=api_keys.LONGEST_NAME)],
        [stripped],
    )


@blueprint.get("")
@allow("administrator")
def listed() -> Page:
    return keys_page(KeyForm())


@blueprint.post("")
@allow("administrator")
def make() -> Page:
    """The key is shown on this page once and kept nowhere."""
    form = KeyForm(request.form)
    if form.validate():
        with told_at(form, "reader"):
            key = api_keys.make(house(), form.reader.data, current_staff().email)
            return render_template("account/new_feed_key.html", client=form.reader.data, key=key)
    return keys_page(form), 422


@blueprint.post("/<key_id>/end")
@allow("administrator")
def end(key_id: str) -> Page:
    api_keys.end(house(), key_id, current_staff().email)
    flash(gettext("The key is ended. It opens nothing any more."))
    return redirect(url_for("account.feed_keys.listed"))


def keys_page(form: KeyForm) -> str:
    return render_template("account/feed_keys.html", form=form, keys=api_keys.listed())
