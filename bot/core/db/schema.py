"""Schema: which version the database has, and bringing it up to the one this program knows."""

from __future__ import annotations

import asyncio
import io
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import URL, Connection, create_engine, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.db.database import parse_url
from bot.core.db.errors import DatabaseBusy, DatabaseUnreachable, SchemaTooNew
from bot.core.db.postgres import LOCK_NOT_AVAILABLE, is_lost, sqlstate
from bot.core.db.sqlite_file import as_trouble, connect, sqlite_path

R = TypeVar("R")
log = logging.getLogger(__name__)
SchemaState = Literal["current", "behind", "newer", "empty"]

ROOT = Path(__file__).resolve().parents[3]
MIGRATIONS = ROOT / "migrations"

# A migration may have to wait for another process that is migrating, or for long reads of an older one.
LOCK_SECONDS = 60
_ADVISORY_LOCK = 0x636F6D706F756E64  # any constant of our own: "compound" in ASCII

_VERSIONS = text("SELECT version_num FROM alembic_version")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'compound'"
)


def revisions(migrations: Path = MIGRATIONS) -> list[str]:
    """The ids of all revisions, oldest first, the last being the head.

    An id is what stands before the first underscore of a file's name and the order is that of the names, so
    that a start needs no import of Alembic (a test compares the two).
    """
    names = sorted(path.name for path in (migrations / "versions").glob("[!_]*.py"))
    return [name.partition("_")[0].removesuffix(".py") for name in names]


def schema_state(url: str, migrations: Path = MIGRATIONS) -> SchemaState:
    """Whether the database is what this program knows; changes nothing and makes no file.

    A revision that this program has never heard of is "newer".
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _compare(_sqlite_versions(parsed), revisions(migrations))
    return _compare(_in_thread(lambda: _on_postgres(parsed, _versions)), revisions(migrations))


def migrate(
    url: str,
    migrations: Path = MIGRATIONS,
    *,
    keep_copy: bool = True,
    tell: Callable[[str], object] = log.info,
) -> bool:
    """Bring the database to the head in one transaction, and tell whether anything had to be done.

    Any number of processes may call it at once: one does it, the others wait and find it done. Makes the
    SQLite file and its folder when absent. Before a SQLite file with content is changed, it is copied beside itself
    (`keep_copy`), and `tell` is given a sentence about it. Blocks: call it before the event loop does anything else.
    Raises SchemaTooNew, and DatabaseTrouble when the file stays locked or cannot be copied or written.
    """
    if schema_state(url, migrations) == "current":
        return False
    parsed = parse_url(url)
    copying: AbstractContextManager[Callable[[], None]]
    if keep_copy and parsed.get_backend_name() == "sqlite":
        # Imported here, as Alembic is below: most starts have nothing to migrate.
        from bot.core.db.backup import copy_before

        copying = copy_before(sqlite_path(parsed).resolve(), revisions(migrations)[-1], tell)
    else:
        copying = nullcontext(lambda: None)
    with copying as copy:
        return locked(url, lambda connection: _upgrade(connection, migrations, copy))


def locked(url: str, work: Callable[[Connection], R]) -> R:
    """Run `work` in one transaction while no other process can be in here; undone when it raises."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _in_thread(lambda: _on_postgres(parsed, lambda connection: _locked_postgres(connection, work)))
    with _sqlite_trouble():
        return _locked_sqlite(parsed, work)


def too_new(found: Sequence[str], migrations: Path = MIGRATIONS) -> SchemaTooNew:
    """The refusal of a database whose schema has these revisions."""
    known = revisions(migrations)
    return SchemaTooNew(
        f"This database was written by a newer version of the program (schema {', '.join(found)}; this "
        f"one knows {known[-1] if known else 'none'}): start that version, or restore an older backup."
    )


def is_newer(found: Sequence[str], migrations: Path = MIGRATIONS) -> bool:
    """Whether a schema with these revisions was written by a newer program."""
    return _compare(found, revisions(migrations)) == "newer"


def other_processes(url: str) -> int:
    """How many connections running bots have to this PostgreSQL database."""
    return int(locked(url, lambda connection: connection.execute(_OTHERS).scalar_one()))


def server_address(url: str) -> str:
    """The address of a PostgreSQL database as its own programs take it, without the password."""
    full = parse_url(url)
    return URL.create(
        "postgresql", full.username, host=full.host, port=full.port, database=full.database
    ).render_as_string()


def _upgrade(connection: Connection, migrations: Path, copy: Callable[[], None]) -> bool:
    found = _versions(connection)
    state = _compare(found, revisions(migrations))
    if state == "newer":
        raise too_new(found, migrations)
    if state == "current":
        return False
    if state == "behind":
        copy()
    # Alembic is imported here only: it is slow to import, and most starts have nothing to migrate.
    from alembic import command
    from alembic.config import Config

    config = Config(
        toml_file=ROOT / "pyproject.toml", stdout=io.StringIO(), attributes={"connection": connection}
    )
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    command.upgrade(config, "head")
    return True


def _compare(found: Sequence[str], known: Sequence[str]) -> SchemaState:
    if not found:
        return "empty"
    if not set(found) <= set(known):
        return "newer"
    return "current" if list(found) == [known[-1]] else "behind"


def _versions(connection: Connection) -> list[str]:
    if not inspect(connection).has_table("alembic_version"):
        return []
    return sorted(connection.execute(_VERSIONS).scalars())


def _sqlite_versions(url: URL) -> list[str]:
    path = sqlite_path(url)
    if not path.exists():
        return []
    uri = f"{path.resolve().as_uri()}?mode=rw"  # rw makes no file
    with _sqlite_trouble(), closing(sqlite3.connect(uri, uri=True)) as raw:
        if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
            return []
        return sorted(row[0] for row in raw.execute(str(_VERSIONS)))


@contextmanager
def _sqlite_trouble() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        trouble = as_trouble(error)
        if trouble is None:
            raise
        raise trouble from error


def _locked_sqlite(url: URL, work: Callable[[Connection], R]) -> R:
    path = sqlite_path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Foreign keys are off, because SQLite alters a table by making it anew, and checked before the commit.
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, patience=LOCK_SECONDS, foreign_keys=False),
        poolclass=NullPool,
        hide_parameters=True,
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        result = work(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} rows without the row they refer to")
        connection.commit()
        return result


def _locked_postgres(connection: Connection, work: Callable[[Connection], R]) -> R:
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    result = work(connection)
    connection.commit()
    return result


async def _on_postgres(url: URL, work: Callable[[Connection], R]) -> R:
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(work)
    except Exception as error:
        if sqlstate(error) == LOCK_NOT_AVAILABLE:
            raise DatabaseBusy(f"the database stayed locked for {LOCK_SECONDS} s") from error
        if is_lost(error):
            raise DatabaseUnreachable(f"PostgreSQL at {url.host} cannot be reached: {error}") from error
        raise


def _in_thread(start: Callable[[], Coroutine[Any, Any, R]]) -> R:
    # A loop of its own, because the caller may be plain code or code inside a loop.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(start())).result()
