"""What is planned for a collector: how many answers, when, in which language, shared by whom. Counts are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete

from app.house import House
from app.models.asking import SHARER_KINDS, Collector, CollectorLanguage, CollectorPlan
from app.models.base import db
from app.services import audit
from app.services.errors import N_, Invalid, NotFound
from app.services.transaction import writing


@dataclass(frozen=True, slots=True)
class PlanView:
    """`language` is the one in which the link opens; blank if people choose theirs first."""

    target: int | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    shared_by: str = ""
    sharer_kind: str = ""
    language: str = ""


def get(house: House, code: str) -> PlanView:
    row, spoken = db.session.get(CollectorPlan, code), db.session.get(CollectorLanguage, code)
    language = spoken.language if spoken else ""
    if row is None:
        return PlanView(language=language)
    return PlanView(row.target, row.opens_on, row.closes_on, row.shared_by, row.sharer_kind, language)


def change(house: House, code: str, plan: PlanView, actor: str) -> None:
    """Write the whole plan of a collector."""
    if plan.opens_on and plan.closes_on and plan.closes_on < plan.opens_on:
        raise Invalid(N_("The last day cannot be before the first day."))
    if plan.sharer_kind and plan.sharer_kind not in SHARER_KINDS:
        raise Invalid(N_("Choose who shares it from the list."))
    if plan.target is not None and plan.target < 1:
        raise Invalid(N_("A target is 1 or more."))
    if plan.language and plan.language not in house.partnership.languages:
        raise Invalid(N_("Choose a language from the list."))
    with writing():
        if db.session.get(Collector, code) is None:
            raise NotFound(N_("There is no such link."))
        row = db.session.get(CollectorPlan, code) or CollectorPlan(code=code)
        row.target, row.opens_on, row.closes_on = plan.target, plan.opens_on, plan.closes_on
        row.shared_by, row.sharer_kind = (plan.shared_by or "").strip()[:200], plan.sharer_kind or ""
        db.session.add(row)
        db.session.execute(delete(CollectorLanguage).where(CollectorLanguage.code == code))
        if plan.language:
            db.session.add(CollectorLanguage(code=code, language=plan.language))
        audit.record(house, actor, "collector-planned", code)
