"""How far each translation is: shares, texts whose English changed, the file for translators. Reads catalogues only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app import language_table
from app.catalogues import as_text, catalogue_path, english, forms, read_catalogue
from app.languages import SOURCE, TRANSLATIONS_DIR, Language, Languages

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

    from surveys.partnership import Partnership

DOMAINS = ("messages", "surveys")


@dataclass(frozen=True, slots=True)
class Part:
    """The interface, or one survey, in one language. `changed` are English texts that are not what was translated."""

    name: str
    status: str
    shown: bool
    texts: int
    done: int
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def share(self) -> int:
        """Per cent, rounded down: only what is complete is 100."""
        return 100 * self.done // self.texts if self.texts else 100


@dataclass(frozen=True, slots=True)
class Coverage:
    """One language: the interface, every survey, and the names that all of them use."""

    language: Language
    interface: Part
    names: Part
    surveys: tuple[Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.interface, self.names, *self.surveys

    @property
    def changed(self) -> int:
        return sum(len(part.changed) for part in (self.interface, self.names)) + len(
            {text for part in self.surveys for text in part.changed}
        )


def languages_of(known: Languages) -> tuple[Language, ...]:
    """Every language that has catalogues: not English, and none of the made-up ones."""
    table = language_table.read(TRANSLATIONS_DIR)
    return tuple(known.by_code[code] for code in table if code != SOURCE)


def coverage(partnership: Partnership, known: Languages, language: Language) -> Coverage:
    interface = list(messages(catalogue(partnership, language.code, "messages")))
    texts = list(messages(catalogue(partnership, language.code, "surveys")))
    ids = [survey.id for survey in partnership.catalogue.surveys]
    places = [(message, surveys_of(message)) for message in texts]
    shown = language in known.offered()
    surveys = tuple(
        part(name, language.status_of(name), language in known.offered(name), own(places, name)) for name in ids
    )
    names = [message for message, named in places if not named & set(ids)]
    return Coverage(
        language,
        part("interface", language.messages_status, shown, interface),
        part("names", language.surveys_status, shown, names),
        surveys,
    )


def own(places: list[tuple[Message, set[str]]], survey_id: str) -> list[Message]:
    return [message for message, named in places if survey_id in named]


def surveys_of(message: Message) -> set[str]:
    """The ids of the surveys that a text stands in: its comments begin with them."""
    return {comment.partition(",")[0].strip() for comment in message.auto_comments}


def part(name: str, status: str, shown: bool, texts: list[Message]) -> Part:
    changed = tuple(english(message) for message in texts if message.fuzzy)
    missing = tuple(english(message) for message in texts if not message.fuzzy and not all(forms(message)))
    return Part(name, status, shown, len(texts), len(texts) - len(changed) - len(missing), changed, missing)


def messages(of: Catalog) -> Iterator[Message]:
    return (message for message in of if message.id)


def catalogue(partnership: Partnership, code: str, domain: str) -> Catalog:
    """The catalogue that pages use: for surveys the partnership's own, if it has one."""
    own_file = catalogue_path(partnership.folder / "translations", code, domain)
    path = own_file if own_file.exists() else catalogue_path(TRANSLATIONS_DIR, code, domain)
    return read_once(path, code, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=64)
def read_once(path: Path, code: str, _changed: int) -> Catalog:
    return read_catalogue(path, code, language_table.read(TRANSLATIONS_DIR)[code]["plural"])


def po_file(partnership: Partnership, code: str, domain: str) -> str:
    """The text of a catalogue file, with the comments that say where each text stands."""
    return as_text(catalogue(partnership, code, domain), language_table.read(TRANSLATIONS_DIR)[code]["plural"])
