"""Owns fresh databases: a test that takes `db_url` or `migrated_url` runs on SQLite and on PostgreSQL.

PostgreSQL is the server that TEST_POSTGRES_URL names; without it those tests skip. Each test has a database of its own: an
empty one is dropped when it ends; one at the head of the schema is emptied and lent to the next test, for making and
dropping one takes longer than most tests.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.db import migrate
from bot.core.db.database import parse_url

T = TypeVar("T")

ALONE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Rows only, of tables that have any, in whatever order; and each sequence begins anew.
EMPTY = """
DO $$
DECLARE each record; there boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR each IN SELECT quote_ident(tablename) AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || each.name || ')' INTO there;
    IF there THEN EXECUTE 'DELETE FROM ' || each.name; END IF;
  END LOOP;
  PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""
SHAPE = """
SELECT string_agg(concat(c.oid, a.attname, a.atttypid, a.attnotnull), ',' ORDER BY c.oid, a.attnum),
  (SELECT version_num FROM alembic_version)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
"""

BACKENDS = ["sqlite", "postgres"]
POSTGRES = "TEST_POSTGRES_URL"


def in_thread(start: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine to its end on a loop of its own, wherever the caller is."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(start())).result()


def run_sql(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """The rows of the last statement, each run and committed on a connection outside the code under test."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(parsed.database or "", isolation_level=None)) as raw:
            results = [raw.execute(statement).fetchall() for statement in statements]
        return results[-1]

    async def run() -> list[tuple[Any, ...]]:
        engine = create_async_engine(parsed, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            rows: list[tuple[Any, ...]] = []
            for statement in statements:
                result = await connection.exec_driver_sql(statement)
                rows = [tuple(row) for row in result] if result.returns_rows else []
            return rows

    return in_thread(run)


def postgres_server() -> str:
    """The address of the PostgreSQL server for tests; skips the test when there is none."""
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(f"postgres: {POSTGRES} is not set")
    return url


@contextmanager
def postgres_database() -> Iterator[str]:
    """The address of a new, empty database for the time of the `with`."""
    server = postgres_server()
    name = f"compound_{uuid.uuid4().hex}"
    run_sql(server, f"CREATE DATABASE {name}")
    try:
        yield parse_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'compound.sqlite3'}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgres_database() as url:
        yield url


@pytest.fixture(params=BACKENDS)
def db_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the head, to be copied and not opened."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


class Lent:
    """A PostgreSQL database at the head of the schema, lent to one test after another."""

    def __init__(self) -> None:
        self._held = ExitStack()
        self._url = ""
        self._shape: list[tuple[Any, ...]] = []

    def take(self) -> str:
        """Its address; it is as it was when it was made."""
        if not self._url:
            self._url = self._held.enter_context(postgres_database())
            migrate(self._url)
            self._shape = run_sql(self._url, SHAPE)
        return self._url

    def give_back(self) -> None:
        """Let nobody be connected, and empty it; one of which a test changed more than rows is dropped."""
        if run_sql(self._url, ALONE, EMPTY, SHAPE) != self._shape:
            self.close()

    def close(self) -> None:
        """Drop it."""
        self._held.close()
        self._url = ""


@pytest.fixture(scope="session")
def lent() -> Iterator[Lent]:
    """The database that tests of this process take turns at."""
    made = Lent()
    yield made
    made.close()


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, migrated_file: Path) -> str:
    """The address of a SQLite file at the head of the schema."""
    shutil.copyfile(migrated_file, str(parse_url(sqlite_url).database))
    return sqlite_url


@pytest.fixture
def migrated_postgres_url(lent: Lent) -> Iterator[str]:
    """The address of a PostgreSQL database at the head of the schema."""
    yield lent.take()
    lent.give_back()


@pytest.fixture(params=BACKENDS)
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The address of a database at the head of the schema; the test runs once on each kind."""
    return str(request.getfixturevalue(f"migrated_{request.param}_url"))
