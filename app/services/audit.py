"""Writing to the append-only audit table, inside the transaction of what is recorded. Never an answer or a comment."""

from __future__ import annotations

from app.house import House, random_id
from app.models.base import db
from app.models.record import AuditEvent


def record(house: House, actor: str, action: str, subject: str = "", detail: str = "") -> None:
    """Add one event to the caller's transaction. `actor` is a staff e-mail address or "system" or "command"."""
    event = AuditEvent(id=random_id(), at=house.now(), actor=actor, action=action, subject=subject, detail=detail)
    db.session.add(event)
