"""How an interface message is worded for the reader: as for a young person where a language says "you" in two ways.

A catalogue has such a wording as a second entry with the context `INFORMAL`; without one everyone reads the same words.
How catalogues keep these entries is in `app.catalogues`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

if TYPE_CHECKING:
    from gettext import NullTranslations

INFORMAL = "young-person"
"""The audience whose surveys say the informal "you", and the context of the entries that do so too."""


def worded(catalogue: NullTranslations, message: str) -> str:
    """The message in the tone of the page (`g.audience`)."""
    if g.get("audience") == INFORMAL:
        said = catalogue.pgettext(INFORMAL, message)
        if said != message:
            return said
    return catalogue.gettext(message)


def worded_number(catalogue: NullTranslations, one: str, many: str, n: int) -> str:
    """The plural form for `n` in the tone of the page."""
    if g.get("audience") == INFORMAL:
        said = catalogue.npgettext(INFORMAL, one, many, n)
        if said not in (one, many):
            return said
    return catalogue.ngettext(one, many, n)
