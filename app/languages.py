"""Which language a page is in, and every text, date and number in it. No templates, no storage, no catalogues' making.

Catalogues are read once per process. A text costs one dictionary lookup, two on a young person's page (`app.tone`).
`install` gives the templates their functions: `_`, `ngettext`, `pgettext`, `say`, `name_of`, `date_text`,
`number_text`, `language`, `language_links`.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request

from app import pseudo_languages
from app.services.errors import N_
from app.tone import worded, worded_number

if TYPE_CHECKING:
    from app.house import House
    from surveys.partnership import Partnership

__all__ = [
    "N_",
    "Language",
    "Languages",
    "current_language",
    "gettext",
    "install",
    "ngettext",
    "pgettext",
    "set_language",
]

SOURCE = "en"
STATUSES = ("in progress", "draft", "checked", "live")
TRANSLATIONS_DIR = Path(__file__).resolve().parent.parent / "translations"


@dataclass(frozen=True)
class Language:
    """One language: how it is called and written, and its two catalogues with how far each of them is.

    `direction` is "ltr" or "rtl". `messages_status` and `surveys_status` are each one of `STATUSES`.
    """

    code: str
    name: str
    direction: str
    locale: Locale
    messages_status: str = "in progress"
    surveys_status: str = "in progress"
    survey_status: Mapping[str, str] = field(default_factory=dict)
    messages: NullTranslations = field(default_factory=NullTranslations, repr=False)
    surveys: NullTranslations = field(default_factory=NullTranslations, repr=False)

    def status_of(self, survey_id: str | None = None) -> str:
        """How far a page of this survey is: the lesser of interface and survey; without one, the interface alone."""
        if survey_id is None:
            return self.messages_status
        survey = self.survey_status.get(survey_id, self.surveys_status)
        return min(self.messages_status, survey, key=STATUSES.index)

    def is_draft(self, survey_id: str | None = None) -> bool:
        return self.status_of(survey_id) == "draft"

    def survey_text(self, text: str, context: str) -> str:
        """A text of a survey, as worded for one audience (`context`); else as worded for everyone."""
        said = self.surveys.pgettext(context, text)
        return said if said != text else self.surveys.gettext(text)


@dataclass(frozen=True)
class Languages:
    """Every language that is known here, by code, in the order of `languages.toml`."""

    by_code: Mapping[str, Language]
    switched_on: tuple[str, ...]
    show_draft: bool

    @classmethod
    def load(cls, translations_dir: Path, partnership: Partnership, pseudo: bool = False) -> Languages:
        """Read `languages.toml` and all catalogues. A partnership's own `translations/` folder is looked up first."""
        folders = (partnership.folder / "translations", translations_dir)
        known = {code: read_language(code, row, folders) for code, row in read_table(translations_dir).items()}
        if pseudo:
            known |= {code: pseudo_language(code, translations_dir) for code in pseudo_languages.CODES}
        on = (SOURCE, *(code for code in partnership.languages if code != SOURCE and code in known))
        return cls(known, on + (pseudo_languages.CODES if pseudo else ()), partnership.show_draft)

    def offered(self, survey_id: str | None = None) -> tuple[Language, ...]:
        """The languages in which a page (of this survey) may be shown; English first."""
        shown = STATUSES[1:] if self.show_draft else STATUSES[2:]
        on = (self.by_code[code] for code in self.switched_on)
        return tuple(language for language in on if language.status_of(survey_id) in shown)

    def get(self, code: str | None) -> Language | None:
        """The language of this code if its interface may be shown here."""
        return next((language for language in self.offered() if language.code == code), None)


def read_table(translations_dir: Path) -> dict[str, dict]:
    """The rows of `languages.toml` by language code."""
    return tomllib.loads((translations_dir / "languages.toml").read_text(encoding="utf-8"))


def read_language(code: str, row: dict, folders: tuple[Path, ...]) -> Language:
    return Language(
        code=code,
        name=row["name"],
        direction=row["direction"],
        locale=Locale.parse(row.get("locale", code), sep="-"),
        messages_status=row["messages"],
        surveys_status=row["surveys"],
        survey_status=row.get("survey_status", {}),
        messages=read_catalogue(folders, code, "messages"),
        surveys=read_catalogue(folders, code, "surveys"),
    )


def pseudo_language(code: str, translations_dir: Path) -> Language:
    """A made-up language for tests: its texts show what was never marked for translation, and what does not fit."""
    name, direction, locale = pseudo_languages.LANGUAGES[code]
    made = {domain: pseudo_languages.catalogue(code, translations_dir, domain) for domain in ("messages", "surveys")}
    return Language(code, name, direction, Locale.parse(locale, sep="-"), "live", "live", **made)


