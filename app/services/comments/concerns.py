"""Which texts a person must read, and the alerts about urgent ones. How they are read and decided: `concern_queue`.

An alert never says what was written.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, delete, select

from app.house import House, random_id
from app.models.base import db
from app.models.listening import KINDS, ConcernCase, Reading
from app.services import audit
from app.services.comments import alerts
from app.services.running import lease

ENGLISH = ("en", "und")
CHILDREN = "young-person"
MOST_ALERTS = 6
SUBJECT = "A comment needs you now"
AGAIN = "A comment still waits for somebody to read it"
IDLE = and_(
    ConcernCase.reading_id.is_(None),
    ConcernCase.decision.is_(None),
    ConcernCase.kind != "urgent",
    ConcernCase.opened_at.is_(None),
)
"""Cases whose text is gone before anybody saw it. An urgent one stays: somebody must know that there was one."""


def kind_of(reading: Reading, audience: str) -> str | None:
    """Why a person must read it; None if nobody must."""
    if reading.concern == "urgent":
        return "urgent"
    if reading.language not in ENGLISH:
        return "foreign"
    if reading.concern == "check":
        return "check"
    return "rest" if audience == CHILDREN else None


def take_up(house: House, reading: Reading, audience: str) -> None:
    """Queue what was read, in the caller's transaction. A text that changed after it was seen waits again."""
    kind = kind_of(reading, audience)
    row = db.session.scalar(select(ConcernCase).where(ConcernCase.reading_id == reading.id))
    if row is None and kind is None:
        return
    if row is None:
        queued_at = house.now().replace(minute=0, second=0, microsecond=0)
        row = ConcernCase(id=random_id(), reading_id=reading.id, audience=audience, kind=kind, queued_at=queued_at)
        row.alerts = 0
        db.session.add(row)
    else:
        was, row.kind = row.kind, min(row.kind, kind or row.kind, key=KINDS.index)
        wait_again(house, row, worse=was != row.kind)
    if row.kind == "urgent" and row.alerts == 0:
        tell(house, row)


def wait_again(house: House, row: ConcernCase, worse: bool) -> None:
    """The text is another one than that which was seen. The trail keeps who saw and decided what before."""
    if row.opened_at is None and not worse:
        return
    row.queued_at = house.now().replace(minute=0, second=0, microsecond=0)
    row.opened_at = row.opened_by = row.decision = row.decided_by = row.expires_on = None
    row.note, row.alerts = "", 0
    audit.record(house, "system", "concern-changed", row.id)


def tell(house: House, row: ConcernCase) -> None:
    """Alert the safeguarding lead, or administrators if there is none; from the second time on the deputy too."""
    rules = house.partnership.safeguarding
    deputy = (rules.deputy_email,) if rules.deputy_email and row.alerts else ()
    text = (
        "The software read a comment as urgent. It may be wrong; please read it now.\n\n"
        f"{house.config.public_url}/staff/concerns/{row.id}\n\n"
        "This message says nothing of what was written. Sign in to read it.\n"
    )
    subject = f"{house.partnership.title}: {AGAIN if row.alerts else SUBJECT}"
    reached = alerts.alert(house, subject, text, also=deputy)
    if not reached:
        reached = alerts.alert(house, subject, text, roles=("administrator",))
    row.alerts, row.alerted_at = row.alerts + 1, house.now()
    audit.record(house, "system", "concern-alerted", row.id, f"to {reached}")


def remind(house: House, holder: str) -> int:
    """Tell again of urgent texts that nobody opened; of how many."""
    since = house.now() - timedelta(minutes=house.partnership.safeguarding.remind_minutes)
    late = select(ConcernCase.id).where(
        ConcernCase.kind == "urgent",
        ConcernCase.opened_at.is_(None),
        ConcernCase.decision.is_(None),
        ConcernCase.alerts < MOST_ALERTS,
        ConcernCase.alerted_at <= since,
    )
    ids = list(db.session.scalars(late))
    db.session.rollback()
    if ids:
        with lease.acting(house, holder):
            for row in db.session.scalars(late.with_only_columns(ConcernCase)).all():
                tell(house, row)
    return len(ids)


def any_idle() -> bool:
    return db.session.scalar(select(ConcernCase.id).where(IDLE).limit(1)) is not None


def drop_idle() -> None:
    """In the caller's transaction."""
    db.session.execute(delete(ConcernCase).where(IDLE))
