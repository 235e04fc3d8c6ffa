"""Columns and constraints only. Verbs live in `app.services`, the only home of `db.session`."""

from app.models import (
    answering,
    asking,
    clients,
    figures,
    groups,
    jobs,
    keying,
    listening,
    loop,
    reach,
    record,
    releases,
    staff,
    themes,
)
from app.models.base import db

__all__ = [
    "answering",
    "asking",
    "clients",
    "db",
    "figures",
    "groups",
    "jobs",
    "keying",
    "listening",
    "loop",
    "reach",
    "record",
    "releases",
    "staff",
    "themes",
]
