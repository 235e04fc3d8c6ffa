"""What an officer does with a written entry: preview, send to review, approve, publish, take back, compare versions."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext, translated
from app.services import staff
from app.services.errors import Conflict, Forbidden, Invalid, NotFound
from app.services.loop import entries, entry_life
from app.services.loop.entries import EntryView
from app.services.loop.entry_differences import differences
from app.services.loop.entry_texts import missing_for_publication

blueprint = Blueprint("steps", __name__)
Page = str | Response | tuple[str, int]

STEPS: dict[str, tuple[Callable[..., EntryView], str]] = {
    "submit": (entry_life.submit, N_("Sent. Each side reads it by its own link.")),
    "take-back": (entry_life.take_from_review, N_("It is a draft again.")),
    "approve": (entry_life.approve, N_("Approved. It can be public now.")),
    "publish": (entry_life.publish, N_("It is public now.")),
    "withdraw": (entry_life.withdraw, N_("It is no longer public. You can change it and publish it again.")),
}
"""What each button does, and what it says when it is done."""


@blueprint.get("/<entry_id>/preview")
@allow("officer")
def preview(entry_id: str) -> str:
    return shown(entries.get(house(), entry_id))


@blueprint.post("/<entry_id>/<any(submit, 'take-back', approve, publish, withdraw):step>")
@allow("officer")
def take(entry_id: str, step: str) -> Page:
    view = entries.get(house(), entry_id)
    if step == "publish" and request.form.get("sure") != "yes":
        return shown(view, refusal=gettext("Tick that it may be public, then publish.")), 422
    action, done = STEPS[step]
    try:
        action(house(), entry_id, number(request.form.get("version")), current_staff())
    except (Conflict, Invalid, Forbidden) as refusal:
        return shown(entries.get(house(), entry_id), refusal=translated(refusal)), refusal.status
    flash(gettext(done))
    return redirect(url_for(".preview", entry_id=entry_id))


@blueprint.get("/<entry_id>/versions")
@allow("officer")
def versions(entry_id: str) -> str:
    """Every version, and what one changed in the one before it."""
    view, listed = entries.get(house(), entry_id), entries.versions(house(), entry_id)
    wanted = number(request.args.get("version", str(view.version)))
    new = entries.get_version(house(), entry_id, wanted)
    found = differences(entries.get_version(house(), entry_id, wanted - 1), new) if wanted > 1 else []
    sides = entry_life.sides(house(), entry_id, wanted)
    return render_template(
        "loop/staff/versions.html", entry=view, listed=listed, wanted=wanted, found=found, sides=sides
    )


def shown(view: EntryView, **more: object) -> str:
    people = {person.id: person.email for person in staff.listed(house())}
    return render_template(
        "loop/staff/preview.html",
        entry=view,
        to_do=missing_for_publication(view.content),
        sides=entry_life.sides(house(), view.id, view.version),
        before=entry_life.sides(house(), view.id, view.version - 1) if view.state == "draft" else (),
        owner=people.get(view.owner_id, ""),
        is_owner=view.owner_id == current_staff().id,
        **more,
    )


def number(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdigit():
        raise NotFound(N_("There is no such version of this entry."))
    return int(text)
