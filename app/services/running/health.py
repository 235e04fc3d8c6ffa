"""Whether this instance is ready to serve: database, migrations, worker. Changes nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from app.config import ROOT
from app.house import House
from app.models.base import db
from app.models.jobs import Lease

OK = "ok"
WORKER_SEEN_WITHIN = timedelta(minutes=2)


def checks(house: House) -> dict[str, str]:
    """Each part with "ok" or what is wrong with it, in plain words."""
    unknown = "not known"
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        broken = f"does not answer ({type(error).__name__})"
        return {"database": broken, "migrations": unknown, "worker": unknown}
    migrations = migrations_state()
    return {
        "database": OK,
        "migrations": migrations,
        "worker": worker_state(house) if migrations == OK else "not known",
    }


@lru_cache(maxsize=1)
def newest_migrations() -> frozenset[str]:
    """The heads of the migrations that this software brings."""
    return frozenset(ScriptDirectory(str(ROOT / "migrations")).get_heads())


def migrations_state() -> str:
    try:
        here = set(db.session.scalars(text("SELECT version_num FROM alembic_version")))
    except SQLAlchemyError:
        db.session.rollback()
        here = set()
    if here == newest_migrations():
        return OK
    return f"at {', '.join(sorted(here)) or 'nothing'}, not {', '.join(sorted(newest_migrations()))}"


def worker_state(house: House) -> str:
    """The lease row is the worker's heartbeat."""
    seen_at = db.session.scalar(select(Lease.seen_at).where(Lease.name == "worker"))
    if seen_at is None:
        return "never seen"
    late = house.now() - seen_at
    return OK if late <= WORKER_SEEN_WITHIN else f"not seen for {int(late.total_seconds())} seconds"
