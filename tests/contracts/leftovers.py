"""Finds words on a page that are not in its language: every word must stand in one of that language's catalogues.

What a person wrote (marked with its own `lang`), codes and addresses (in `bdi`) and what was typed are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po
from justhtml import JustHTML
from justhtml.dom import Element, Text

from app import language_table
from app.languages import TRANSLATIONS_DIR
from app.pseudo_languages import CODES, LANGUAGES, disguised

WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = ("alt", "aria-label", "title", "placeholder", "content")
UNREAD = ("script", "style", "bdi", "textarea", "code")


@lru_cache
def vocabulary(code: str) -> frozenset[str]:
    """Every word of the language's catalogues, its months and the names of languages in it."""
    texts = list(pseudo_texts(code) if code in CODES else translated_texts(code))
    locale = Locale.parse(LANGUAGES[code][2] if code in CODES else code, sep="-")
    texts += [name for width in ("wide", "abbreviated") for name in locale.months["format"][width].values()]
    texts += [*locale.languages.values(), own_name(code)]
    return frozenset(word for text in texts for word in words_of(text))


def own_name(code: str) -> str:
    return LANGUAGES[code][0] if code in CODES else language_table.read(TRANSLATIONS_DIR)[code]["name"]


def translated_texts(code: str) -> Iterator[str]:
    for path in (TRANSLATIONS_DIR / code / "LC_MESSAGES").glob("*.po"):
        for message in messages_of(path):
            yield from (message.string if message.pluralizable else (message.string,))


def pseudo_texts(code: str) -> Iterator[str]:
    for path in TRANSLATIONS_DIR.glob("*/LC_MESSAGES/*.po"):
        for message in messages_of(path):
            yield from (disguised(code, text) for text in (message.id if message.pluralizable else (message.id,)))


@lru_cache
def messages_of(path: Path) -> tuple:
    with path.open("rb") as file:
        return tuple(message for message in read_po(file) if message.id)


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(re.sub(r"%\(\w+\)[a-z]", " ", text))]


def leftovers(html: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The words of the page that its language's catalogues do not have. `known` are words of made-up data."""
    document = JustHTML(html, sanitize=False)
    code = document.query_one("html").attrs["lang"]
    allowed = vocabulary(code) | known
    return [text for text in texts_of(document.query_one("html"), code) if not set(words_of(text)) <= allowed]


def texts_of(element: Element, code: str) -> Iterator[str]:
    """Every text that is read or spoken in the page's own language."""
    if element.name in UNREAD or element.attrs.get("lang", code) != code or "receipt-words" in classes(element):
        return
    if element.name != "meta" or element.attrs.get("property") == "og:title":
        yield from (element.attrs[name] for name in SPOKEN if element.attrs.get(name))
    for child in element.children:
        if isinstance(child, Text):
            yield child.data.strip()
        elif isinstance(child, Element):
            yield from texts_of(child, code)


def classes(element: Element) -> list[str]:
    return (element.attrs.get("class") or "").split()
