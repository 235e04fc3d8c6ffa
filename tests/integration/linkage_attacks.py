"""The named attacks of somebody who has every table, but no receipt and no key: what each tries. No assertions.

An attack returns what it found out; nothing is success.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import DateTime, select, text
from sqlalchemy.exc import OperationalError

from app.models import db
from app.models.answering import Answer, Comment, Draft, Receipt, Response, Score
from app.models.reach import (
    Contact,
    Invitation,
    ListEntry,
    Message,
    OutboxMessage,
    Pool,
    RememberedReceipt,
    StoppedAddress,
)
from tests.integration.campaign_steps import SURVEY

PEOPLE, BATCH = 20, 10
ANSWERS = (Response, Answer, Comment, Score, Receipt, Draft)
ADDRESSES = (Contact, Pool, Invitation, ListEntry, OutboxMessage, RememberedReceipt, Message, StoppedAddress)
COMMON = {SURVEY, "", "en", "email", "parent-carer", "2026-12", "general"}
"""Values that everybody of a campaign has."""
Dump = dict[str, Counter[tuple]]
"""Every row of some tables, by table; on PostgreSQL with the transaction that wrote it."""


@dataclass
class Backup:
    """What somebody who copies the database sees of sizes: rows per table, bytes of the pool, people noted finished."""

    contacts: int
    pool_bytes: int
    finished: int
    responses: int


@dataclass
class Evening:
    """What really happened, in order; the attackers do not have it, but for the copies that they take of tables.

    `comings`: tables of addresses before and after somebody came back by the link in a message; `came_back` are their
    contacts; `returned`: tables of answers before and after a letter came back; `weeks`: summaries that staff got.
    """

    responses: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    contact_hashes: list[str] = field(default_factory=list)
    invitations: list[str] = field(default_factory=list)
    backups: list[Backup] = field(default_factory=list)
    comings: list[tuple[Dump, Dump]] = field(default_factory=list)
    came_back: list[str] = field(default_factory=list)
    returned: tuple[Dump, Dump] = field(default_factory=lambda: ({}, {}))
    weeks: list[str] = field(default_factory=list)


def values(models: tuple[type, ...]) -> Iterator[str]:
    """Every value of these tables that could be one person's mark."""
    for model in models:
        for row in db.session.execute(select(model.__table__)):
            yield from (str(value) for value in row if isinstance(value, str | bytes) and value not in COMMON)


def marks(found: Iterator[str]) -> set[str]:
    """Values long enough to tell one person from another, and their parts."""
    return {value for value in found if len(value) >= 12}


# The attacks


def attack_by_shared_ids_and_hashes(evening: Evening) -> list[str]:
    """The same mark on both sides."""
    return sorted(marks(values(ANSWERS)) & marks(values(ADDRESSES)))


def attack_by_what_is_written_inside(evening: Evening) -> list[str]:
    """A mark of one side hidden in a longer text of the other."""
    texts = "\n".join(values(ADDRESSES))
    return [mark for mark in marks(values(ANSWERS)) if mark in texts]


def attack_by_row_numbers(evening: Evening) -> list[str]:
    """SQLite's rowid, where a table has one."""
    if db.session.get_bind().dialect.name != "sqlite":
        return []
    return [model.__tablename__ for model in (*ANSWERS, *ADDRESSES) if has_rowid(model.__tablename__)]


def has_rowid(table: str) -> bool:
    try:
        db.session.execute(text(f"SELECT rowid FROM {table} LIMIT 1"))
    except OperationalError:
        db.session.rollback()
        return False
    return True


def attack_by_the_order_of_rows(evening: Evening) -> list[str]:
    """The n-th address of a batch is taken for the n-th person of it; PostgreSQL keeps rows as they were written."""
    order = "ctid" if db.session.get_bind().dialect.name == "postgresql" else "id"
    found = list(db.session.scalars(text(f"SELECT address_hash FROM contact ORDER BY {order}")))
    right = 0
    for start in range(0, PEOPLE, BATCH):
        people = evening.contact_hashes[start : start + BATCH]
        order_of_batch = [one for one in found if one in people]
        right += sum(one == other for one, other in zip(order_of_batch, people, strict=True))
    return [f"{right} of {PEOPLE} right"] if right > PEOPLE // 2 else []


