"""Receipt codes: made from a ticket, written as symbols or as four words, recognised again. Stores only keyed hashes.

A code is 40 bits: eight Crockford base32 symbols and a check symbol (the number modulo 37), which finds every single
wrong symbol and every swap of two. The same bits are four words of a list of 1,024 in any language here.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from app.config import ROOT
from app.house import House
from app.models.answering import Receipt, Response
from app.models.base import db
from app.services.errors import N_, Invalid

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_SYMBOLS = SYMBOLS + "*~$=U"
LENGTH = 8
BITS = 5 * LENGTH
WORDS, WORD_BITS = 4, 10
MISREAD = str.maketrans("OIL", "011")
WORDS_DIR = ROOT / "translations" / "words"

NOT_A_CODE = N_("Type the code of 9 letters and numbers, or the four words, from your receipt.")
CHECK_DOES_NOT_FIT = N_("One letter or number is not right. Look at the code again.")
UNKNOWN_WORD = N_("We do not know the word “%(word)s”. Look at your four words again.")
UNKNOWN_CODE = N_(
    "We have no answers for this code. Look at it again. A code stops working on the day that your receipt says."
)


@dataclass(frozen=True, slots=True)
class Found:
    """The response that a receipt stands for, as far as its owner needs it."""

    response_id: str
    survey_id: str
    audience: str
    journey_point: str
    wave: str
    person: str
    expires_on: date


def code_of(house: House, ticket: str, draw: int) -> str | None:
    """The code with its check symbol for one draw; None if that draw's check symbol would be a strange one."""
    number = int(house.keyed_hash("receipt-code", f"{ticket}\n{draw}"), 16) >> (256 - BITS)
    code = with_check(number)
    return code if code[-1] in SYMBOLS else None


def with_check(number: int) -> str:
    symbols = "".join(SYMBOLS[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return symbols + CHECK_SYMBOLS[number % 37]


def number_of(code: str) -> int:
    """The 40 bits of a code's first eight symbols."""
    number = 0
    for symbol in code[:LENGTH]:
        number = number << 5 | SYMBOLS.index(symbol)
    return number


def grouped(code: str) -> str:
    """As it is shown and read aloud: two groups of four, then the check symbol."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def words_of(code: str, language: str) -> tuple[str, ...]:
    """The four words of a code, in the language of the page if it has a list, else in English."""
    number, listed = number_of(code), word_list(language) or word_list("en")
    shifts = range(WORD_BITS * (WORDS - 1), -1, -WORD_BITS)
    return tuple(listed[number >> shift & (1 << WORD_BITS) - 1] for shift in shifts) if listed else ()


def read(typed: str) -> tuple[str, ...]:
    """The codes that what was typed may stand for: one if symbols, one for each language whose list has all four words.

    Raises `Invalid` and says what is wrong.
    """
    text = unicodedata.normalize("NFKC", typed)
    parts = [part for part in "".join(char if char.isalnum() else " " for char in fold(text)).split() if part]
    if len(parts) == WORDS and not looks_like_code(parts):
        return codes_of_words(parts)
    return (code_of_symbols("".join(parts)),)


def looks_like_code(parts: list[str]) -> bool:
    """Four short groups, as somebody may space a code; no word has a digit in it."""
    return len("".join(parts)) == LENGTH + 1 and any(char.isdigit() for char in "".join(parts))


def code_of_symbols(symbols: str) -> str:
    plain = "".join(str(unicodedata.digit(char, char)) for char in symbols.upper()).translate(MISREAD)
    if len(plain) != LENGTH + 1:
        raise Invalid(NOT_A_CODE)
    if set(plain) - set(SYMBOLS) or with_check(number_of(plain)) != plain:
        raise Invalid(CHECK_DOES_NOT_FIT)
    return plain


def codes_of_words(words: list[str]) -> tuple[str, ...]:
    places = [word_places(language) for language in languages_with_words()]
    whole = [found for found in places if all(word in found for word in words)]
    if not whole:
        nearest = max(places, key=lambda found: sum(word in found for word in words), default={})
        raise Invalid(UNKNOWN_WORD, word=next(word for word in words if word not in nearest))
    numbers = []
    for found in whole:
        number = 0
        for word in words:
            number = number << WORD_BITS | found[word]
        numbers.append(number)
    return tuple(with_check(number) for number in numbers)


def fold(text: str) -> str:
    """A word without case, accents and vowel marks, each letter in one form: people and keyboards differ."""
    spread = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(char for char in spread if not unicodedata.combining(char) and char != "ـ")
    return bare.translate(str.maketrans("łأإآىةکیہھۃ", "lااايهكيههه"))


@lru_cache(maxsize=64)
def word_list(language: str) -> tuple[str, ...]:
    """The 1,024 words of a language; empty if it has no list."""
    path = WORDS_DIR / f"{language}.txt"
    if not path.is_file():
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=64)
def word_places(language: str) -> dict[str, int]:
    return {fold(word): place for place, word in enumerate(word_list(language))}


@lru_cache(maxsize=1)
def languages_with_words() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in WORDS_DIR.glob("*.txt")))


# --- storage ---

RECEIPT, RESPONSE = Receipt.__table__, Response.__table__


def ticket_hash(house: House, ticket: str) -> str:
    return house.keyed_hash("receipt-ticket", ticket)


def code_hash(house: House, code: str) -> str:
    return house.keyed_hash("receipt", code)


def issue(house: House, ticket: str, response_id: str, expires_on: date) -> None:
    """Keep the hashes of a receipt for a response. Takes part in the caller's transaction."""
    connection = db.session.connection()
    draw = 0
    while True:
        code = code_of(house, ticket, draw)
        if code is not None:
            hashed = code_hash(house, code)
            if connection.execute(select(RECEIPT.c.draw).where(RECEIPT.c.code_hash == hashed)).first() is None:
                break
        draw += 1
    row = {"code_hash": hashed, "response_id": response_id, "ticket_hash": ticket_hash(house, ticket)}
    connection.execute(RECEIPT.insert(), row | {"draw": draw, "expires_on": expires_on})


def of_ticket(house: House, ticket: str) -> tuple[str, date] | None:
    """The code and last day of the receipt that this ticket's participation got; None if it was not sent."""
    wanted = select(RECEIPT.c.draw, RECEIPT.c.expires_on).where(RECEIPT.c.ticket_hash == ticket_hash(house, ticket))
    row = db.session.execute(wanted).first()
    return (code_of(house, ticket, row.draw), row.expires_on) if row else None


def find(house: House, typed: str) -> Found:
    """The response behind a typed code or four words. Raises `Invalid` and says what is wrong."""
    hashes = [code_hash(house, code) for code in read(typed)]
    columns = (RESPONSE.c.survey_id, RESPONSE.c.audience, RESPONSE.c.journey_point, RESPONSE.c.wave, RESPONSE.c.person)
    query = (
        select(RECEIPT.c.response_id, *columns, RECEIPT.c.expires_on)
        .join(RESPONSE, RESPONSE.c.id == RECEIPT.c.response_id)
        .where(RECEIPT.c.code_hash.in_(hashes), RECEIPT.c.expires_on >= house.today())
    )
    row = db.session.execute(query).first()
    if row is None:
        raise Invalid(UNKNOWN_CODE)
    return Found(*row)
