"""Uploaded lists of addresses: stored whole or not at all, by the worker, with progress. Reading is `address_file`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import delete, func, insert, select

from app.house import House, random_id
from app.models.base import db
from app.models.jobs import Task
from app.models.reach import AddressList, Campaign, ListEntry, StoppedAddress
from app.models.staff import Staff
from app.services import audit
from app.services.asking.participation import later
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.reach import address_file, addresses
from app.services.reach.address_file import BadRowError, Entry
from app.services.running import files, tasks
from app.services.running.tasks import Claimed, TaskView
from app.services.transaction import writing

KIND = "address-list"
KEPT_MONTHS = 24
AT_ONCE = 1000
NOTHING_STORED = "Nothing is stored. "


@dataclass(frozen=True, slots=True)
class ListView:
    """One list as staff see it; `task` is its import while that is remembered."""

    id: str
    name: str
    ready: bool
    rows: int
    made_on: date
    expires_on: date
    task: TaskView | None = None


def upload(house: House, name: str, chunks: Iterable[bytes], actor: str) -> str:
    """Keep an uploaded file and ask the worker to import it; the id of the list that it becomes."""
    if not name.strip():
        raise Invalid(N_("Give the list a name."))
    owner = db.session.scalar(select(Staff.id).where(Staff.email == actor))
    file_id, list_id = files.keep(house, chunks, "addresses.csv", "text/csv", owner), random_id()
    with writing():
        dates = {"made_on": house.today(), "expires_on": later(house.today(), KEPT_MONTHS)}
        db.session.add(AddressList(id=list_id, name=name.strip()[:200], made_by=owner, **dates))
        tasks.add(house, KIND, {"list": list_id, "file": file_id}, slot=list_id)
        audit.record(house, actor, "address-list-uploaded", list_id)
    return list_id


def import_list(house: House, task: Claimed, languages: Sequence[str]) -> str:
    """The task: read every row, then store every row. What a killed worker stored of it is deleted first.

    A worker that was killed after its last write had done everything: then there is nothing to do again.
    """
    list_id, file_id = task.payload["list"], task.payload["file"]
    with task.writing():
        row = db.session.get(AddressList, list_id, populate_existing=True)
        if row is None:
            return "the list was deleted"
        if row.ready:
            return f"{row.rows:,} rows stored"
        if not files.is_there(file_id):
            return NOTHING_STORED + "The worker stopped right after it was refused. Upload it again to see why."
        db.session.execute(delete(ListEntry).where(ListEntry.list_id == list_id))
    try:
        total = check_rows(house, task, file_id, languages)
    except BadRowError as bad:
        with task.writing():
            files.remove(file_id)
            audit.record(house, "system", "address-list-refused", list_id)
        return NOTHING_STORED + str(bad)
    stored = store_rows(house, task, address_file.entries(house, files.parts(house, file_id), languages), total)
    with task.writing():
        row = db.session.get_one(AddressList, list_id)
        row.ready, row.rows = True, stored
        files.remove(file_id)
        audit.record(house, "system", "address-list-stored", list_id, f"{stored} rows")
    left_out = total - stored
    return f"{stored:,} rows stored" + (f", {left_out:,} left out who want no messages" if left_out else "")


def check_rows(house: House, task: Claimed, file_id: str, languages: Sequence[str]) -> int:
    """How many rows there are, all of them right."""
    total = 0
    for entry in address_file.entries(house, files.parts(house, file_id), languages):
        total += bool(entry)
        if total % AT_ONCE == 0:
            task.progress(0, total)
    if not total:
        raise BadRowError(1, "", "there is no row below it.")
    task.progress(0, 2 * total)
    return total


def store_rows(house: House, task: Claimed, entries: Iterator[Entry], total: int) -> int:
    done = stored = 0
    while some := list(islice(entries, AT_ONCE)):
        rows = [row_of(house, task.payload["list"], entry) for entry in some]
        hashes = [row["address_hash"] for row in rows]
        done += len(some)
        with task.writing():
            gone = set(db.session.scalars(select(StoppedAddress.address_hash).where(in_any(hashes))))
            kept = [row for row in rows if row["address_hash"] not in gone]
            if kept:
                db.session.connection().execute(insert(ListEntry.__table__), kept)
            task.note_progress(done, total)
        stored += len(kept)
    return stored


def in_any(hashes: list[str]) -> object:
    return StoppedAddress.address_hash.in_(hashes)


def row_of(house: House, list_id: str, entry: Entry) -> dict[str, object]:
    return {
        "id": random_id(),
        "list_id": list_id,
        "sealed": addresses.seal(house, entry.address),
        "address_hash": addresses.hashed(house, entry.address),
        "medium": entry.medium,
        "audience": entry.audience,
        "journey_point": entry.journey_point,
        "language": entry.language,
    }


def listed(house: House) -> list[ListView]:
    """All lists, the newest first."""
    query = (
        select(AddressList, Task)
        .outerjoin(Task, (Task.kind == KIND) & (Task.slot == AddressList.id))
        .order_by(AddressList.made_on.desc(), AddressList.id)
    )
    return [view_of(row, task) for row, task in db.session.execute(query)]


def view_of(row: AddressList, task: Task | None) -> ListView:
    about = tasks.view_of(task) if task else None
    return ListView(row.id, row.name, row.ready, row.rows, row.made_on, row.expires_on, about)


def get(house: House, list_id: str) -> ListView:
    found = next((row for row in listed(house) if row.id == list_id), None)
    if found is None:
        raise NotFound(N_("There is no such list."))
    return found


def make_up(house: House, list_id: str) -> dict[tuple[str, str], int]:
    """How many rows a list has per audience and medium."""
    query = (
        select(ListEntry.audience, ListEntry.medium, func.count())
        .where(ListEntry.list_id == list_id)
        .group_by(ListEntry.audience, ListEntry.medium)
        .order_by(ListEntry.audience, ListEntry.medium)
    )
    return {(audience, medium): n for audience, medium, n in db.session.execute(query)}


def remove(house: House, list_id: str, actor: str) -> None:
    """Delete a list with its addresses. Invitations that were made from it stay."""
    with writing():
        row = db.session.get(AddressList, list_id)
        if row is None:
            raise NotFound(N_("There is no such list."))
        if db.session.scalar(
            select(Campaign.id).where(Campaign.list_id == list_id, Campaign.state == "draft").limit(1)
        ):
            raise Conflict(N_("A campaign that is not sent yet uses this list. Delete the campaign first."))
        db.session.delete(row)
        audit.record(house, actor, "address-list-deleted", list_id)
