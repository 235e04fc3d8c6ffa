"""Where an officer writes entries. Nothing typed is lost: not by a mistake, not by a clash. The rest is in `steps`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, replace

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for

from app.account.language import speak_english
from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, gettext, languages, translated
from app.loop import keeping, reviewers, steps, translating
from app.loop.forms import EntryForm
from app.loop.steps import number
from app.loop.words import AUDIENCE_WORDS, LIMB_WORDS, STATE_WORDS
from app.services import staff
from app.services.errors import Conflict, Invalid
from app.services.loop import entries, entry_themes, entry_voices
from app.services.loop.entries import EntryView
from app.services.themes.quotes import QuoteView

blueprint = Blueprint("entries", __name__, url_prefix="/staff/entries")
blueprint.before_request(speak_english)
blueprint.register_blueprint(steps.blueprint)
blueprint.register_blueprint(reviewers.blueprint)
blueprint.register_blueprint(keeping.blueprint)
blueprint.register_blueprint(translating.blueprint)
Page = str | Response | tuple[str, int]
NONE = "none"
"""Asks for those that name none."""


def among(wanted: str, named: tuple[str, ...]) -> bool:
    return not wanted or (not any(named) if wanted == NONE else wanted in named)


SOUGHT: dict[str, Callable[[EntryView, str], bool]] = {
    "state": lambda view, wanted: not wanted or view.state == wanted,
    "priority_area": lambda view, wanted: among(wanted, view.content.priority_areas),
    "criterion": lambda view, wanted: among(wanted, view.content.criteria),
    "limb": lambda view, wanted: among(wanted, (view.content.limb,)),
}


@blueprint.get("/")
@allow("officer")
def listed() -> str:
    """Every entry, or those of one state, priority area, criterion or limb of the regulation."""
    wish = {name: request.args.get(name, "") for name in SOUGHT}
    found = [view for view in entries.listed(house()) if all(SOUGHT[name](view, wish[name]) for name in SOUGHT)]
    return render_template("loop/staff/list.html", entries=found, wish=wish, choices=choices())


def choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What the list can be narrowed down by: the field's name, its label, its values with their words."""
    framework = house().framework
    titles = (framework.priority_areas, framework.criteria)
    areas, criteria = ([(each.id, f"{each.id} {each.title}") for each in found] for found in titles)
    return [
        ("state", N_("State"), list(STATE_WORDS.items())),
        ("priority_area", N_("Priority area"), areas),
        ("criterion", N_("Inspectors' criterion"), criteria),
        ("limb", N_("Local offer"), [(value, words) for value, words in LIMB_WORDS.items() if value]),
    ]


@blueprint.get("/new")
@allow("officer")
def new() -> str:
    return editor(offered(EntryForm()), None)


@blueprint.post("/new")
@allow("officer")
def create() -> Page:
    form = offered(EntryForm(request.form))
    if (page := reshaped(form, None)) is not None:
        return page
    if not form.is_whole():
        return editor(form, None), 422
    try:
        entry = entries.create(house(), form.content(), current_staff(), form.owner.data or None)
    except Invalid as refusal:
        return editor(form, None, refusal=translated(refusal)), refusal.status
    return saved(entry)


@blueprint.get("/<entry_id>")
@allow("officer")
def entry(entry_id: str) -> str:
    view = entries.get(house(), entry_id)
    data = {**asdict(view.content), "version": view.version, "owner": view.owner_id or ""}
    return editor(offered(EntryForm(data=data)), view)


@blueprint.post("/<entry_id>")
@allow("officer")
def change(entry_id: str) -> Page:
    view = entries.get(house(), entry_id)
    form = offered(EntryForm(request.form))
    if (page := reshaped(form, view)) is not None:
        return page
    if not form.is_whole():
        return editor(form, view), 422
    version = view.version if request.form.get("action") == "overwrite" else number(form.version.data)
    try:
        return saved(changed(view, version, form))
    except (Conflict, Invalid) as refusal:
        clash = isinstance(refusal, Conflict)
        return editor(form, view, refusal=translated(refusal), clash=clash), refusal.status


def changed(view: EntryView, version: int, form: EntryForm) -> EntryView:
    """A new version; what an entry rests on stays until somebody chooses another picture of the figures."""
    content = replace(form.content(), snapshot=view.content.snapshot)
    return entries.change(house(), view.id, version, content, current_staff(), form.owner.data or None)


def editor(form: EntryForm, view: EntryView | None, **more: object) -> str:
    return render_template("loop/staff/editor.html", form=form, entry=view, **more)


def saved(view: EntryView) -> Response:
    flash(gettext("Saved. This is how everyone will see it."))
    return redirect(url_for("entries.steps.preview", entry_id=view.id))


def reshaped(form: EntryForm, view: EntryView | None) -> str | None:
    """The page again with one answer more or fewer, or with a preview, if such a button was pressed. Stores nothing."""
    action = request.form.get("action", "")
    taken = re.fullmatch(r"remove-(\d{1,2})", action)
    if action == "preview":
        whole = form.is_whole()
        return editor(form, view, shown=form.content() if whole else None)
    if action == "add" and len(form.replies) < form.replies.max_entries:
        form.replies.append_entry()
    elif taken and int(taken[1]) < len(form.replies):
        form = without(form, int(taken[1]))
    elif action != "add":
        return None
    return editor(offered(form), view)


def without(form: EntryForm, position: int) -> EntryForm:
    """The form as it was typed, without one of its answers."""
    data = {**form.data, "replies": [reply for n, reply in enumerate(form.data["replies"]) if n != position]}
    return EntryForm(data=data)


def offered(form: EntryForm) -> EntryForm:
    known = [(language.code, language.name) for language in languages().offered()]
    owners = [(person.id, person.email) for person in staff.listed(house()) if person.active and person.may("officer")]
    words = entry_voices.offered(house(), form.themes.data or (), form.quotes.data or ())
    quotes = [(quote.id, f"“{quote.text}” ({about(quote)})") for quote in words]
    form.offer(house(), known, pictures(), owners, entry_themes.offered(house()), quotes)
    return form


def about(quote: QuoteView) -> str:
    """Whose words they are, as the public page would tell it."""
    points = {point.id: point.name for point in house().partnership.journey_points}
    return f"{gettext(AUDIENCE_WORDS[quote.audience])}, {points.get(quote.journey_point, quote.journey_point)}"


def pictures() -> list[tuple[str, str]]:
    """Every picture that ships, by name."""
    names = (re.fullmatch(r"pictures/([\w-]+)\.svg", path) for path in current_app.extensions["assets"].hashed)
    return sorted((found[1], found[1].replace("-", " ")) for found in names if found)
