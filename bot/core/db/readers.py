"""Reads on SQLite: aiosqlite's connections, each with its thread, in which a read runs from its beginning to its end.

SQLAlchemy's own way to use aiosqlite goes to the thread and back four times for each statement; this way, once for all.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import aiosqlite
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import SingletonThreadPool

from bot.core.db.errors import DatabaseBusy

R = TypeVar("R")

READERS = 4
WAIT_SECONDS = 30.0  # for a free connection


class Readers:
    """Up to four reads side by side; the others wait for them."""

    def __init__(self, path: Path, patience: float) -> None:
        def connect() -> sqlite3.Connection:
            raw = sqlite3.connect(path, timeout=patience, isolation_level=None)
            raw.execute("PRAGMA query_only = ON")
            return raw

        # One connection for each thread. hide_parameters: what people typed must not reach the logs.
        self._engine = create_engine(
            "sqlite://",
            creator=connect,
            poolclass=SingletonThreadPool,
            pool_size=4 * READERS,  # never reached: beyond it a connection in use would be closed
            hide_parameters=True,
        )
        self._turn = asyncio.Semaphore(READERS)
        self._free: list[aiosqlite.Connection] = []

    async def run(self, body: Callable[[Connection], R]) -> R:
        """What `body` returns, run on one snapshot; DatabaseBusy when no connection is free for long."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._turn.acquire()
        except TimeoutError as error:
            raise DatabaseBusy("too many reads wait for the database") from error
        try:
            reader = self._free.pop() if self._free else await self._open()
            try:
                # Should the caller be cancelled, whoever comes next waits in the thread's queue.
                result: R = await reader._execute(self._read, body)  # type: ignore[no-untyped-call]
                return result
            finally:
                self._free.append(reader)
        finally:
            self._turn.release()

    async def close(self) -> None:
        """End the threads, once what they are asked for is done."""
        while self._free:
            await self._free.pop().close()

    async def _open(self) -> aiosqlite.Connection:
        reader = aiosqlite.Connection(self._connection, iter_chunk_size=64)
        reader._thread.daemon = True  # as SQLAlchemy does: a program that dies does not hang
        opening = asyncio.ensure_future(_opened(reader))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            self._free.append(await opening)  # in a moment; whoever comes next has it, and `close` closes it
            raise

    # Everything below runs in a thread.

    def _connection(self) -> sqlite3.Connection:
        with self._engine.connect() as connection:
            return _driver(connection)

    def _read(self, body: Callable[[Connection], R]) -> R:
        with self._engine.connect() as connection:
            # The driver begins no transaction for SELECT: without this, two selects could see two states.
            _driver(connection).execute("BEGIN")
            try:
                return body(connection)  # leaving the `with` rolls back
            except StopIteration as error:  # the one exception that a future refuses
                raise RuntimeError("the query raised StopIteration") from error


async def _opened(reader: aiosqlite.Connection) -> aiosqlite.Connection:
    return await reader


def _driver(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
