"""Closing a wave into a release. Reading releases is in `views`."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from app.account.forms import StaffForm, told_at
from app.account.language import speak_english
from app.board.words import TIER_WORDS
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext
from app.models.releases import TIERS
from app.services.asking import waves
from app.services.scoring import rebuilding, releases

blueprint = Blueprint("closings", __name__, url_prefix="/staff/releases")
blueprint.before_request(speak_english)
Page = str | Response | tuple[str, int]


class ClosingForm(StaffForm):
    """Which wave, for whom. Make it with `closing_form`, which knows the waves that have begun."""

    wave = SelectField(N_("Wave"), [DataRequired(N_("Choose a wave."))])
    tier = SelectField(N_("For whom"), choices=[SelectChoice(tier, TIER_WORDS[tier]) for tier in reversed(TIERS)])


def closing_form(data: object = None) -> ClosingForm:
    form = ClosingForm(data)
    begun = [wave.id for wave in waves.listed(house()) if wave.opens_on <= house().today()]
    form.wave.choices = [SelectChoice(wave) for wave in begun]
    return form


@blueprint.get("")
@allow("analyst", "officer")
def listed() -> Page:
    return closings_page(closing_form())


@blueprint.post("")
@allow("analyst")
def close() -> Page:
    """First a page that asks to confirm: a release can never be taken back. Then, confirmed, the release itself."""
    form = closing_form(request.form)
    if form.validate():
        if "confirmed" not in request.form:
            return confirm_page(form)
        with told_at(form, "wave"):
            made = releases.close(house(), form.wave.data, form.tier.data, current_staff().email)
            flash(gettext("The release %(release)s is closed. Everyone who may read it sees it now.", release=made.id))
            return redirect(url_for("board.release", release_id=made.id))
    return closings_page(form), 422


@blueprint.post("/<release_id>/again")
@allow("analyst", "officer")
def make_again(release_id: str) -> Page:
    """Have a release made once more from the stored answers; the worker does it and writes down how it came out."""
    rebuilding.ask(house(), releases.get(release_id).id)
    flash(gettext("The release %(release)s is being made again. Look here in a moment.", release=release_id))
    return redirect(url_for(".listed"))


def closings_page(form: ClosingForm) -> str:
    rows = [row for tier in TIERS for row in releases.listed(tier)]
    rows.sort(key=lambda row: (row.closed_on, row.id), reverse=True)
    made_again = rebuilding.last_checks()
    return render_template("board/closings.html", rows=rows, form=form, tiers=TIER_WORDS, made_again=made_again)


def confirm_page(form: ClosingForm) -> str:
    wave = waves.get(house(), form.wave.data)
    still_open = wave.closes_on >= house().today()
    return render_template("board/confirm.html", form=form, wave=wave, still_open=still_open, tiers=TIER_WORDS)
