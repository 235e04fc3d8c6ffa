"""Text as people look for it: without case and accents, and with letters alike that keyboards write differently."""

from __future__ import annotations

import unicodedata

ALIKE = {
    "يىې": "ی",  # an Arabic keyboard's yeh, a final one, a Persian or Urdu one
    "ك": "ک",
    "ةہھەۃ": "ه",
    "ٱ": "ا",
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ı": "i",
    "\u200c": " ",  # Persian puts it between the parts of a word; some people type a blank there, some nothing
}
LETTERS = {ord(letter): ord(kept) for letters, kept in ALIKE.items() for letter in letters}
NOT_SEEN = {"Cf", "Mn", "Me"}
"""Kinds of signs that add nothing to a word: how text runs, where it may break, marks above and below."""
STRETCH = ord("\u0640")
"""Makes an Arabic word longer to the eye and says nothing."""


class Folds(dict[int, int | None]):
    """What becomes of each sign, worked out when it is met first. For `str.translate`."""

    def __missing__(self, code: int) -> int | None:
        found = self[code] = LETTERS.get(code, fold_of(code))
        return found


def fold_of(code: int) -> int | None:
    sign = chr(code)
    if code == STRETCH or unicodedata.category(sign) in NOT_SEEN or unicodedata.combining(sign):
        return None
    figure = unicodedata.decimal(sign, None)
    return code if figure is None else ord("0") + figure


FOLDS = Folds()


def folded(text: str) -> str:
    """Without case, accents and what differs only by keyboard, so that people find what they half remember."""
    text = text.casefold()
    return text if text.isascii() else unicodedata.normalize("NFKD", text).translate(FOLDS)
