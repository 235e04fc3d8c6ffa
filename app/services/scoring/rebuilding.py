"""A closed release made once more from the stored answers, and compared to the last digit. Changes no release."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.house import House
from app.models.base import db
from app.models.record import AuditEvent
from app.models.releases import Release
from app.services import audit
from app.services.errors import N_, NotFound, ServiceError
from app.services.running import tasks
from app.services.running.tasks import Claimed, Work
from app.services.scoring import beside, data_quality, scores
from app.services.scoring.cells import Basis, crossed
from app.services.scoring.closing import Closing, digest_of
from app.services.scoring.held import counted_of, inside_of, table_of
from app.services.scoring.making import Making
from app.services.scoring.withdrawn import missing
from app.services.transaction import writing

if TYPE_CHECKING:
    from analysis.beside import Beside

ACTION = "release-rebuilt"
KIND = "rebuild-release"
EQUAL = "equal"
AGAIN_AFTER = timedelta(days=30)
NOT_RECORDED = "cannot be made again: it does not say beside which releases it was made"
NO_FRAMEWORK = "cannot be made again: the file of its version of the framework is not kept"
WITHDRAWN = "cannot be made again from the answers, because somebody has taken theirs back; it was not altered"
REFUSED = "differs: the audit would refuse it now"
PARTS = {
    "digest": "what is stored is not what was closed",
    "scores": "scores do not follow from the answers",
    "headline": "the main table",
    "beside": "the tables beside it",
    "inside": "the exact figures that are kept inside",
    "ratings": "the ratings of services",
    "quality": "the figures of the quality of its data",
    "moments": "the figures of surveys about one moment, or of observed answers",
}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How one release came out, in words: `EQUAL`, "differs: ...", or why it cannot be made again."""

    release: str
    outcome: str
    on: date

    @property
    def equal(self) -> bool:
        return self.outcome == EQUAL

    @property
    def wrong(self) -> bool:
        """Whether somebody must look: a release that can be made again came out otherwise."""
        return self.outcome.startswith("differs")


class MakingAgain(Making):
    """The making of a release that is closed: it starts from what was found beside it, and from its own threshold."""

    @property
    def k(self) -> int:
        return table_of(self.row).k

    @cached_property
    def beside(self) -> Beside:
        return inside_of(self.row).beside

    @cached_property
    def basis(self) -> Basis:
        return self.kept(self.row)


def check(house: House, release_id: str, actor: str) -> Rebuilt:
    """Make a release once more and compare; what came out is in the audit trail. Raises `NotFound`."""
    row = db.session.get(Release, release_id)
    if row is None:
        raise NotFound(N_("There is no release %(release)s."), release=release_id)
    outcome = outcome_of(house, row)
    with writing():
        audit.record(house, actor, ACTION, release_id, outcome)
    return Rebuilt(release_id, outcome, house.today())


def outcome_of(house: House, row: Release) -> str:
    if digest_of(row.content + row.beside) != row.digest:
        return told(["digest"])
    framework = house.framework_of(row.framework_version)
    if framework is None:
        return NO_FRAMEWORK
    before = inside_of(row).before
    if not before and any(each.id != row.id and each.closed_on < row.closed_on for each in every()):
        return NOT_RECORDED
    earlier = tuple(each for each in every() if each.id in before)
    compared_with = (row.wave, row.baseline_wave)
    if somebody_left([row, *(each for each in earlier if each.wave in compared_with)]):
        return WITHDRAWN
    then = replace(house.under(framework), now=lambda: datetime.combine(row.closed_on, datetime.min.time()))
    return compared(then, row, earlier)


def every() -> list[Release]:
    return list(db.session.scalars(select(Release).order_by(Release.wave, Release.number, Release.tier)))


def somebody_left(rows: Iterable[Release]) -> bool:
    """Whether anybody whom these releases count is not here any more."""
    return any(missing({row.id: counted_of(row)}, crossed([row.id], 0))[row.id] for row in rows)


