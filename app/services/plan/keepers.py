"""Whose organisation a member of staff is of, and so which actions of the plan they keep. Accounts are `staff`'s."""

from __future__ import annotations

from app.house import House
from app.models.base import db
from app.models.plan import StaffOrganisation
from app.services import audit, staff
from app.services.errors import N_, Invalid
from app.services.staff import SignedIn
from app.services.transaction import writing


def organisation_of(staff_id: str) -> str:
    """The id of their organisation; blank for those who keep the actions of all."""
    row = db.session.get(StaffOrganisation, staff_id)
    return row.organisation if row else ""


def may_keep(actor: SignedIn, organisation: str) -> bool:
    """An officer of that organisation, or of the office that works for all."""
    return actor.may("officer") and organisation_of(actor.id) in ("", organisation)


def set_organisation(house: House, staff_id: str, organisation: str, actor: SignedIn) -> None:
    """An administrator says for which organisation somebody works; blank for all."""
    if organisation and organisation not in {place.id for place in house.partnership.organisations}:
        raise Invalid(N_("Choose an organisation of the partnership."))
    person = staff.get(house, staff_id)
    with writing():
        row = db.session.get(StaffOrganisation, staff_id)
        if row is not None and not organisation:
            db.session.delete(row)
        elif organisation:
            db.session.merge(StaffOrganisation(staff_id=staff_id, organisation=organisation))
        audit.record(house, actor.email, "organisation-set", person.email, organisation or "all")
