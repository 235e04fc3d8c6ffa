"""What readers do with an entry: whether it answers what they said, and how often those who spoke were told. Counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.house import House
from app.models.base import Base, db
from app.models.loop import VERDICTS, EntryTold, EntryVerdict
from app.services import facts
from app.services.asking.entrances import quarter_of
from app.services.errors import N_, Invalid
from app.services.loop import entries
from app.services.transaction import writing

INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def judge(house: House, slug: str, verdict: str) -> None:
    """Count one reader's word on a public entry."""
    if verdict not in VERDICTS:
        raise Invalid(N_("Choose yes, partly or no."))
    entry = entries.get_published(house, slug)
    with writing():
        before = shares(house, entry.id)
        count(EntryVerdict, {"entry_id": entry.id, "quarter": quarter_of(house.today()), "verdict": verdict})
        if shares(house, entry.id) != before:
            facts.loop_changed()


def told(house: House, entry_ids: Iterable[str], way: str) -> None:
    """Count that somebody who had spoken was shown these entries. Nothing says who, nor when within the quarter."""
    shown = list(entry_ids)
    if shown:
        with writing():
            count_told(house, shown, way)


def count_told(house: House, entry_ids: Iterable[str], way: str, times: int = 1) -> None:
    """Count that so many people are told of these entries. Takes part in the caller's transaction."""
    quarter = quarter_of(house.today())
    for entry_id in sorted(entry_ids):
        count(EntryTold, {"entry_id": entry_id, "quarter": quarter, "way": way}, times)


def count(model: type[Base], key: dict[str, str], times: int = 1) -> None:
    """One more, or so many. Takes part in the caller's transaction."""
    table = model.__table__
    row = INSERT[db.session.get_bind().dialect.name](table).values(**key, times=times)
    more = row.on_conflict_do_update(index_elements=list(key), set_={"times": table.c.times + times})
    db.session.execute(more)


def shares(house: House, entry_id: str | None = None) -> dict[str, int]:
    """Per cent of readers by their word, to the nearest 5; empty while fewer than the public threshold said one."""
    query = select(EntryVerdict.verdict, func.sum(EntryVerdict.times)).group_by(EntryVerdict.verdict)
    if entry_id:
        query = query.where(EntryVerdict.entry_id == entry_id)
    said = Counter({verdict: int(times) for verdict, times in db.session.execute(query)})
    total = said.total()
    if total < house.partnership.thresholds.public:
        return {}
    return {verdict: 5 * round(20 * said[verdict] / total) for verdict in VERDICTS}


def told_by_quarter() -> dict[str, int]:
    query = select(EntryTold.quarter, func.sum(EntryTold.times)).group_by(EntryTold.quarter).order_by(EntryTold.quarter)
    return {quarter: int(times) for quarter, times in db.session.execute(query)}
