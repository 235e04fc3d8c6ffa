"""Personal data that has a shape: phone, e-mail, link, social handle, postcode, address, NHS number, date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.comments import lists

Found = tuple[int, int, str, str]
"""Start, end, kind and the rule that found it."""

TLD = r"(?:com|org|net|uk|info|io|me|tv|gov|edu|ac|sch|nhs|eu|app|dev|blog|live|gg|ly|be|pl|ro|sk|pk|so)"
EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
EMAIL_SAID = re.compile(
    r"\b[\w+%-]{1,40}(?:(?:\.| dot )[\w+%-]{1,40}){0,3} ?(?:\(at\)|\[at\]|\{at\}| at ) ?[\w-]{2,40}"
    rf"(?: ?(?:\.|\(dot\)|\[dot\]| dot ) ?[\w-]{{1,20}}){{0,3}} ?(?:\.|\(dot\)|\[dot\]| dot ) ?{TLD}\b",
    re.IGNORECASE,
)
LINK = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"]{{2,2000}}"
    rf"|\b[\w-]{{2,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.{TLD}\b(?:/[^\s<>\"]{{0,2000}})?",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[\w.]{0,30}\w)?")
HANDLE_SAID = re.compile(
    r"\b(?:insta|instagram|snap|snapchat|tik ?tok|tiktok|discord|twitter|facebook|fb|roblox|xbox|psn|gamertag"
    r"|gamer tag|twitch|username|user name"
    r"|handle|skype|kik|steam|telegram|youtube channel)(?: (?:name|account|user|username|tag|id"
    r"|handle))?(?: (?:is|as|called)|:| -|=)+ ?"
    r"(?P<it>[\w][\w.#-]{2,30})",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? {0,2}-?[0-9][A-Z]{2})\b", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w.£$€/-])(?:\+|00)?\(?\+?\d[\d ().\-–]{5,24}\d(?![\w/])")
ZERO_WORDS = "zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|double|triple"
PHONE_SAID = re.compile(rf"\b(?:{ZERO_WORDS})(?:[ ,.-]{{1,3}}(?:{ZERO_WORDS})){{6,14}}\b", re.IGNORECASE)
PHONE_CUE = re.compile(
    r"\b(?:phone|tel|telephone|mobile|mob|ring|call|text|number|whatsapp|landline|contact)\b[^.\d]{0,30}$",
    re.IGNORECASE,
)
NHS = re.compile(r"(?<![\w+])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w)")
NUMBER_CUE = re.compile(
    r"\b(?:nhs|hospital|patient|n\.?i\.?|national insurance|upn|passport|case|reference|ref|account|pupil)"
    r"(?: (?:number|no\.?|num|id|ref|reference))?\W{0,3}(?:(?:is|was|:|number|no)\W{0,3}){0,2}$",
    re.IGNORECASE,
)
NI = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE)
REFERENCE = re.compile(r"\b(?=[A-Z]{0,3}\d)[A-Z]{0,3}\d[A-Z\d/-]{5,14}\b", re.IGNORECASE)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b(?:{DAY}\s?[/.\-]\s?(?:0?[1-9]|1[0-2]|{MONTH})\s?[/.\-]\s?(?:\d{{4}}|\d{{2}})"
    rf"|{DAY}(?: day)?(?: of)? {MONTH}\.?,?(?: (?:\d{{4}}|'?\d{{2}}\b))?|{MONTH} {DAY},?(?: \d{{4}})?|(?:19"
    rf"|20)\d\d-\d\d-\d\d)",
    re.IGNORECASE,
)
BIRTH_CUE = re.compile(
    r"\b(?:born|d\.?o\.?b\.?|birth|birthdate|birthday|bday|b-day|date of birth|b\.)\b[^.!?\d]{0,25}$", re.IGNORECASE
)
BIRTH_AFTER = re.compile(
    r"^[ ,]{0,2}(?:is|was|\()? ?(?:my|his|her|their|our) ?(?:\w+ )?(?:birthday|date of birth|dob)", re.IGNORECASE
)
SURE_STREET = (
    r"(?:road|rd|street|lane|ln|avenue|ave|crescent|cres|drive|close|terrace|grove|mews|gardens|gdns|court|way"
    r"|place|square"
    r"|walk|row|rise|hill|view|park|green|croft|mount|parade|boulevard|villas|fold|gate|yard|wharf|bank|mead"
    r"|vale|dale|house|st)"
)
WORDS = r"(?:[A-Za-z][\w'’]{1,20} ){1,3}?"
NUMBERED = re.compile(
    rf"\b(?:(?:flat|apartment|apt|unit|room) \w{{1,4}},? )?(?:no\.? "
    rf"|number )?\d{{1,4}}[a-d]?,? {WORDS}{SURE_STREET}\b\.?(?! (?:school|primary|academy|college|time|home|long))",
    re.IGNORECASE,
)
FLAT_STREET = re.compile(
    rf"\b(?:flat|apartment|apt|unit) \w{{1,4}},? (?:\d{{1,4}}[a-d]?,? )?"
    rf"(?:[A-Z][\w'’]{{1,20}} ){{1,3}}?(?i:{SURE_STREET})\b",
    re.IGNORECASE,
)
FLAT = re.compile(
    r"\b(?:flat|apartment) \d{1,3}[a-d]?\b(?:,? (?:[A-Z][\w']+ ){1,3}(?:House|Court|Building|Point|Tower|Mansions))?",
    re.IGNORECASE,
)
NAMED_STREET = re.compile(
    r"\b(?:[A-Z][\w'’]{2,20} ){1,2}(?:Road|Rd|Street|Lane|Avenue|Ave|Crescent|Drive|Close|Terrace|Grove|Mews"
    r"|Gardens|Croft)\b"
    r"(?! (?:School|Primary|Academy|College|Junior|Infant|Nursery|Surgery|Children|Health|Medical|Special"
    r"|Secondary|Community))"
)
LIVES_ON = re.compile(
    rf"\b(?:live|lives|lived|living|moved|house|home|stay|stays) (?:is )?(?:on|at|in|to|down|up)"
    rf" (?P<it>(?:[A-Za-z][\w'’]{{2,20}} ){{1,2}}{SURE_STREET})\b",
    re.IGNORECASE,
)
NOT_STREETS = lists.word_set("privacy_shapes.not_streets")


def find(text: str) -> Iterator[Found]:
    """Everything with a shape, the surest first; what overlaps is left to the caller."""
    if "@" in text:
        yield from ((*found.span(), "EMAIL", "e-mail") for found in EMAIL.finditer(text))
    low = text.lower()
    if "at" in low and ("dot" in low or "." in low):
        said = (found for found in EMAIL_SAID.finditer(text) if is_email(found[0]))
        yield from ((*found.span(), "EMAIL", "e-mail in words") for found in said)
    if "." in text or "://" in text:
        yield from ((found.start(), end_of_link(found), "LINK", "link") for found in LINK.finditer(text))
    if "@" in text:
        yield from ((*found.span(), "LINK", "social handle") for found in HANDLE.finditer(text))
    yield from (
        (*found.span("it"), "LINK", "social handle")
        for found in HANDLE_SAID.finditer(text)
        if found["it"].lower() not in NOT_HANDLES
    )
    yield from (
        (*found.span(), "PHONE", "phone in words") for found in PHONE_SAID.finditer(text) if sounds_like_phone(found[0])
    )
    if any(figure in text for figure in "0123456789"):
        yield from with_figures(text)
    yield from streets(text)


NOT_HANDLES = lists.word_set("privacy_shapes.not_handles")


def is_email(text: str) -> bool:
    """ "Look at example.org" names a page, "jo at example dot org" a person."""
    first = text.lower().split()[0]
    return not (
        "." in text and " dot " not in text.lower() and first.isalpha() and lists.is_english(first) and " at " in text
    )


def end_of_link(found: re.Match[str]) -> int:
    return found.start() + len(found[0].rstrip(".,;:!?)'\""))


def with_figures(text: str) -> Iterator[Found]:
    yield from ((*found.span(), "DATE", "date of birth") for found in DATE.finditer(text) if of_birth(text, found))
    yield from ((*found.span(), "NUMBER", "NHS number") for found in NHS.finditer(text) if is_nhs(text, found))
    yield from ((*found.span(), "NUMBER", "national insurance number") for found in NI.finditer(text))
    yield from (
        (*found.span(), "NUMBER", "number of a file")
        for found in REFERENCE.finditer(text)
        if NUMBER_CUE.search(text, max(0, found.start() - 60), found.start())
    )
    yield from ((*found.span(), "POSTCODE", "postcode") for found in POSTCODE.finditer(text))
    for found in PHONE.finditer(text):
        start, end = trimmed(found)
        if is_phone(text, start, end):
            yield start, end, "PHONE", "phone"
    yield from flats(text)
    yield from (
        (*found.span(), "ADDRESS", "street and number") for found in NUMBERED.finditer(text) if is_address(found[0])
    )
    yield from ((*found.span(), "ADDRESS", "flat") for found in FLAT.finditer(text))


def flats(text: str) -> Iterator[Found]:
    yield from ((*found.span(), "ADDRESS", "flat and street") for found in FLAT_STREET.finditer(text))


def streets(text: str) -> Iterator[Found]:
    for found in LIVES_ON.finditer(text):
        if not set(found["it"].lower().split()[:-1]) & NOT_STREETS:
            yield *found.span("it"), "ADDRESS", "street after where someone lives"
    for found in NAMED_STREET.finditer(text):
        if found[0].split()[0].lower() not in NOT_STREETS:
            yield *found.span(), "ADDRESS", "name of a street"


def is_address(text: str) -> bool:
    """ "14 Larch Close", not "2 years a long way": no small word stands between number and street."""
    words = text.lower().replace(",", "").split()
    inner = [word for word in words[:-1] if not any(letter.isdigit() for letter in word)]
    if " The " in text:
        inner = [word for word in inner if word != "the"]
    return not set(inner) & NOT_STREETS and (
        any(word[0].isupper() for word in text.split() if word[0].isalpha()) or len(inner) == 1
    )


def trimmed(found: re.Match[str]) -> tuple[int, int]:
    """Without a bracket that opens or closes nothing."""
    text, start, end = found[0], found.start(), found.end()
    if text.count("(") < text.count(")"):
        end = start + text.rindex(")")
    return start, end


def is_phone(text: str, start: int, end: int) -> bool:
    """Ten or eleven figures that begin with 0, or with the country's code; fewer only after "ring me on"."""
    number = text[start:end]
    figures = "".join(letter for letter in number if letter.isdigit())
    if DATE.fullmatch(number) or re.search(r"\b(?:19|20)\d\d ?[-–] ?(?:(?:19|20)\d\d)\b", number):
        return False
    if figures.startswith("0044") or (number.lstrip("(").startswith("+") and len(figures) >= 9):
        return 10 <= len(figures) <= 15
    if figures.startswith("0"):
        return 10 <= len(figures) <= 11
    if figures.startswith(("44", "7")) and 10 <= len(figures) <= 13:
        return True
    return 6 <= len(figures) <= 11 and bool(PHONE_CUE.search(text, max(0, start - 45), start))


def sounds_like_phone(text: str) -> bool:
    words = re.findall(r"\w+", text.lower())
    return words[0] in ("zero", "oh", "o", "nought") and len(words) >= 7


def is_nhs(text: str, found: re.Match[str]) -> bool:
    """Ten figures whose last one checks (modulus 11, NHS Data Dictionary), or ten that are called so."""
    figures = [int(letter) for letter in found[0] if letter.isdigit()]
    if NUMBER_CUE.search(text, max(0, found.start() - 60), found.start()):
        return True
    if PHONE_CUE.search(text, max(0, found.start() - 45), found.start()) or figures[0] == 0:
        return False
    check = 11 - sum(figure * (10 - place) for place, figure in enumerate(figures[:9])) % 11
    return check % 11 == figures[9] and check != 10


def of_birth(text: str, found: re.Match[str]) -> bool:
    before = BIRTH_CUE.search(text, max(0, found.start() - 60), found.start())
    return bool(before or BIRTH_AFTER.match(text[found.end() : found.end() + 40]))
