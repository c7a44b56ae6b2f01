"""Migrations: how Alembic runs a revision, from the program and from its own command line.

The program hands over a connection whose transaction and lock it owns (`bot.core.db.migrate`). A developer
names the database: `alembic -x url=sqlite:///data/dev.sqlite3 revision --autogenerate --rev-id 0002 -m "…"`.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util import CommandError
from sqlalchemy import JSON, Connection

import bot.tables  # noqa: F401 - completes the metadata
from bot.core.db import LocalDate, UtcDateTime, metadata
from bot.core.db.schema import locked

FULL_TEXT = (
    *("paper_entry_fts", "ix_paper_entry_search"),
    *("mentoring_question_fts", "ix_mentoring_question_search"),
)


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """How a new revision writes our own column types; False leaves everything else to Alembic."""
    # Written out on SQLite it names a Text that nothing imports.
    if kind == "type" and isinstance(item, JSON) and autogen.dialect and autogen.dialect.name == "sqlite":
        autogen.imports.add("from bot.core.db import Json")
        return "Json"
    if kind == "type" and isinstance(item, UtcDateTime | LocalDate):
        name = type(item).__name__
        autogen.imports.add(f"from bot.core.db import {name}")
        return f"{name}()"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave alone what only a migration can say: the full-text table of SQLite and the full-text index of PostgreSQL."""
    return not (name or "").startswith(FULL_TEXT)


def run(connection: Connection) -> None:
    """Run what was asked for inside the transaction of `connection`."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        include_name=include_name,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over: Connection | None = context.config.attributes.get("connection")
url = context.get_x_argument(as_dictionary=True).get("url")
if handed_over is not None:
    run(handed_over)
elif context.is_offline_mode():
    raise CommandError("migrations run on a database: there is no --sql here")
elif not url:
    raise CommandError("name the database: alembic -x url=sqlite:///data/dev.sqlite3 …")
else:
    locked(url, run)
