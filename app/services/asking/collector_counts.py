"""How often a collector was opened and begun, and at which page people left it: counters only, never who or when.

They cannot be laid beside answers: nothing is counted when somebody finishes, and a page is counted as left only when a
draft is deleted for good, on its date or by its owner, when there is no answer of it and never will be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import RowMapping, func, select

from app.house import House
from app.models.answering import Draft, Response
from app.models.asking import Collector, CollectorCount
from app.models.base import db
from app.services.asking.collectors import to_five
from app.services.running.throttle import INSERT
from app.services.transaction import writing
from surveys import flow

OPENED, STARTED, LEFT = "opened", "started", "left:"
COUNTED = CollectorCount.__table__


@dataclass(frozen=True, slots=True)
class Counts:
    """Each to the nearest 5. `left` is by page id, in the order of the survey."""

    opened: int
    started: int
    finished: int
    left: dict[str, int]


def count(code: str | None, what: str) -> None:
    """Count one in a transaction of its own."""
    if code:
        with writing():
            add(code, what, 1)


def add(code: str, what: str, n: int) -> None:
    """In the caller's transaction."""
    insert = INSERT[db.session.get_bind().dialect.name](COUNTED).values(code=code, what=what[:80], n=n)
    key = [COUNTED.c.code, COUNTED.c.what]
    db.session.execute(insert.on_conflict_do_update(index_elements=key, set_={"n": COUNTED.c.n + n}))


def count_left(house: House, drafts: Iterable[RowMapping]) -> None:
    """Count where drafts end that are deleted now, in the caller's transaction: first page without an answer."""
    from app.services.asking import participation

    found: Counter[tuple[str, str]] = Counter()
    for row in drafts:
        survey = house.partnership.catalogue.get(row["survey_id"], row["survey_version"])
        if survey and row["collector_code"]:
            page = flow.first_unanswered(survey, participation.answers_of(row["answers"]), frozenset())
            found[row["collector_code"], page.id if page else "finish"] += 1
    for (code, page_id), n in found.items():
        add(code, f"{LEFT}{page_id}", n)


def expired_drafts(house: House) -> list[RowMapping]:
    """The drafts that came through a collector and whose date has passed."""
    columns = (Draft.survey_id, Draft.survey_version, Draft.collector_code, Draft.answers)
    due = select(*columns).where(Draft.expires_on < house.today(), Draft.collector_code.is_not(None))
    return list(db.session.execute(due).mappings())


def of(house: House, code: str) -> Counts:
    """What staff see of one collector."""
    rows = db.session.execute(select(CollectorCount.what, CollectorCount.n).where(CollectorCount.code == code))
    found = {row.what: to_five(row.n) for row in rows}
    finished = db.session.scalar(select(func.count()).select_from(Response).where(Response.collector_code == code))
    survey = house.partnership.catalogue.latest(db.session.get_one(Collector, code).survey_id)
    order = [page.id for page in survey.pages] if survey else []
    left = {page: found[f"{LEFT}{page}"] for page in (*order, "finish") if found.get(f"{LEFT}{page}")}
    return Counts(found.get(OPENED, 0), found.get(STARTED, 0), to_five(finished), left)
