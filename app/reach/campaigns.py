"""Staff pages of campaigns and address lists: upload, preview, test, confirm, stop."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import channels
from app.account.forms import told_at
from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import gettext, ngettext
from app.reach import parcels
from app.reach.forms import ListForm, campaign_form
from app.services.reach import address_lists, campaign_tests, outbox, returns
from app.services.reach import campaigns as verbs
from app.services.reach import messages as queue
from app.services.reach.recipients import Recipient, last_day
from app.services.running import files

blueprint = Blueprint("campaigns", __name__, url_prefix="/staff")
Page = str | Response | tuple[str, int]
LARGEST_LIST = 24 * 1024 * 1024


@blueprint.before_request
def before() -> None:
    speak_english()
    if request.endpoint in ("campaigns.upload", "campaigns.returned"):
        request.max_content_length = LARGEST_LIST


@blueprint.get("/campaigns")
@allow("officer")
def listed() -> Page:
    return render_template("campaigns/list.html", rows=verbs.listed(house()), titles=titles(), leaves=leaves())


@blueprint.get("/campaigns/new")
@allow("officer")
def new() -> Page:
    return render_template("campaigns/new.html", form=campaign_form())


@blueprint.post("/campaigns/new")
@allow("officer")
def make() -> Page:
    form = campaign_form(request.form)
    if form.validate():
        with told_at(form, "list_id"):
            campaign_id = verbs.create(house(), form.plan(), current_staff().email)
            flash(gettext("The campaign is made. Nothing is sent before you confirm it."))
            return redirect(url_for("campaigns.campaign", campaign_id=campaign_id))
    return render_template("campaigns/new.html", form=form), 422


@blueprint.get("/campaigns/<campaign_id>")
@allow("officer")
def campaign(campaign_id: str) -> Page:
    row = verbs.get(house(), campaign_id)
    subject, text, _html = parcels.sample(house(), "invitation", sample_of(row))
    return render_template(
        "campaigns/campaign.html",
        row=row,
        titles=titles(),
        leaves=leaves(),
        size=verbs.size(house(), row),
        subject=subject,
        text=text,
        progress=verbs.progress(house(), campaign_id),
        noted=verbs.noted(house(), campaign_id),
    )


@blueprint.post("/campaigns/<campaign_id>/<any(test, confirm, stop):deed>")
@allow("officer")
def act(campaign_id: str, deed: str) -> Page:
    row, who = verbs.get(house(), campaign_id), current_staff()
    if deed == "test":
        subject, text, html = parcels.sample(house(), "invitation", sample_of(row))
        content = {"subject": f"[Test] {subject}", "text": text, "html": html, "language": row.language}
        campaign_tests.send_to_oneself(house(), campaign_id, who.id, content | {"address": who.email})
        flash(gettext("The test message is on its way to %(email)s. Open its link.", email=who.email))
    elif deed == "confirm":
        verbs.confirm(house(), campaign_id, who.email)
        flash(gettext("Confirmed. The worker sends it in small parts; this page shows how far it is."))
    else:
        verbs.stop(house(), campaign_id, who.email)
        flash(gettext("Stopped. Nothing more of it is sent."))
    return redirect(url_for("campaigns.campaign", campaign_id=campaign_id))


def sample_of(row: verbs.CampaignView) -> Recipient:
    """Somebody who is nobody: the link leads to the survey itself, and the stop link stops nothing."""
    survey = house().partnership.catalogue.latest(row.survey_id)
    door = verbs.entrance(house(), row)
    return Recipient("", row.language, f"/c/{row.collector_code}", "sample", survey, last_day(house(), door))


def titles() -> dict[str, str]:
    return {survey.id: survey.title for survey in house().partnership.catalogue.surveys}


def leaves() -> bool:
    """Whether e-mails leave this instance at all."""
    return channels.name_for(house(), "email") != "outbox"


# --- lists ---


@blueprint.get("/address-lists")
@allow("officer")
def lists() -> Page:
    return lists_page(ListForm())


@blueprint.post("/address-lists")
@allow("officer")
def upload() -> Page:
    form, sent = ListForm(request.form), request.files.get("file")
    if not sent or not sent.filename:
        form.file.errors = [gettext("Choose a CSV file.")]
    if form.validate() and sent and sent.filename:
        with told_at(form, "name"):
            address_lists.upload(house(), form.name.data, chunks_of(sent.stream), current_staff().email)
            flash(gettext("The file is here. The worker checks each row; look again in a moment."))
            return redirect(url_for("campaigns.lists"))
    if not sent or not sent.filename:
        form.file.errors = [gettext("Choose a CSV file.")]
    return lists_page(form), 422


def chunks_of(stream: object) -> Iterator[bytes]:
    while chunk := stream.read(files.PART):
        yield chunk


def lists_page(form: ListForm) -> str:
    return render_template("campaigns/lists.html", form=form, rows=address_lists.listed(house()))


@blueprint.post("/address-lists/<list_id>/remove")
@allow("officer")
def remove_list(list_id: str) -> Page:
    address_lists.remove(house(), list_id, current_staff().email)
    flash(gettext("The list and its addresses are deleted."))
    return redirect(url_for("campaigns.lists"))


# --- messages ---


@blueprint.get("/messages")
@allow("officer")
def messages() -> Page:
    return render_template(
        "campaigns/messages.html",
        counts=queue.counts(house()),
        uncertain=queue.listed(house(), ("uncertain",)),
        refused=queue.listed(house(), ("refused",)),
        kept=outbox.listed(house()),
        kept_count=outbox.count(house()),
        leaves=leaves(),
    )


@blueprint.post("/messages/returned")
@allow("officer")
def returned() -> Page:
    """Letters that a mail server sent to our sender: as files, or copied out."""
    letters = [sent.read(returns.LARGEST_LETTER) for sent in request.files.getlist("letters") if sent.filename]
    pasted = request.form.get("pasted", "").strip()
    read = returns.read_letters(house(), [*letters, *([pasted.encode()] if pasted else [])], current_staff().email)
    marked = ngettext(
        "%(num)s message is marked as come back.", "%(num)s messages are marked as come back.", read.marked
    )
    nothing = gettext("In %(num)s of them nothing of ours has failed for good.", num=read.others) if read.others else ""
    flash(f"{marked} {nothing}".strip())
    return redirect(url_for("campaigns.messages"))


@blueprint.post("/messages/<message_id>/<any(again, sent):verdict>")
@allow("officer")
def decide(message_id: str, verdict: str) -> Page:
    queue.decide(house(), message_id, verdict == "again", current_staff().email)
    flash(gettext("Noted."))
    return redirect(url_for("campaigns.messages"))


@blueprint.get("/messages/outbox/<reference>")
@allow("officer")
def kept(reference: str) -> Page:
    return render_template("campaigns/kept.html", row=outbox.get(house(), reference))
