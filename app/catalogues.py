"""Making, updating and checking the catalogues of translations. No request uses this; `scripts/translations` does."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from app.staff_texts import STAFF_ONLY
from app.tone import INFORMAL

if TYPE_CHECKING:
    from surveys.partnership import Partnership

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("analysis", "app", "surveys")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACE = re.compile(r"%\(\w+\)[a-z]|\{answer:[\w-]+\}")
MARKUP = re.compile(r"</?\w+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in a catalogue: where, what kind, and which English text it is about."""

    place: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}: {self.text!r}"


# --- what must be translated ---


def interface_template() -> Catalog:
    """Every message of templates and code that respondents or the public read."""
    template = Catalog(charset="utf-8")
    for path in sorted(source_files()):
        for _line, message, comments, context in extracted(path):
            place = [(str(path.relative_to(ROOT)), None)]
            template.add(message, locations=place, auto_comments=comments, context=context)
    return template


def source_files() -> Iterator[Path]:
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in (".py", ".html") and not name.startswith(STAFF_ONLY):
                yield path


def extracted(path: Path) -> list[tuple]:
    """What Babel finds in one file: (line, message or messages, comments, context)."""
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    options = {} if path.suffix == ".py" else {"trimmed": "true", "silent": "false", "encoding": "utf-8"}
    return list(extract_from_file(method, path, KEYWORDS, ("Translators:",), options, strip_comment_tags=True))


def survey_template(partnership: Partnership) -> Catalog:
    """Every text of the partnership's surveys and files, with comments that say where it stands."""
    from surveys.messages import partnership_messages, survey_messages

    template = Catalog(charset="utf-8")
    for survey in partnership.catalogue.surveys:
        add_all(template, survey_messages(survey))
    add_all(template, partnership_messages(partnership))
    return template


def add_all(template: Catalog, messages: Iterator) -> None:
    for message in messages:
        comments = [message.comment] if message.comment else []
        template.add(message.text, auto_comments=comments, context=message.context or None)


# --- catalogue files ---


def catalogue_path(folder: Path, code: str, domain: str) -> Path:
    return folder / code.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


def read_catalogue(path: Path, code: str, plural: str) -> Catalog:
    """The catalogue in this file, or an empty one; with the plural forms of `languages.toml`."""
    if not path.exists():
        return empty_catalogue(code, plural)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code.replace("-", "_"))
    catalogue.mime_headers = [("Plural-Forms", plural)]
    return catalogue


def empty_catalogue(code: str, plural: str) -> Catalog:
    catalogue = Catalog(locale=code.replace("-", "_"), charset="utf-8")
    catalogue.mime_headers = [("Plural-Forms", plural)]
    return catalogue


def as_text(catalogue: Catalog, plural: str) -> str:
    """The file's text: sorted, without dates or line numbers, so that a change shows only what changed."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_previous=True, omit_header=True)
    language = catalogue.locale_identifier
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural}\\n"\n\n'
    )
    return header + out.getvalue().decode()


def updated(path: Path, code: str, plural: str, template: Catalog) -> Catalog:
    """The catalogue brought to today's English: new texts empty, changed ones marked fuzzy, gone ones dropped."""
    catalogue = read_catalogue(path, code, plural)
    variants = informal_variants(catalogue)
    for variant in variants:
        catalogue.delete(variant.id, INFORMAL)
    catalogue.update(template, update_creation_date=False)
    keep_variants(catalogue, variants)
    return catalogue


def informal_variants(catalogue: Catalog) -> list[Message]:
    """The second wordings, for young people, of messages that the catalogue has for everyone; the template has none."""
    return [message for message in catalogue if message.context == INFORMAL and catalogue.get(message.id) is not None]


def keep_variants(catalogue: Catalog, variants: list[Message]) -> None:
    """Put each back beside its message; where that one's English changed, under the new English and marked fuzzy."""
    renamed = {tuple(message.previous_id): message for message in catalogue if message.previous_id}
    for variant in variants:
        forms_of_id = tuple(variant.id) if variant.pluralizable else (variant.id,)
        message = catalogue.get(variant.id) or renamed.get(forms_of_id)
        if message and message.pluralizable == variant.pluralizable:
            changed = message.id != variant.id
            catalogue.add(
                message.id,
                variant.string,
                message.locations,
                variant.flags | ({"fuzzy"} if changed else set()),
                user_comments=variant.user_comments,
                previous_id=message.previous_id if changed else variant.previous_id,
                context=INFORMAL,
            )


def write_catalogue(path: Path, catalogue: Catalog, plural: str) -> bool:
    """Write if anything changed; says whether it did."""
    text = as_text(catalogue, plural)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


# --- what is wrong with one ---


def incomplete(catalogue: Catalog) -> list[Message]:
    """The messages that are missing, wholly or in one plural form, or only guessed."""
    return [message for message in catalogue if message.id and (message.fuzzy or not all(forms(message)))]


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (message.string or "",)


def check(place: str, catalogue: Catalog, template: Catalog) -> Iterator[Finding]:
    """Every difference between what is asked for and what the catalogue gives."""
    for message in template:
        if not message.id:
            continue
        found = catalogue.get(message.id, message.context)
        if found is None or not all(forms(found)):
            yield Finding(place, "missing", english(message))
        elif found.fuzzy:
            yield Finding(place, "English changed, check the translation", english(message))
        else:
            yield from broken(place, found)
    yield from check_unasked(place, catalogue, template)


def check_unasked(place: str, catalogue: Catalog, template: Catalog) -> Iterator[Finding]:
    """What the English does not ask for: a wording for young people must be whole, everything else is left over."""
    for message in catalogue:
        if not message.id or template.get(message.id, message.context) is not None:
            continue
        if message.context != INFORMAL or template.get(message.id) is None:
            yield Finding(place, "leftover", english(message))
        elif message.fuzzy or not all(forms(message)):
            yield Finding(place, "English changed, check the wording for young people", english(message))
        else:
            yield from broken(place, message)


def english(message: Message) -> str:
    return message.id[0] if message.pluralizable else message.id


def broken(place: str, message: Message) -> Iterator[Finding]:
    """Places for values and markup must be the same in every form; a plural form may leave the number out."""
    english_forms = message.id if message.pluralizable else (message.id,)
    wanted = Counter(PLACE.findall(english_forms[-1])), Counter(MARKUP.findall(english_forms[-1]))
    for form in forms(message):
        found = Counter(PLACE.findall(form)), Counter(MARKUP.findall(form))
        without_number = {key: n for key, n in wanted[0].items() if key != "%(num)s"}
        may_omit = message.pluralizable and found[0] == without_number
        if found[1] != wanted[1] or (found[0] != wanted[0] and not may_omit):
            yield Finding(place, "placeholders or markup differ", english(message))
            return