def compared(house: House, row: Release, earlier: tuple[Release, ...]) -> str:
    """The release made again beside those that there were, under its own version of the framework."""
    closing = Closing(house, row.wave, row.tier, earlier)
    wrong = ["scores"] if scores.differ(house, [row.id]) else []
    again = MakingAgain(house, row, closing.baseline, closing.base, earlier, closing.fixed)
    try:
        table = again.table
    except ServiceError:
        return REFUSED
    tables = json.dumps([each.to_dict() for each in again.tables_beside()], sort_keys=True)
    wrong += ["headline"] if table.to_json() != row.content else []
    wrong += ["beside"] if tables != row.beside else []
    wrong += ["inside"] if again.inside.to_json() != row.inside else []
    wrong += beside_again(house, again, closing.base)
    return told(wrong)


def beside_again(house: House, again: Making, base: Release | None) -> list[str]:
    """What a wave's first release counted beside the headline, counted again; later ones show what that one found.

    Answers of the same quarters that came later, and people who answered again, are no fault: then the numbers of
    people differ too, and there is nothing to compare with.
    """
    row, kept = again.row, again.beside
    if base is not None and base.inside:
        first = inside_of(base).beside
        same = replace(kept, themes=(), coded=()) == replace(first, themes=(), coded=())
        return [] if same else ["moments"]
    wrong = ["ratings"] if tuple(beside.ratings(house, row.id)) != kept.ratings else []
    wrong += ["quality"] if quality_again(house, again) != (kept.quality, kept.dropout) else []
    return wrong + (["moments"] if moments_differ(house, row, kept) else [])


def quality_again(house: House, again: Making) -> tuple[tuple, tuple]:
    before, pairs = again.kept(again.baseline) if again.baseline else None, again.material["pairs"]
    quality = data_quality.gather(house, again.row.id, again.basis, pairs, before)
    return quality, data_quality.drop_out(again.basis, before, pairs)


def moments_differ(house: House, row: Release, kept: Beside) -> bool:
    now = beside.of_quarters(house, kept.quarters), beside.of_proxies(house, row.wave)
    return any(differs(one, other) for one, other in zip(now, (kept.journey, kept.observed), strict=True))


def differs(now: Iterable[tuple], kept: Iterable[tuple]) -> bool:
    """Whether the same people have other sums: rows of names, n, total, squares and positive."""
    sizes, sums = ({(*row[:-4], row[-4]): row[-3:] for row in rows} for rows in (now, kept))
    return sizes.keys() == sums.keys() and sizes != sums


def told(wrong: Iterable[str]) -> str:
    found = [PARTS[each] for each in wrong]
    return f"differs: {'; '.join(found)}" if found else EQUAL


# What is shown, and when it is due


def last_checks() -> dict[str, Rebuilt]:
    """How each release came out when it was last made again."""
    events = select(AuditEvent).where(AuditEvent.action == ACTION).order_by(AuditEvent.at)
    return {each.subject: Rebuilt(each.subject, each.detail, each.at.date()) for each in db.session.scalars(events)}


def last_check(release_id: str) -> Rebuilt | None:
    own = (AuditEvent.action == ACTION, AuditEvent.subject == release_id)
    found = db.session.scalar(select(AuditEvent).where(*own).order_by(AuditEvent.at.desc()).limit(1))
    return Rebuilt(release_id, found.detail, found.at.date()) if found else None


def ask(house: House, release_id: str) -> str:
    """Have it made again by the worker, once a day at most; the id of the task."""
    return tasks.enqueue(house, KIND, {"release": release_id}, f"{release_id}.{house.today()}")


def ask_for_due(house: House) -> str:
    """Ask for the release that was not made again for longest, if that is a month ago."""
    known = last_checks()
    latest = house.today() - AGAIN_AFTER
    due = [row.id for row in every() if row.id not in known or known[row.id].on <= latest]
    due.sort(key=lambda each: (known[each].on if each in known else date.min, each))
    for each in due[:1]:
        ask(house, each)
    return due[0] if due else ""


def work(house: House, task: Claimed) -> str:
    """The task: its word is how the release came out."""
    task.progress(0, 1)
    found = check(house, str(task.payload["release"]), "system")
    return f"{found.release}: {found.outcome}"


TASKS: dict[str, Work] = {KIND: work}
