"""SQLite: reads through aiosqlite, side by side; writes through the one writer thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import URL

from bot.core.clock import Clock
from bot.core.db.database import Database
from bot.core.db.readers import Readers
from bot.core.db.sqlite_file import BUSY_SECONDS, as_trouble, is_busy, sqlite_path
from bot.core.db.tx import Tx
from bot.core.db.writer import BATCH_SECONDS, Writer

R = TypeVar("R")


class SqliteDatabase(Database):
    """One file, any number of processes on one machine, one writer at a time."""

    def __init__(
        self, url: URL, clock: Clock, *, patience: float = BUSY_SECONDS, batch: float = BATCH_SECONDS
    ) -> None:
        super().__init__(clock)
        self._readers = Readers(sqlite_path(url), patience)
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
            return await self._readers.run(lambda connection: body(Tx(connection, now)))
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
        await self._readers.close()
