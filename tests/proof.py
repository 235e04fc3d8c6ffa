"""That an alert of a running site would arrive, as if somebody had confirmed one: so that young people may write."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app import channels
from app.command import database
from app.config import from_environment
from app.factory import open_house
from app.house import House, random_id
from app.models.base import db
from app.models.reach import AlertCheck
from app.models.staff import StaffRole
from app.services.transaction import writing


def prove(data_dir: Path) -> None:
    """For the site that has its data in this folder and a member of staff with the safeguarding role."""
    house = open_house(from_environment({"DATA_DIR": str(data_dir)}))
    with database(house).app_context():
        prove_here(house)


def prove_here(house: House) -> None:
    """In the caller's application context."""
    with writing():
        lead = db.session.scalar(select(StaffRole.staff_id).where(StaffRole.role == "safeguarding"))
        row = AlertCheck(token_hash=house.keyed_hash("alert check", random_id()), staff_id=lead)
        row.channel, row.expires_at = channels.fingerprint(house), house.now()
        row.confirmed_on = house.today()
        db.session.add(row)
