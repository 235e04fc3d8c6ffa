"""The append-only audit table and the few settings that the software keeps about itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, RandomId


class AuditEvent(Base):
    """Who did what to what, and when; never an answer. The database refuses to change a row or delete a young one."""

    __tablename__ = "audit_event"
    id: Mapped[str] = mapped_column(RandomId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200), default="", index=True)
    detail: Mapped[str] = mapped_column(Text, default="")


class Setting(Base):
    """A fact about this database, such as that its data is synthetic."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


KEPT_YEARS = 6
"""No audit event younger than this can be deleted by anybody; the retention job deletes later ones."""

REFUSE_CHANGE = {
    "sqlite": [
        "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
        "CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event "
        "WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
        "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event "
        f"WHEN OLD.at > datetime('now', '-{KEPT_YEARS} years') "
        "BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' THEN "
        f"IF OLD.at <= (now() AT TIME ZONE 'utc') - interval '{KEPT_YEARS} years' THEN RETURN OLD; END IF; END IF; "
        "RAISE EXCEPTION 'audit_event is append-only'; END $$",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
        "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
    ],
}
"""The triggers per engine; the migration makes the same ones."""

for dialect, statements in REFUSE_CHANGE.items():
    for statement in statements:
        event.listen(
            AuditEvent.__table__, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)
        )
