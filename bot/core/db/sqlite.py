"""SQLite: reads through aiosqlite, side by side; writes through the one writer thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar, cast

from sqlalchemy import URL, AdaptedConnection, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.core.clock import Clock
from bot.core.db.database import Database
from bot.core.db.errors import DatabaseBusy
from bot.core.db.sqlite_file import BUSY_SECONDS, as_trouble, is_busy, sqlite_path
from bot.core.db.tx import Tx
from bot.core.db.writer import BATCH_SECONDS, Writer

R = TypeVar("R")

READERS = 4


class SqliteDatabase(Database):
    """One file, any number of processes on one machine, one writer at a time."""

    def __init__(
        self, url: URL, clock: Clock, *, patience: float = BUSY_SECONDS, batch: float = BATCH_SECONDS
    ) -> None:
        super().__init__(clock)
        self._reads = create_async_engine(
            url,
            connect_args={"isolation_level": None, "timeout": patience},
            pool_size=READERS,
            max_overflow=0,
            hide_parameters=True,
        )
        event.listen(self._reads.sync_engine, "connect", _only_query)
        event.listen(self._reads.sync_engine, "begin", _begin_snapshot)
        self._reading = 0
        self._idle = asyncio.Event()
        self._writer = Writer(sqlite_path(url), patience, batch)

    async def write(self, body: Callable[[Tx], R], *, claim: bool = False) -> R:
        """As promised by Database. There is one writer, so a claim needs no locks of its own."""
        self._refuse_when_closed()
        return await self._writer.submit(body, self._now())

    async def read(self, body: Callable[[Tx], R]) -> R:
        """As promised by Database."""
        self._refuse_when_closed()
        now = self._now()
        self._reading += 1
        try:
            async with self._reads.connect() as connection:
                return await connection.run_sync(lambda inner: body(Tx(inner, now)))
        except NoConnectionFreeError as error:
            raise DatabaseBusy("too many reads wait for the database") from error
        except Exception as error:
            if is_busy(error) and (trouble := as_trouble(error)) is not None:
                raise trouble from error
            raise
        finally:
            self._reading -= 1
            if not self._reading:
                self._idle.set()

    @property
    def alive(self) -> bool:
        """As promised by Database."""
        return self._writer.alive

    async def close(self) -> None:
        """As promised by Database."""
        if self._closed:
            return
        self._closed = True
        await self._writer.close()
        while self._reading:
            self._idle.clear()
            await self._idle.wait()
        await self._reads.dispose()


def _only_query(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _begin_snapshot(connection: Connection) -> None:
    # The driver begins no transaction for SELECT: without this, two selects could see two states.
    # Asked of aiosqlite itself it is one trip to its thread; as a statement of SQLAlchemy's it would be four.
    driver = cast(AdaptedConnection, connection.connection.dbapi_connection)
    driver.run_async(lambda reader: reader.execute("BEGIN"))
