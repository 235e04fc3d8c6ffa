"""How Alembic reaches the database of the running application: its models and its own connection."""

from __future__ import annotations

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def leave_out_empty(_context: object, _revision: object, directives: list) -> None:
    """No revision file when the models have not changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


with database.engine.connect().execution_options(sqlite_immediate=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        process_revision_directives=leave_out_empty,
        render_as_batch=True,
        transactional_ddl=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
