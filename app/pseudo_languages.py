"""Two made-up languages for tests, and how a catalogue file becomes one in memory. Never on in production.

`en-XA` is English with accents, 40% longer: text without accents was never marked for translation, text that does
not fit would not fit in Polish either. `ar-XB` is written from right to left in Arabic letters: what it does not
mirror is wrong.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from babel.support import Translations

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

CODES = ("en-XA", "ar-XB")
LANGUAGES = {"en-XA": ("Ēñĝļîšĥ", "ltr", "en-GB"), "ar-XB": ("يسئيفس", "rtl", "en-GB")}
"""Code to name, direction and the locale whose plural forms, dates and numbers it borrows."""

KEPT_AS_IS = re.compile(r"%\(\w+\)[a-z]|%%|<[^>]*>|&\w+;|\{[\w:-]*\}")
PARTS = re.compile(rf"({KEPT_AS_IS.pattern}|[^\W\d_]+)")
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "åƀçđéƒĝĥîĵķļɱñöþǫřšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŘŠŢÛṼŴẊÝŽ"
)
MIRRORED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابتثيفجحئخكلمنوةقرسطعغشصىزابتثيفجحئخكلمنوةقرسطعغشصىز"
)
VOWELS = "åéîöû"


@lru_cache
def catalogue(code: str, translations_dir: Path, domain: str) -> NullTranslations:
    """Every message that the translated languages know, in the made-up language."""
    from babel.messages.catalog import Catalog

    made = Catalog(locale="en")
    for po in sorted(translations_dir.glob(f"*/LC_MESSAGES/{domain}.po")):
        for message in read(po):
            if message.id:
                forms = message.id if message.pluralizable else (message.id,)
                changed = tuple(disguised(code, form) for form in forms)
                made.add(message.id, changed if message.pluralizable else changed[0], context=message.context)
    return Translations(io.BytesIO(machine_form(made)))


def disguised(code: str, text: str) -> str:
    """The text in the made-up language; places for values and markup stay as they are."""
    return "".join(part if KEPT_AS_IS.fullmatch(part) else disguised_word(code, part) for part in PARTS.split(text))


def disguised_word(code: str, word: str) -> str:
    if code == "ar-XB":
        return word.translate(MIRRORED)
    longer = VOWELS[len(word) % len(VOWELS)] * round(len(word) * 0.4)
    return word.translate(ACCENTED) + (longer if word.isalpha() else "")


@lru_cache
def compiled(po: Path, changed_at: int) -> bytes:
    """The machine form of a catalogue file as it was at `changed_at`. Uncertain ("fuzzy") translations are left out."""
    return machine_form(read(po))


def read(po: Path) -> Catalog:
    """The catalogue in `<language>/LC_MESSAGES/<domain>.po`, with the plural forms of its own heading."""
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name)


def machine_form(made: Catalog) -> bytes:
    from babel.messages.mofile import write_mo

    out = io.BytesIO()
    write_mo(out, made)
    return out.getvalue()
