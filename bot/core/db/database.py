"""Database: the promise both databases keep, and the one way to open either."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy import URL, make_url

from bot.core.clock import Clock
from bot.core.db.errors import DatabaseClosed
from bot.core.db.tx import Tx

R = TypeVar("R")

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


class Database(ABC):
    """Runs plain functions of a transaction. Services use it through `@use_case` and `@query`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._closed = False

    @abstractmethod
    async def write(self, body: Callable[[Tx], R], *, claim: bool = False) -> R:
        """Run `body` in one transaction and return its result once that is on disk.

        An exception of the body undoes everything and reaches the caller unchanged. A cancelled caller's
        write is finished all the same. Raises DatabaseTrouble when the database itself is in trouble.
        """

    @abstractmethod
    async def read(self, body: Callable[[Tx], R]) -> R:
        """Run `body` on one snapshot that cannot be written to, and return its result."""

    @property
    def alive(self) -> bool:
        """Whether writes are still taken up; if not, only a new start of the program helps."""
        return True

    @abstractmethod
    async def close(self) -> None:
        """Refuse new work, finish what was taken, and let go of the database."""

    def _now(self) -> datetime:
        # On the loop and never in a thread: a simulator moves the clock of the loop's thread only.
        now = self._clock()
        if now.utcoffset() is None:
            raise ValueError("the clock must give aware datetimes")
        return now

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise DatabaseClosed("the database is closing and takes no new work")


def parse_url(url: str) -> URL:
    """The address with the driver we use.

    Raises ValueError for databases other than SQLite in a file and PostgreSQL; the message says which
    part is wrong and never contains the password.
    """
    parsed = make_url(url)
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise ValueError(f"{parsed.drivername!r} is neither sqlite nor postgresql")
    if driver.startswith("sqlite") and (not parsed.database or parsed.database.startswith((":", "file:"))):
        raise ValueError("SQLite must be a file: in memory, readers and the writer cannot share it")
    return parsed.set(drivername=driver)


@asynccontextmanager
async def open_database(url: str, clock: Clock) -> AsyncIterator[Database]:
    """A database for the time of the `async with`, at the end of which everything taken has been finished.

    `url` is `sqlite:///path` or `postgresql://user@host/name`; `clock` gives every use case its `tx.now`.
    The schema must be there already: see `migrate`.
    """
    parsed = parse_url(url)
    database: Database
    # Imported here so that a bot on SQLite never loads the PostgreSQL driver, and the other way round.
    if parsed.get_backend_name() == "sqlite":
        from bot.core.db.sqlite import SqliteDatabase

        database = SqliteDatabase(parsed, clock)
    else:
        from bot.core.db.postgres import PostgresDatabase

        database = PostgresDatabase(parsed, clock)
    try:
        yield database
    finally:
        await database.close()
