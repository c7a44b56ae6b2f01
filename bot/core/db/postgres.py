"""PostgreSQL: SERIALIZABLE writes that are tried again as a whole, reads on one snapshot, claims."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Generic, NoReturn, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.clock import Clock
from bot.core.db.database import Database
from bot.core.db.errors import DatabaseBusy, DatabaseUnreachable, DatabaseUnwritable
from bot.core.db.outcome import Mark, OutcomeUnknownError, mark, was_kept
from bot.core.db.tx import Tx

R = TypeVar("R")

# Bounded by time and never by count: under contention the number of tries says nothing.
PATIENCE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 1.0

# SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
LOCK_NOT_AVAILABLE = "55P03"  # lock_timeout has passed
_CONFLICT = {"40001", "40P01"}  # serialization_failure, deadlock_detected
_GONE = {"57P01", "57P02", "57P03", "53300"}  # shutdowns, still starting, no connection slot free
_UNWRITABLE = {"53100", "25006", "58030"}  # disk_full, read_only_sql_transaction, io_error


class _Attempt(Generic[R]):
    """One try of a write: what to return, and what to ask about should COMMIT get no answer."""

    mark: Mark | None = None
    result: R

    def run(self, connection: Connection, body: Callable[[Tx], R], now: datetime) -> None:
        self.result = body(Tx(connection, now))
        self.mark = mark(connection)
        connection.commit()


class PostgresDatabase(Database):
    """One server, any number of processes on any number of machines."""

    def __init__(self, url: URL, clock: Clock, *, patience: float = PATIENCE_SECONDS) -> None:
        super().__init__(clock)
        self._patience = patience
        # Idle connections are in AUTOCOMMIT, so that a pre-ping is one round trip and not three; every use
        # below names its own level.
        self._engine = create_async_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=5,
            pool_timeout=patience,
            hide_parameters=True,
            connect_args={
                "timeout": 10,
                # For a network that swallows packets. Longer, so that lock_timeout speaks first.
                "command_timeout": patience + 5,
                "server_settings": {
                    "application_name": "compound",
                    "lock_timeout": f"{patience * 1000:.0f}",
                    # A process that hangs inside a transaction must not hold its locks for ever.
                    "idle_in_transaction_session_timeout": "60s",
                },
            },
        )
        self._serializable = self._engine.execution_options(isolation_level="SERIALIZABLE")
        self._committed = self._engine.execution_options(isolation_level="READ COMMITTED")
        self._snapshot = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._tasks: set[asyncio.Task[Any]] = set()

    async def write(self, body: Callable[[Tx], R], *, claim: bool = False) -> R:
        """As promised by Database; tried again for up to 30 s."""
        self._refuse_when_closed()
        engine = self._committed if claim else self._serializable
        return await self._finish(self._write(engine, body))

    async def read(self, body: Callable[[Tx], R]) -> R:
        """As promised by Database; tried again for up to 30 s when the connection is lost."""
        self._refuse_when_closed()
        return await self._finish(self._read(body))

    async def close(self) -> None:
        """As promised by Database."""
        self._closed = True
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._engine.dispose()

    async def _finish(self, work: Coroutine[Any, Any, R]) -> R:
        # In a task of its own, which ends even if the caller is cancelled: a write's outcome is not left to
        # chance, and the driver does not lose a connection (one cancelled while connecting logs an error).
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _write(self, engine: AsyncEngine, body: Callable[[Tx], R]) -> R:
        now = self._now()
        retry = _Retry(self._patience)
        while True:
            attempt: _Attempt[R] = _Attempt()
            try:
                async with engine.connect() as connection:
                    await connection.run_sync(attempt.run, body, now)
                return attempt.result
            except Exception as error:
                if attempt.mark is not None and is_lost(error) and await self._kept(attempt.mark, retry):
                    return attempt.result
                await retry.pause_or_raise(error)

    async def _kept(self, marked: Mark, retry: _Retry) -> bool:
        """Ask the server how a transaction ended whose COMMIT got no answer."""
        while True:
            error: Exception = ConnectionError("the lost connection is still committing")
            try:
                async with self._engine.connect() as connection:
                    kept = await connection.run_sync(was_kept, marked)
                if kept is not None:
                    return kept
            except OutcomeUnknownError as unknown:
                raise DatabaseUnreachable(str(unknown), outcome_known=False) from unknown
            except Exception as problem:
                error = problem
            try:
                await retry.pause_or_raise(error)
            except DatabaseUnreachable as gave_up:
                raise DatabaseUnreachable(str(gave_up), outcome_known=False) from error

    async def _read(self, body: Callable[[Tx], R]) -> R:
        now = self._now()
        retry = _Retry(self._patience)
        while True:
            try:
                async with self._snapshot.connect() as connection:
                    return await connection.run_sync(lambda inner: body(Tx(inner, now)))
            except Exception as error:
                await retry.pause_or_raise(error, writing=False)


class _Retry:
    """How long to go on trying: at once first, then after pauses of random length that grow, for 30 s."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._deadline = time.monotonic() + patience
        self._tries = 0

    async def pause_or_raise(self, error: Exception, *, writing: bool = True) -> None:
        """Return when the same work may be tried again; otherwise raise what the caller is to see."""
        lost = is_lost(error)
        if not lost and sqlstate(error) not in _CONFLICT and not _is_stale_plan(error):
            _raise_final(error, writing=writing)
        pause = random.uniform(0, min(LONGEST_PAUSE_SECONDS, 0.005 * 2 ** min(self._tries, 10)))
        if time.monotonic() + pause > self._deadline:
            if lost:
                raise DatabaseUnreachable(f"no connection for {self._patience:g} s") from error
            raise DatabaseBusy(f"others wrote the same rows for {self._patience:g} s") from error
        self._tries += 1
        if self._tries > 1:
            await asyncio.sleep(pause)


def _raise_final(error: Exception, *, writing: bool) -> NoReturn:
    if isinstance(error, NoConnectionFreeError):
        raise DatabaseBusy("too much work waits for the database") from error
    state = sqlstate(error)
    if state == LOCK_NOT_AVAILABLE:
        raise DatabaseBusy("others kept the same rows locked") from error
    if writing and state in _UNWRITABLE:
        raise DatabaseUnwritable(f"the database cannot be written: SQLSTATE {state}") from error
    raise error


def sqlstate(error: BaseException) -> str | None:
    """The code PostgreSQL gave an error of the driver or of SQLAlchemy, if it gave one."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None)
    return state if isinstance(state, str) else None


def is_lost(error: BaseException) -> bool:
    """Whether the connection broke or could not be made, so that the same work may succeed on another one."""
    state = sqlstate(error) or ""
    if state in _GONE or state.startswith("08"):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return isinstance(error, OSError)  # refused, reset, timed out: the driver gives these as they are


def _is_stale_plan(error: Exception) -> bool:
    # A migration by another process changed a table under a prepared statement; the next try prepares anew.
    driver = getattr(error, "orig", None)
    return type(driver).__name__ == "InvalidCachedStatementError"
