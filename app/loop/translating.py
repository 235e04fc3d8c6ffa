"""Where an officer keeps an entry's translations, text beside text. Their states and rules are the service's."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.guards import allow, current_staff
from app.here import house
from app.languages import N_, Language, gettext, languages, translated
from app.services.errors import Conflict, Invalid, NotFound
from app.services.loop import entries, entry_translations
from app.services.loop.entries import EntryView
from app.services.loop.entry_translations import OF_REPLY, OWN, Translated, Translation

blueprint = Blueprint("translating", __name__, url_prefix="/<entry_id>/translations")
Page = str | Response | tuple[str, int]
TRANSLATED_WORDS = {
    "in progress": N_("In progress"),
    "draft": N_("Whole, not checked by a speaker yet"),
    "checked": N_("Checked by a speaker"),
    "live": N_("Live"),
}
FIELD_WORDS = {
    "you_said_easy": N_("You said, in easy read"),
    "you_said": N_("You said, in full"),
    "text_easy": N_("In easy read"),
    "text": N_("In full"),
    "instead": N_("What you offer instead"),
    "evidence": N_("How we know that it was done"),
    "owner": N_("Role that keeps it"),
}


@blueprint.get("/")
@allow("officer")
def listed(entry_id: str) -> str:
    """Every language with how far it is, of the latest version and of the public one."""
    view = entries.get(house(), entry_id)
    public = entry_translations.of_version(view.id, view.public_version) if view.public_version else {}
    return render_template(
        "loop/staff/translations.html",
        entry=view,
        rows=[language for language in languages().offered() if language.code != view.content.language],
        latest=entry_translations.of_version(view.id, view.version),
        public=public,
        words=TRANSLATED_WORDS,
    )


@blueprint.get("/<language>")
@allow("officer")
def translation(entry_id: str, language: str) -> str:
    view, known = asked(entry_id, language)
    found = entry_translations.of_version(view.id, view.version).get(known.code)
    return page(view, known, found or Translation(known.code, "in progress", Translated().stored()))


@blueprint.post("/<language>")
@allow("officer")
def save(entry_id: str, language: str) -> Page:
    view, known = asked(entry_id, language)
    new = Translation(
        known.code,
        request.form.get("state", ""),
        typed(view).stored(),
        request.form.get("checked_by", "").strip()[:120],
    )
    try:
        version = int(request.form.get("version", "0")[:9])
        entry_translations.save(house(), view.id, version, new, view.content, current_staff())
    except (ValueError, Conflict, Invalid) as refusal:
        said = translated(refusal) if not isinstance(refusal, ValueError) else gettext("Load the page again.")
        return page(view, known, new, refusal=said), 422
    flash(gettext("Saved."))
    return redirect(url_for(".listed", entry_id=view.id))


def asked(entry_id: str, language: str) -> tuple[EntryView, Language]:
    """The entry as its latest version says it, and the language to translate into."""
    view, known = entries.get(house(), entry_id), languages().get(language)
    if known is None or known.code == view.content.language:
        raise NotFound(N_("There is no such language for this entry."))
    return view, known


def typed(view: EntryView) -> Translated:
    """What the form says. Its fields are named as `fields` names them."""
    own = {key: request.form.get(key, "").strip() for key in OWN}
    replies = {
        reply.key: {key: request.form.get(f"{reply.key}-{key}", "").strip() for key in OF_REPLY}
        for reply in view.content.replies
    }
    return Translated(kept(own), {key: kept(texts) for key, texts in replies.items()})


def kept(texts: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


def fields(view: EntryView, words: Translated) -> list[tuple[str, str, str, str]]:
    """(name, label, what was written, its translation) of each text, in the order of the page."""
    source = entry_translations.source(view.content)
    rows = [(key, FIELD_WORDS[key], source.own[key], words.own.get(key, "")) for key in OWN if key in source.own]
    for reply in view.content.replies:
        texts, said = source.replies[reply.key], words.replies.get(reply.key, {})
        rows += [
            (f"{reply.key}-{key}", FIELD_WORDS[key], texts[key], said.get(key, "")) for key in OF_REPLY if key in texts
        ]
    return rows


def page(view: EntryView, language: Language, shown: Translation, **more: object) -> str:
    return render_template(
        "loop/staff/translation.html",
        entry=view,
        to=language,
        shown=shown,
        rows=fields(view, shown.words),
        words=TRANSLATED_WORDS,
        **more,
    )
