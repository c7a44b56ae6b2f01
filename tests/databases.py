"""Owns fresh databases: a test that takes `db_url` or `migrated_url` runs on SQLite and on PostgreSQL.

PostgreSQL is the server that TEST_POSTGRES_URL names; without it those tests skip. Each test has a
database of its own, dropped when it ends.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.db import migrate
from bot.core.db.database import parse_url

T = TypeVar("T")

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
                result = await connection.execute(text(statement))
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
def postgres_database(template: str = "template1") -> Iterator[str]:
    """The address of a new database, a copy of `template`, for the time of the `with`."""
    server = postgres_server()
    name = f"compound_{uuid.uuid4().hex}"
    run_sql(server, f"CREATE DATABASE {name} TEMPLATE {template}")
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


@pytest.fixture(scope="session")
def migrated_template() -> Iterator[str]:
    """The name of a PostgreSQL database at the head, to be copied and not opened."""
    with postgres_database() as url:
        migrate(url)
        yield str(parse_url(url).database)


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, migrated_file: Path) -> str:
    """The address of a SQLite file at the head of the schema."""
    shutil.copyfile(migrated_file, str(parse_url(sqlite_url).database))
    return sqlite_url


@pytest.fixture
def migrated_postgres_url(migrated_template: str) -> Iterator[str]:
    """The address of a PostgreSQL database at the head of the schema."""
    with postgres_database(migrated_template) as url:
        yield url


@pytest.fixture(params=BACKENDS)
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The address of a database at the head of the schema; the test runs once on each kind."""
    return str(request.getfixturevalue(f"migrated_{request.param}_url"))
