"""The shares that groups are known to have, from a CSV file of the partnership. Who answered is elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import delete, select

from app.house import House
from app.models.base import db
from app.models.reach import KnownShare
from app.services import audit
from app.services.errors import N_, Invalid
from app.services.transaction import writing
from surveys.model import AUDIENCES

NEEDED = ("audience", "attribute", "group", "share")
COLUMNS = (*NEEDED, "people", "year", "source")
ALL = "all"
MOST_ROWS = 1000
BAD = N_("Line %(line)s, column %(column)s: %(reason)s Nothing was stored.")


@dataclass(frozen=True, slots=True)
class Share:
    """One line of the file."""

    audience: str
    attribute: str
    group: str
    permille: int
    people: int | None
    year: str
    source: str


def replace_all(house: House, content: bytes, actor: str) -> int:
    """Take the shares of a file in place of all that were there; how many. Raises `Invalid` and stores nothing."""
    shares = list(read(content))
    with writing():
        db.session.execute(delete(KnownShare))
        for one in shares:
            row = KnownShare(audience=one.audience, attribute=one.attribute, group_id=one.group, permille=one.permille)
            row.people, row.year, row.source = one.people, one.year, one.source
            db.session.add(row)
        audit.record(house, actor, "known-shares-replaced", detail=f"{len(shares)} shares")
    return len(shares)


def read(content: bytes) -> Iterator[Share]:
    try:
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True)
        header = [name.strip().lower() for name in next(rows, [])]
        check_header(header)
        seen: set[tuple[str, str, str]] = set()
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield once(read_row(header, cells, rows.line_num), seen, rows.line_num)
    except UnicodeDecodeError:
        raise Invalid(N_("Save the file as “CSV UTF-8”. Nothing was stored.")) from None
    except csv.Error as error:
        raise Invalid(BAD, line=rows.line_num, column="-", reason=f"it cannot be read as CSV ({error}).") from None


def check_header(header: list[str]) -> None:
    unknown = next((name for name in header if name not in COLUMNS), None)
    if unknown is not None:
        raise refusal(1, unknown or "(blank)", f"there is no such column. Use: {', '.join(COLUMNS)}.")
    if set(NEEDED) - set(header) or len(set(header)) < len(header):
        raise refusal(1, "-", f"each of {', '.join(NEEDED)} is needed once.")


def read_row(header: list[str], cells: list[str], line: int) -> Share:
    if len(cells) != len(header):
        raise refusal(line, "-", f"it has {len(cells)} cells, not {len(header)}.")
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    if row["audience"] not in AUDIENCES:
        raise refusal(line, "audience", f"it must be one of {', '.join(AUDIENCES)}.")
    for name in ("attribute", "group"):
        if not 0 < len(row[name]) <= 60:
            raise refusal(line, name, "it is blank or too long.")
    share, people = number(row["share"], line, "share"), row.get("people", "")
    if not Decimal("0.1") <= share <= 100:
        raise refusal(line, "share", "it is a share in per cent, from 0.1 to 100.")
    if people and not (people.isascii() and people.isdigit() and 0 < int(people[:12]) < 10**8):
        raise refusal(line, "people", "it is a whole number of people, or blank.")
    rest = (int(people) if people else None, row.get("year", "")[:20], row.get("source", "")[:500])
    return Share(row["audience"], row["attribute"], row["group"], int((share * 10).to_integral_value()), *rest)


def number(text: str, line: int, column: str) -> Decimal:
    try:
        value = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        raise refusal(line, column, "it is not a number.") from None
    if not value.is_finite():
        raise refusal(line, column, "it is not a number.")
    return value


def once(share: Share, seen: set[tuple[str, str, str]], line: int) -> Share:
    key = (share.audience, share.attribute, share.group)
    if key in seen or len(seen) >= MOST_ROWS:
        raise refusal(line, "group", "this group stands there before, or the file is too long.")
    seen.add(key)
    return share


def refusal(line: int, column: str, reason: str) -> Invalid:
    return Invalid(BAD, line=line, column=column, reason=reason)


def of_audience(house: House, audience: str) -> dict[str, list[Share]]:
    """Attribute to its groups, the largest first."""
    mine = select(KnownShare).where(KnownShare.audience == audience)
    found: dict[str, list[Share]] = {}
    for row in db.session.scalars(mine.order_by(KnownShare.attribute, KnownShare.permille.desc(), KnownShare.group_id)):
        share = Share(row.audience, row.attribute, row.group_id, row.permille, row.people, row.year, row.source)
        found.setdefault(row.attribute, []).append(share)
    return found
