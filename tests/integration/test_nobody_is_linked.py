"""From the database alone nobody can tie a contact or an invitation to an answer: each attack is tried, and fails.

Twenty people answer by their own link and leave an address right after, one after the other, while the worker runs: the
worst case. Whoever has every table (but no receipt and no key) then tries shared values, the order of rows and of
transactions, times, and what changes between two backups. An attack returns what it found out; nothing is success.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import DateTime, func, select, text
from sqlalchemy.exc import OperationalError

from app.house import House
from app.models import db
from app.models.answering import Answer, Comment, Draft, Receipt, Response, Score
from app.models.reach import Contact, Invitation, ListEntry, OutboxMessage, Pool
from app.services import contacts, entrances, invitations, outbox, participation, waves
from surveys import flow
from surveys.answers import SKIPPED
from tests.integration.campaign_steps import SURVEY, sending, turn
from tests.integration.test_campaigns import link_in

pytestmark = pytest.mark.usefixtures("both_engines", "context")
PEOPLE, BATCH = 20, 10
ANSWERS = (Response, Answer, Comment, Score, Receipt, Draft)
ADDRESSES = (Contact, Pool, Invitation, ListEntry, OutboxMessage)
COMMON = {SURVEY, "", "en", "email", "parent-carer", "2026-12", "general"}
"""Values that everybody of a campaign has."""


@dataclass
class Backup:
    """What somebody who copies the database sees of sizes: rows per table, bytes of the pool, people noted finished."""

    contacts: int
    pool_bytes: int
    finished: int
    responses: int


@dataclass
class Evening:
    """What really happened, in order; the attackers do not have it."""

    responses: list[str] = field(default_factory=list)
    contact_hashes: list[str] = field(default_factory=list)
    invitations: list[str] = field(default_factory=list)
    backups: list[Backup] = field(default_factory=list)


@pytest.fixture
def evening(app: Flask, house: House) -> Evening:
    """Each answers, then leaves an address; a backup is taken after each step, and the worker looks in between."""
    waves.seed(house)
    sending(house, PEOPLE)
    turn(house)
    evening = Evening(backups=[backup()])
    for kept in sorted(outbox.listed(house), key=lambda one: one.reference):
        answer(house, evening, link_in(kept.text).removeprefix("/i/"))
        contacts.leave(house, kept.address, SURVEY, "en", follow_up=True, news=True)
        evening.contact_hashes.append(contacts.addresses.hashed(house, kept.address))
        evening.backups.append(backup())
        turn(house)
        evening.backups.append(backup())
    return evening


def answer(house: House, evening: Evening, token: str) -> None:
    invited = invitations.enter(house, token, "")
    before = set(db.session.scalars(select(Response.id)))
    ticket = participation.begin(
        house, entrances.by_collector(house, invited.code), "2026-12", "en", None, invited.ticket
    )
    draft = participation.load(house, ticket)
    while page := flow.first_unanswered(draft.survey, draft.answers, draft.known):
        draft = participation.save(house, draft, dict.fromkeys(page.questions, SKIPPED), "en")
    participation.submit(house, ticket, "en")
    [new] = set(db.session.scalars(select(Response.id))) - before
    evening.responses.append(new)
    token_hash = invitations.hash_of(house, "invitation", token)
    evening.invitations.append(db.session.scalar(select(Invitation.id).where(Invitation.token_hash == token_hash)))


def backup() -> Backup:
    pool = db.session.scalar(select(func.length(Pool.sealed)))
    finished = db.session.scalar(select(func.count()).select_from(Invitation).where(Invitation.finished))
    counts = [db.session.scalar(select(func.count()).select_from(model)) for model in (Contact, Response)]
    db.session.rollback()
    return Backup(counts[0], pool or 0, finished, counts[1])


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
    return found + [f"{len(set(answered))} transactions"] * (len(answered) != PEOPLE)


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


ATTACKS = [
    attack_by_shared_ids_and_hashes,
    attack_by_what_is_written_inside,
    attack_by_row_numbers,
    attack_by_the_order_of_rows,
    attack_by_transactions,
    attack_by_times,
    attack_by_two_backups,
]


def test_every_attack_fails_and_would_find_what_is_there(house: House, evening: Evening) -> None:
    assert db.session.scalar(select(func.count()).select_from(Contact)) == PEOPLE
    assert db.session.scalar(select(func.count()).select_from(Invitation).where(Invitation.finished)) == PEOPLE
    for attack in ATTACKS:
        assert attack(evening) == [], attack.__name__
    plant_what_must_not_be(evening)
    planted = [attack_by_two_backups, attack_by_times]
    for attack in planted:
        assert attack(evening) != [], attack.__name__


def plant_what_must_not_be(evening: Evening) -> None:
    """The very mistakes: a date of one's own, a count that moves by one."""
    row = db.session.scalars(select(Contact)).first()
    row.expires_on = row.expires_on.replace(day=1)
    last = evening.backups[-1]
    evening.backups.append(Backup(last.contacts + 1, last.pool_bytes, last.finished, last.responses))
    db.session.commit()