def read_catalogue(folders: tuple[Path, ...], code: str, domain: str) -> NullTranslations:
    """The first folder's catalogue, falling back on the next one's; English texts where there is none."""
    found = [read_messages(folder / code.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po") for folder in folders]
    catalogues = [catalogue for catalogue in found if catalogue is not None]
    for catalogue, following in pairwise(catalogues):
        catalogue.add_fallback(following)
    return catalogues[0] if catalogues else NullTranslations()


def read_messages(po: Path) -> NullTranslations | None:
    """The compiled catalogue beside `po` if it is as new; else `po` itself, so that an edit shows at the next start."""
    mo = po.with_suffix(".mo")
    if mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime):
        with mo.open("rb") as file:
            return Translations(file)
    if not po.exists():
        return None
    return Translations(io.BytesIO(pseudo_languages.compiled(po, po.stat().st_mtime_ns)))


# --- the language of this request ---


def languages() -> Languages:
    return current_app.extensions["languages"]


def current_language() -> Language:
    """The language of the page: set by the view, else `?lang=`, else what the browser asks for, else English."""
    if not has_request_context():
        return languages().by_code[SOURCE]
    found = g.get("language")
    if found is None:
        found = g.language = asked_language() or negotiated_language()
    return found


def asked_language() -> Language | None:
    """The language that the address asks for (`?lang=`), if it may be shown."""
    found = languages().get(request.args.get("lang"))
    if found:
        g.language_chosen = True
    return found


def negotiated_language() -> Language:
    known = languages()
    code = request.accept_languages.best_match([language.code for language in known.offered()], SOURCE)
    return known.by_code[code]


def set_language(code: str) -> Language:
    """Show the rest of this request in this language; an unknown or switched-off one becomes English."""
    found = languages().get(code) or languages().by_code[SOURCE]
    g.language, g.language_chosen = found, True
    return found


def keep_language(_endpoint: str, values: dict) -> None:
    """Addresses of public pages carry the chosen language on, since no cookie does. For `Blueprint.url_defaults`."""
    if has_request_context() and "lang" not in values:
        code = current_language().code
        if g.get("language_chosen"):
            values["lang"] = code


def language_links(survey_id: str | None = None) -> list[tuple[Language, str]]:
    """Each language on offer with the address of this same page in it."""
    others = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return [
        (language, f"{request.path}?{urlencode([*others, ('lang', language.code)])}")
        for language in languages().offered(survey_id)
    ]


# --- texts, dates and numbers in it ---


def gettext(message: str, **params: object) -> str:
    """The message in the language of the page, with its %(name)s places filled if any are given."""
    text = worded(current_language().messages, message)
    return text % params if params else text


def ngettext(one: str, many: str, n: int, **params: object) -> str:
    """The plural form that the language wants for `n`; %(num)s is `n`."""
    return worded_number(current_language().messages, one, many, n) % {"num": n, **params}


def pgettext(context: str, message: str, **params: object) -> str:
    """The message in the sense that `context` says, where English has one word for two things."""
    text = current_language().messages.pgettext(context, message)
    return text % params if params else text


def say(text: str) -> str:
    """A text of the current survey, in the wording of its audience (`g.audience`)."""
    return current_language().survey_text(text, g.get("audience", ""))


def name_of(text: str) -> str:
    """A name from the partnership's files: a place, an organisation, a moment of the journey."""
    return current_language().survey_text(text, "partnership")


@lru_cache(maxsize=2048)
def date_in(day: date, locale: str) -> str:
    return babel_date(day, "long", locale)


def format_date(day: date) -> str:
    """A date in words: 3 June 2026."""
    return date_in(day, str(current_language().locale))


def format_number(number: float) -> str:
    """A number with the separators of the language, in the digits that phone numbers and codes here have too."""
    return format_decimal(number, locale=current_language().locale)


def translated(error: Exception) -> str:
    """The message of a `ServiceError`, in the language of the page."""
    return gettext(error.message, **error.params)


def plain_gettext(message: str) -> str:
    return worded(current_language().messages, message)


def plain_ngettext(one: str, many: str, n: int) -> str:
    return worded_number(current_language().messages, one, many, n)


def plain_pgettext(context: str, message: str) -> str:
    return current_language().messages.pgettext(context, message)


def plain_npgettext(context: str, one: str, many: str, n: int) -> str:
    return current_language().messages.npgettext(context, one, many, n)


def install(app: Flask, house: House) -> None:
    """Load the languages into the app and give its templates their functions. Called once by the factory."""
    app.extensions["languages"] = Languages.load(TRANSLATIONS_DIR, house.partnership, house.config.pseudo_locales)
    give_functions(app)


def give_functions(app: Flask) -> None:
    """What every template calls."""
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(
        plain_gettext, plain_ngettext, newstyle=True, pgettext=plain_pgettext, npgettext=plain_npgettext
    )
    environment.globals.update(
        say=say, name_of=name_of, date_text=format_date, number_text=format_number, language_links=language_links
    )
    app.context_processor(lambda: {"language": current_language()})
