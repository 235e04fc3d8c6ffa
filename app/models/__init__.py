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
    plan,
    reach,
    record,
    releases,
    staff,
    stories,
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
    "plan",
    "reach",
    "record",
    "releases",
    "staff",
    "stories",
    "themes",
]
