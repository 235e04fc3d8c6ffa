"""The room of those who look after translations: how far each language is, and the files for translators."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from app import coverage
from app.guards import allow
from app.here import house
from app.languages import N_, Language, languages
from app.services.errors import NotFound

blueprint = Blueprint("translating", __name__)
GUARD = allow("officer", "administrator")
STATUS_WORDS = {
    "in progress": N_("In progress"),
    "draft": N_("Draft"),
    "checked": N_("Checked"),
    "live": N_("Live"),
}


@blueprint.get("/translations")
@GUARD
def listed() -> str:
    known, partnership = languages(), house().partnership
    rows = [coverage.coverage(partnership, known, language) for language in coverage.languages_of(known)]
    return render_template(
        "account/translations.html",
        rows=rows,
        on=known.switched_on,
        show_draft=known.show_draft,
        surveys=partnership.catalogue.surveys,
        status_words=STATUS_WORDS,
    )


@blueprint.get("/translations/<code>")
@GUARD
def language(code: str) -> str:
    about = coverage.coverage(house().partnership, languages(), known_language(code))
    titles = {survey.id: survey.title for survey in house().partnership.catalogue.surveys}
    return render_template(
        "account/translation.html", about=about, titles=titles, status_words=STATUS_WORDS, domains=coverage.DOMAINS
    )


@blueprint.get("/translations/<code>/<any(messages,surveys):domain>.po")
@GUARD
def file(code: str, domain: str) -> Response:
    known_language(code)
    response = make_response(coverage.po_file(house().partnership, code, domain))
    response.headers["Content-Type"] = "text/x-gettext-translation; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{domain}.{code}.po"'
    return response


def known_language(code: str) -> Language:
    found = {language.code: language for language in coverage.languages_of(languages())}
    if code not in found:
        raise NotFound(N_("There is no such language here."))
    return found[code]