def attack_by_transactions(evening: Evening) -> list[str]:
    """PostgreSQL tells of each row which transaction wrote it: fewer than ten of one could be told apart."""
    if db.session.get_bind().dialect.name != "postgresql":
        return []
    answered, found = set(xmins("response")), []
    for table, condition in (("contact", "true"), ("invitation", "finished")):
        written = Counter(xmins(table, condition))
        found += [f"{table}: {n} rows of one transaction" for n in written.values() if n < BATCH]
        found += [f"{table}: with an answer" for number in written if number in answered]
    return found + [f"{len(answered)} transactions"] * (len(answered) != len(evening.responses))


def xmins(table: str, condition: str = "true") -> list[int]:
    return [int(n) for n in db.session.scalars(text(f"SELECT xmin::text::bigint FROM {table} WHERE {condition}"))]


def attack_by_times(evening: Evening) -> list[str]:
    """A time of day on either side, or a date that fewer than ten have."""
    found = []
    for model in (Response, Answer, Receipt, Contact, Invitation, ListEntry, Pool):
        columns = model.__table__.columns
        found += [f"{model.__tablename__}.{column.name}" for column in columns if isinstance(column.type, DateTime)]
    for column in (Contact.expires_on, Contact.wave):
        found += [f"{column}" for n in Counter(db.session.scalars(select(column))).values() if n < BATCH]
    return found


def attack_by_two_backups(evening: Evening) -> list[str]:
    """A count of addresses that moves by fewer than ten between two copies, or a pool that grows."""
    found = []
    for earlier, later in pairwise(evening.backups):
        for name in ("contacts", "finished"):
            moved = getattr(later, name) - getattr(earlier, name)
            found += [f"{name} moved by {moved}"] * (0 < abs(moved) < BATCH)
    return found + ["the pool grew"] * (len({one.pool_bytes for one in evening.backups[2:]}) != 1)


def dump(models: tuple[type, ...]) -> Dump:
    number = "xmin::text, " if db.session.get_bind().dialect.name == "postgresql" else ""
    tables = [model.__tablename__ for model in models]
    found = {name: db.session.execute(text(f"SELECT {number}* FROM {name}")).all() for name in tables}
    db.session.rollback()
    return {name: Counter(tuple(row) for row in rows) for name, rows in found.items()}


def moved(before: Dump, after: Dump) -> list[str]:
    """Tables in which any row is another one."""
    return [name for name in before if before[name] != after[name]]


# What is kept for the next survey


def attack_by_remembered_receipts(evening: Evening) -> list[str]:
    """The second key: the same mark as a receipt has, a length that tells, a batch that is told apart."""
    kept = db.session.execute(select(RememberedReceipt.sealed, RememberedReceipt.back_hash)).all()
    marks = set(db.session.scalars(select(Receipt.code_hash))) | set(db.session.scalars(select(Receipt.ticket_hash)))
    found = [row.back_hash for row in kept if row.back_hash in marks]
    found += [f"{name} in clear" for name in evening.receipts for row in kept if name.encode() in row.sealed]
    return found + [f"{n} of one length" for n in Counter(len(row.sealed) for row in kept).values() if n < BATCH]


def attack_by_the_way_back(evening: Evening) -> list[str]:
    """Whatever changes beside the addresses when one person opens `/back/<token>` and answers again."""
    return [f"{name} moved" for before, after in evening.comings for name in moved(before, after)]


def attack_by_follow_up_messages(evening: Evening) -> list[str]:
    """A message more or less for those who came back, or messages in the order in which people answered."""
    order = (Message.set_at, Message.id)
    rows = db.session.execute(
        select(Message.owner, Contact.address_hash).join(Contact, Contact.id == Message.owner).order_by(*order)
    ).all()
    each = Counter(row.address_hash for row in rows)
    back = Counter(n for mark, n in each.items() if mark in evening.came_back)
    others = Counter(n for mark, n in each.items() if mark not in evening.came_back)
    found = [f"{dict(back)} to those who came back, {dict(others)} to others"] * (set(back) != set(others))
    in_order = list(dict.fromkeys(row.address_hash for row in rows))
    right = sum(one == other for one, other in zip(in_order, evening.contact_hashes, strict=False))
    return found + [f"{right} of {PEOPLE} right"] * (right > PEOPLE // 2)


def attack_by_returned_letters(evening: Evening) -> list[str]:
    """Whatever changes beside the answers when a letter to one person comes back."""
    return [f"{name} moved" for name in moved(*evening.returned)]


def attack_by_weekly_summaries(evening: Evening) -> list[str]:
    """A number of people that is not to the nearest 5: two weeks of it tell that one answered or left an address."""
    said = re.findall(r"about (\d+) answers|(\d+) (?:addresses|contacts|people)", "\n".join(evening.weeks))
    return [number for pair in said for number in pair if number and int(number) % 5]
