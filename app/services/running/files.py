"""Files that go between a page and the worker: kept in encrypted parts in the database, and deleted on their date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select

from app.house import House, random_id
from app.models.base import db
from app.models.jobs import KeptFile, KeptPart
from app.services import sealing
from app.services.errors import N_, NotFound
from app.services.transaction import writing

KEPT_DAYS = 7
PART = 256 * 1024
"""Bytes of one part; also what is in memory at once."""


@dataclass(frozen=True, slots=True)
class FileView:
    id: str
    name: str
    media_type: str


def keep(
    house: House, chunks: Iterable[bytes], name: str, media_type: str, owner: str | None, days: int = KEPT_DAYS
) -> str:
    """Keep a file for some days; its id. `owner` is the id of the one member of staff who may have it, None for all.

    Each part is a transaction of its own, so that a long upload keeps nobody waiting.
    Nobody knows the id before the file is whole.
    """
    file_id = random_id()
    until = house.today() + timedelta(days=days)
    about = {"id": file_id, "name": name[:200], "media_type": media_type[:100], "owner": owner, "expires_on": until}
    with writing():
        db.session.execute(insert(KeptFile), about)
    for number, part in enumerate(in_parts(chunks)):
        with writing():
            row = {"file_id": file_id, "number": number, "content": sealing.seal(house, "file", part)}
            db.session.execute(insert(KeptPart), row)
    return file_id


def in_parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of `PART`; at least one piece, be it empty."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
    yield bytes(held)


def get(house: House, file_id: str, owner: str | None = None) -> FileView:
    """A file that this person may have. Raises `NotFound` for anybody else's."""
    row = db.session.get(KeptFile, file_id)
    if row is None or row.owner not in (None, owner) or row.expires_on < house.today():
        raise NotFound(N_("This file is not there any more. Make it again."))
    return FileView(row.id, row.name, row.media_type)


def parts(house: House, file_id: str) -> Iterator[bytes]:
    """The bytes of a file, one part at a time."""
    number = 0
    query = select(KeptPart.content)
    while (row := db.session.scalar(query.where(KeptPart.file_id == file_id, KeptPart.number == number))) is not None:
        yield sealing.unseal(house, "file", row)
        number += 1


def is_there(file_id: str) -> bool:
    return db.session.get(KeptFile, file_id) is not None


def remove(file_id: str) -> None:
    """Delete a file before its date. Part of the caller's transaction."""
    db.session.execute(delete(KeptFile).where(KeptFile.id == file_id))
