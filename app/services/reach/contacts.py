"""Addresses that people leave after a survey, for the next survey or for news. Nothing here knows what they answered.

What is left goes into the pool: one encrypted row of a constant length, rewritten each time. The worker takes at least
`SMALLEST_BATCH` out at once and writes them in random order under new random ids. So no row of a contact was ever
written near the row of an answer, and nothing in the database tells which of the contacts came when.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from sqlalchemy import delete, select

from app.house import House, random_id
from app.models.base import db
from app.models.reach import Contact, Pool
from app.services import sealing
from app.services.asking import entrances
from app.services.asking.entrances import Entrance
from app.services.asking.participation import later
from app.services.errors import N_, Invalid, NotFound, TooMany
from app.services.reach import addresses, invitations, remembered
from app.services.running.tasks import Claimed
from app.services.transaction import writing

SMALLEST_BATCH = 10
POOL, BLOCK = "contacts", 64 * 1024
"""Bytes of the pool before it is encrypted, whatever is in it."""
KEPT_MONTHS = 20
WAITS_AT_MOST = timedelta(days=60)
"""After so long even a smaller batch is written: that is far from any answer by then."""
NOTHING_CHOSEN = N_("Choose what we may write to you about.")
NO_SURVEY = N_("There is no survey at this address. Check it letter by letter.")
FULL = N_("Too many people do this right now. Try again in a quarter of an hour.")


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody left. `id` becomes the contact's, so that the stop link works from the first moment."""

    id: str
    address: str = field(repr=False)
    medium: str
    language: str
    survey_id: str
    wave: str
    follow_up: bool
    news: bool
    left_on: str
    receipt: str = field(default="", repr=False)


def leave(
    house: House, typed: str, survey_id: str, language: str, follow_up: bool, news: bool, receipt: str = ""
) -> str:
    """Put an address into the pool; the token of its stop link. Raises `Invalid` and says what is wrong.

    `receipt` is a code that its owner wants remembered for the next survey, as `receipts.read` gives it.
    """
    medium, address = addresses.either(typed)
    survey = house.partnership.catalogue.latest(survey_id)
    if survey is None:
        raise NotFound(NO_SURVEY)
    wave = entrances.opening(house, Entrance(survey)).wave or ""
    if not (follow_up or news):
        raise Invalid(NOTHING_CHOSEN)
    wishes = (follow_up, news, house.today().isoformat(), receipt if follow_up else "")
    left = Left(random_id(), address, medium, language, survey_id, wave, *wishes)
    with writing():
        pooled = [one for one in pool(house) if (one.address, one.survey_id) != (address, survey_id)]
        rewrite(house, [*pooled, left])
    return invitations.stop_token_of(house, left.id)


def is_work() -> bool:
    """Whether anybody has left an address."""
    return any(db.session.scalar(select(key).limit(1)) is not None for key in (Pool.name, Contact.id))


def pool(house: House) -> list[Left]:
    """What is in the pool, locked for the caller's transaction."""
    row = db.session.get(Pool, POOL, with_for_update=True, populate_existing=True)
    if row is None:
        return []
    return [Left(**one) for one in json.loads(sealing.unseal(house, "pool", row.sealed))]


def rewrite(house: House, pooled: list[Left]) -> None:
    """Write the whole pool anew, always of the same length. In the caller's transaction."""
    text = json.dumps([asdict(one) for one in pooled], ensure_ascii=False).encode()
    if len(text) > BLOCK:
        raise TooMany(FULL)
    sealed = sealing.seal(house, "pool", text.ljust(BLOCK))
    row = db.session.get(Pool, POOL)
    if row is None:
        db.session.add(Pool(name=POOL, sealed=sealed))
    else:
        row.sealed = sealed


def write_batch(house: House, task: Claimed) -> int:
    """The worker's part: move the pool's contacts to their table, if they are enough; how many."""
    with task.writing():
        pooled = pool(house)
        waited = [house.today() - date.fromisoformat(one.left_on) for one in pooled]
        enough = len(pooled) >= SMALLEST_BATCH or any(days >= WAITS_AT_MOST for days in waited)
        moved = pooled if enough else []
        secrets.SystemRandom().shuffle(moved)
        for one in moved:
            write(house, one)
        rewrite(house, [] if enough else pooled)  # written anew in any case: the row's last change tells nothing
    return len(moved)


def write(house: House, one: Left) -> None:
    """One contact; who left an address for the same survey before has it replaced."""
    address_hash = addresses.hashed(house, one.address)
    same = (Contact.address_hash == address_hash, Contact.survey_id == one.survey_id)
    db.session.execute(delete(Contact).where(*same))
    stop = invitations.stop_token_of(house, one.id)
    db.session.add(
        Contact(
            id=one.id,
            sealed=addresses.seal(house, one.address),
            address_hash=address_hash,
            medium=one.medium,
            language=one.language,
            survey_id=one.survey_id,
            wave=one.wave,
            follow_up=one.follow_up,
            news=one.news,
            stop_hash=invitations.hash_of(house, "stop", stop),
            expires_on=end_of_month(later(house.today(), KEPT_MONTHS)),
        )
    )
    if one.receipt:
        db.session.flush()
        remembered.keep(house, one.id, one.receipt)


def end_of_month(day: date) -> date:
    return later(day.replace(day=1), 1) - timedelta(days=1)


def kept_until(house: House) -> date:
    """The last day that a contact left today is kept: what the page promises."""
    return end_of_month(later(house.today(), KEPT_MONTHS))


def remove(house: House, stop_hash: str) -> bool:
    """Delete the contact of a stop link, wherever it is; False if there is none."""
    with writing():
        found = db.session.scalar(select(Contact.address_hash).where(Contact.stop_hash == stop_hash))
        pooled = pool(house)
        stays = [one for one in pooled if hash_of_stop(house, one) != stop_hash]
        gone = [one for one in pooled if one not in stays]
        if len(gone):
            rewrite(house, stays)
        for address_hash in {found} | {addresses.hashed(house, one.address) for one in gone}:
            if address_hash:
                addresses.forget(address_hash)
    return bool(found or gone)


def hash_of_stop(house: House, one: Left) -> str:
    return invitations.hash_of(house, "stop", invitations.stop_token_of(house, one.id))
