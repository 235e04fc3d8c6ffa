"""Finds texts on a page that are not in its language: every word must stand in one of that language's catalogues.

Every text and every attribute is looked at, but for attributes that are known to be for the browser alone.

What a person wrote (marked with its own `lang`), codes and addresses (in `bdi`) and what was typed are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po
from justhtml.dom import Element, Text

from app import language_table
from app.languages import SOURCE, TRANSLATIONS_DIR
from app.pseudo_languages import CODES, LANGUAGES, disguised
from tests.page_audit import Document

WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"https?://\S+")
UNREAD = ("script", "style", "bdi", "textarea", "code")
FOR_THE_BROWSER = """
action aria-controls aria-current aria-describedby aria-errormessage aria-expanded aria-hidden aria-invalid
aria-labelledby aria-live aria-pressed as async autocapitalize autocomplete autocorrect charset checked class colspan
controls crossorigin data-until datetime defer dir disabled download enctype enterkeyhint fill focusable for form
formaction height hidden href hreflang id inputmode integrity kind lang list loading max maxlength media method min
minlength multiple name novalidate open pattern preload preserveaspectratio property readonly rel required role
rows rowspan scope selected sizes spellcheck src srclang srcset step stroke tabindex target translate type value
viewbox width xmlns
"""
MACHINE = frozenset(FOR_THE_BROWSER.split())


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
    if code == SOURCE:
        yield from english_texts()
    for path in (TRANSLATIONS_DIR / code / "LC_MESSAGES").glob("*.po"):
        for message in messages_of(path):
            yield from (message.string if message.pluralizable else (message.string,))


def pseudo_texts(code: str) -> Iterator[str]:
    return (disguised(code, text) for text in english_texts())


@lru_cache
def english_texts() -> frozenset[str]:
    messages = [message for path in TRANSLATIONS_DIR.glob("*/LC_MESSAGES/*.po") for message in messages_of(path)]
    return frozenset(text for message in messages for text in (message.id if message.pluralizable else (message.id,)))


@lru_cache
def messages_of(path: Path) -> tuple:
    with path.open("rb") as file:
        return tuple(message for message in read_po(file) if message.id)


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(re.sub(r"%\(\w+\)[a-z]", " ", text))]


@lru_cache
def said_otherwise(code: str) -> frozenset[str]:
    """English texts that are not how anything is said in this language."""
    if code == SOURCE:
        return frozenset()
    own = pseudo_texts(code) if code in CODES else translated_texts(code)
    return frozenset(map(squeezed, english_texts())) - frozenset(map(squeezed, own))


def squeezed(text: str) -> str:
    return " ".join(text.split())


@lru_cache(100_000)
def foreign(code: str, text: str, known: frozenset[str]) -> bool:
    """Whether a text has a word that no text of this language has, or is an English text that is said otherwise."""
    own = vocabulary(code)
    return any(word not in own and word not in known for word in words_of(text)) or squeezed(text) in said_otherwise(
        code
    )


def leftovers(document: Document, known: frozenset[str] = frozenset()) -> list[str]:
    """The texts of the page that are not in its language. `known` are words of made-up data."""
    html = document.query_one("html")
    code = html.attrs["lang"]
    texts = (text for text in texts_of(html, code) if text and not ADDRESS.fullmatch(text))
    return [text for text in texts if foreign(code, text, known)]


def texts_of(element: Element, code: str) -> Iterator[str]:
    """Every text that is read, spoken or put in place by a script, in the page's own language."""
    if element.name in UNREAD or element.attrs.get("lang", code) != code or "receipt-words" in classes(element):
        return
    yield from (value for name, value in element.attrs.items() if value and is_text(element, name))
    for child in element.children:
        if isinstance(child, Text):
            yield child.data.strip()
        elif isinstance(child, Element):
            yield from texts_of(child, code)


def is_text(element: Element, attribute: str) -> bool:
    """Any attribute may hold words, but for those that are known to be for the browser alone."""
    if attribute == "content":
        return element.attrs.get("property") == "og:title" or element.attrs.get("name") == "description"
    if attribute == "value":
        return element.name == "input" and element.attrs.get("type") in ("submit", "button", "reset")
    if element.namespace == "svg":
        return attribute.startswith("aria-") and attribute not in MACHINE
    return attribute not in MACHINE


def classes(element: Element) -> list[str]:
    return (element.attrs.get("class") or "").split()
