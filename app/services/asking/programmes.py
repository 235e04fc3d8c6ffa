"""Programmes: sets of surveys that are asked together, in waves or at touchpoints all the time. No answers.

All programmes share the calendar of waves (`waves`); a programme says in which it is asked (none named: in all).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, exists, select

from app.house import House
from app.models.answering import Response
from app.models.asking import PROGRAMME_KINDS, Programme, ProgrammeSurvey, ProgrammeWave, Wave
from app.models.base import db
from app.services import audit
from app.services.errors import N_, Conflict, Invalid, NotFound
from app.services.transaction import writing
from surveys.partnership import SCHEDULE_OF


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """One programme as staff see it. `waves` is empty if it is asked in every wave. `fixed`: surveys with answers."""

    id: str
    name: str
    kind: str
    open: bool
    surveys: tuple[str, ...]
    waves: tuple[str, ...]
    fixed: frozenset[str]


def seed(house: House) -> int:
    """Add the partnership's planned programmes while there is none yet; returns how many. Officers' changes stay."""
    if db.session.scalar(select(Programme.id).limit(1)):
        return 0
    with writing():
        for planned in house.partnership.programmes:
            row = Programme(id=planned.id, name=planned.name, kind=planned.kind, made_on=house.today())
            db.session.add(row)
            db.session.flush()
            db.session.add_all(ProgrammeSurvey(survey_id=name, programme_id=planned.id) for name in planned.surveys)
    return len(house.partnership.programmes)


def listed(house: House) -> list[ProgrammeView]:
    """All programmes, open ones first."""
    rows = db.session.scalars(select(Programme).order_by(Programme.open.desc(), Programme.name)).all()
    return [view_of(row) for row in rows]


def view_of(row: Programme) -> ProgrammeView:
    mine = ProgrammeSurvey.programme_id == row.id
    surveys = tuple(db.session.scalars(select(ProgrammeSurvey.survey_id).where(mine).order_by("survey_id")))
    answered = select(ProgrammeSurvey.survey_id).where(
        mine, exists().where(Response.survey_id == ProgrammeSurvey.survey_id)
    )
    waves = select(ProgrammeWave.wave_id).where(ProgrammeWave.programme_id == row.id).order_by("wave_id")
    fixed = frozenset(db.session.scalars(answered))
    return ProgrammeView(row.id, row.name, row.kind, row.open, surveys, tuple(db.session.scalars(waves)), fixed)


def get(house: House, programme_id: str) -> ProgrammeView:
    row = db.session.get(Programme, programme_id)
    if row is None:
        raise NotFound(N_("There is no such programme."))
    return view_of(row)


def of_survey(survey_id: str) -> str:
    """The id of the programme to which a survey belongs; blank if it belongs to none."""
    wanted = select(ProgrammeSurvey.programme_id).where(ProgrammeSurvey.survey_id == survey_id)
    return db.session.scalar(wanted) or ""


@dataclass(frozen=True, slots=True)
class Named:
    """A programme by its name alone: cheap, however many answers there are."""

    id: str
    name: str


def named(house: House) -> list[Named]:
    """All programmes, open ones first."""
    query = select(Programme.id, Programme.name).order_by(Programme.open.desc(), Programme.name)
    return [Named(*row) for row in db.session.execute(query)]


def name_of(house: House, programme_id: str) -> Named:
    found = next((each for each in named(house) if each.id == programme_id), None)
    if found is None:
        raise NotFound(N_("There is no such programme."))
    return found


def create(house: House, name: str, kind: str, surveys: Iterable[str], waves: Iterable[str], actor: str) -> str:
    """Make a programme; its id, which comes from its name."""
    surveys, waves = tuple(surveys), tuple(waves)
    programme_id = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    if not programme_id or kind not in PROGRAMME_KINDS:
        raise Invalid(N_("Give the programme a name and a kind."))
    with writing():
        if db.session.get(Programme, programme_id):
            raise Conflict(N_("There is a programme of this name already."))
        check(house, programme_id, kind, surveys, waves)
        db.session.add(Programme(id=programme_id, name=name.strip()[:200], kind=kind, made_on=house.today()))
        db.session.flush()
        fill(programme_id, surveys, waves)
        audit.record(house, actor, "programme-made", programme_id)
    return programme_id


def change(
    house: House, programme_id: str, name: str, surveys: Iterable[str], waves: Iterable[str], actor: str
) -> None:
    """Change a programme. A survey with answers stays in it, and so does a wave in which its surveys were answered."""
    surveys, waves, before = tuple(surveys), tuple(waves), get(house, programme_id)
    if not name.strip():
        raise Invalid(N_("Give the programme a name and a kind."))
    with writing():
        check(house, programme_id, before.kind, surveys, waves)
        lost = sorted(before.fixed - set(surveys))
        if lost:
            raise Conflict(N_("These surveys have answers, so they stay: %(surveys)s."), surveys=", ".join(lost))
        gone = answered_waves(before.surveys) - set(waves) if waves else set()
        if gone & known_waves():
            raise Conflict(N_("In these waves answers came, so they stay: %(waves)s."), waves=", ".join(sorted(gone)))
        db.session.get_one(Programme, programme_id).name = name.strip()[:200]
        fill(programme_id, surveys, waves)
        audit.record(house, actor, "programme-changed", programme_id)


def check(house: House, programme_id: str, kind: str, surveys: tuple[str, ...], waves: tuple[str, ...]) -> None:
    """Refuse what does not fit. In the caller's transaction."""
    if not surveys:
        raise Invalid(N_("Choose at least one survey."))
    for name in surveys:
        survey = house.partnership.catalogue.latest(name)
        if survey is None or survey.schedule != SCHEDULE_OF[kind]:
            raise Invalid(N_("%(survey)s is not asked in this way: waves and touchpoints do not mix."), survey=name)
    elsewhere = select(ProgrammeSurvey.survey_id).where(
        ProgrammeSurvey.survey_id.in_(surveys), ProgrammeSurvey.programme_id != programme_id
    )
    taken = list(db.session.scalars(elsewhere))
    if taken:
        raise Conflict(N_("These surveys belong to another programme: %(surveys)s."), surveys=", ".join(taken))
    if set(waves) - known_waves() or (waves and kind == "touchpoint"):
        raise Invalid(N_("Choose waves that are planned, and none for touchpoints."))


def known_waves() -> set[str]:
    return set(db.session.scalars(select(Wave.id)))


def answered_waves(surveys: tuple[str, ...]) -> set[str]:
    return set(db.session.scalars(select(Response.wave).where(Response.survey_id.in_(surveys)).distinct()))


def fill(programme_id: str, surveys: tuple[str, ...], waves: tuple[str, ...]) -> None:
    for model in (ProgrammeSurvey, ProgrammeWave):
        db.session.execute(delete(model).where(model.programme_id == programme_id))
    db.session.add_all(ProgrammeSurvey(survey_id=name, programme_id=programme_id) for name in surveys)
    db.session.add_all(ProgrammeWave(wave_id=name, programme_id=programme_id) for name in waves)


def set_open(house: House, programme_id: str, is_open: bool, actor: str) -> None:
    """Close a programme: its surveys take no new answers, and say so. Who has begun may finish."""
    with writing():
        row = db.session.get(Programme, programme_id)
        if row is None:
            raise NotFound(N_("There is no such programme."))
        row.open = is_open
        audit.record(house, actor, "programme-opened" if is_open else "programme-closed", programme_id)
