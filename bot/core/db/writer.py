"""The writer: one thread that runs every write on SQLite and commits those that wait together as one."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from bot.core.db.sqlite_file import as_trouble, connect, is_busy
from bot.core.db.tx import Tx

R = TypeVar("R")
log = logging.getLogger(__name__)

# A commit costs one wait for the disk, however much it holds: whoever waits shares it. The bounds keep the
# first of a batch from waiting long for the last.
MOST_IN_BATCH = 200
BATCH_SECONDS = 0.020


@dataclass(slots=True, eq=False)
class _Job(Generic[R]):
    body: Callable[[Tx], R]
    now: datetime
    deadline: float  # time.monotonic() until which it may wait for a lock of another process
    future: asyncio.Future[R]


@dataclass(slots=True, eq=False)
class _Outcome:
    """What one caller is told: the error, or else the result."""

    job: _Job[Any]
    result: Any = None
    error: BaseException | None = None


class _BatchLostError(Exception):
    """The transaction that a batch shares is gone, or must not be trusted: a full disk takes all of it."""


class Writer:
    """Owns the thread and its connection. Created, used and closed on one event loop."""

    def __init__(self, path: Path, patience: float, batch: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._stopped = asyncio.Event()
        self._last_seen = False
        self._patience = patience  # seconds that a write waits for another process
        self._batch_seconds = batch
        self._timeout = patience  # what the connection is set to
        # hide_parameters: what people typed must not reach the logs inside an error's message.
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: connect(path, patience=patience),
            poolclass=NullPool,
            hide_parameters=True,
        )
        self._connection: Connection | None = None
        # A daemon, so that a program which dies before close() does not hang; close() waits for its end.
        self._thread = Thread(target=self._run, name="database-writer", daemon=True)
        self._thread.start()

    def submit(self, body: Callable[[Tx], R], now: datetime) -> asyncio.Future[R]:
        """Queue a use case. The future is resolved once it is on disk, or failed and undone."""
        future: asyncio.Future[R] = self._loop.create_future()
        self._queue.put(_Job(body, now, time.monotonic() + self._patience, future))
        return future

    @property
    def alive(self) -> bool:
        """Whether the thread is there to take up what is submitted."""
        return self._thread.is_alive()

    async def close(self) -> None:
        """Run and commit what is queued, then end the thread. Nothing may be submitted afterwards."""
        self._queue.put(None)
        await self._stopped.wait()
        self._thread.join()

    # Everything below runs in the thread.

    def _run(self) -> None:
        while not self._last_seen:
            job = self._queue.get()
            if job is None:
                break
            taken = [job]
            try:
                if self._queue.empty():
                    self._alone(job)
                else:
                    self._together(taken)
            except BaseException as error:
                # The last resort that keeps the thread alive and nobody waiting; no known error comes here.
                log.exception("the database writer failed outside every use case")
                self._drop_connection()
                self._answer([_Outcome(job, error=error) for job in taken])
        self._drop_connection()
        self._call_loop(self._stopped.set)

    def _together(self, taken: list[_Job[Any]]) -> None:
        try:
            outcomes = self._batch(taken)
        except BaseException as error:
            # Nothing of the batch counts. One bad use case must not fail the others: each is run again.
            log.warning("a batch of %d writes was lost and is run again one by one: %s", len(taken), error)
            if not is_busy(error):
                self._drop_connection()  # which undoes what it had begun
            for job in taken:
                self._alone(job)
        else:
            self._answer(outcomes)

    def _batch(self, taken: list[_Job[Any]]) -> list[_Outcome]:
        """Run the first of `taken`, and those waiting behind it, which are added, in one transaction."""
        job = taken[0]
        connection, raw = self._begin(job)
        until = time.monotonic() + self._batch_seconds
        outcomes = []
        while True:
            raw.execute("SAVEPOINT use_case")
            try:
                outcome = _Outcome(job, job.body(Tx(connection, job.now)))
            except BaseException as error:
                outcome = _Outcome(job, error=error)
                if as_trouble(error) is not None or not raw.in_transaction:
                    raise _BatchLostError("SQLite is in trouble") from error
                raw.execute("ROLLBACK TO use_case")
            if not raw.in_transaction:
                raise _BatchLostError("SQLite rolled back the transaction, and the use case hid it")
            raw.execute("RELEASE use_case")
            outcomes.append(outcome)
            if len(outcomes) == MOST_IN_BATCH or time.monotonic() >= until:
                break
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                break
            if waiting is None:
                self._last_seen = True
                break
            job = waiting
            taken.append(job)
        raw.execute("COMMIT")
        return outcomes

    def _alone(self, job: _Job[Any]) -> None:
        """Run one use case in a transaction of its own and tell its caller."""
        try:
            connection, raw = self._begin(job)
            outcome = _Outcome(job, job.body(Tx(connection, job.now)))
            raw.execute("COMMIT")
        except BaseException as error:
            self._undo(error)
            outcome = _Outcome(job, error=error)
        self._answer([outcome])

    def _begin(self, job: _Job[Any]) -> tuple[Connection, sqlite3.Connection]:
        """Begin a transaction that may write, waiting for other processes for as long as `job` still may."""
        if self._connection is None:
            self._connection = self._engine.connect()
            self._timeout = self._patience
        connection = self._connection
        raw = _driver(connection)
        left = max(0.0, job.deadline - time.monotonic())
        timeout = self._patience if left > self._patience * 0.8 else left  # the usual case sets nothing
        if timeout != self._timeout:
            raw.execute(f"PRAGMA busy_timeout = {int(timeout * 1000)}")
            self._timeout = timeout
        raw.execute("BEGIN IMMEDIATE")
        return connection, raw

    def _undo(self, error: BaseException) -> None:
        """Leave no transaction open, nor a connection that is no longer to be trusted."""
        if self._connection is None:
            return
        try:
            raw = _driver(self._connection)
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            healthy = not self._connection.invalidated
        except Exception:
            healthy = False
        if not healthy or (as_trouble(error) is not None and not is_busy(error)):
            self._drop_connection()

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except Exception:
                log.warning("the database writer's connection did not close cleanly", exc_info=True)

    def _answer(self, outcomes: list[_Outcome]) -> None:
        """Tell all callers of a transaction at once: waking the loop costs more than a statement."""
        self._call_loop(_resolve, outcomes)

    def _call_loop(self, callback: Callable[..., object], *args: object) -> None:
        try:
            # Looked up at every use: a simulator replaces the method on the loop.
            self._loop.call_soon_threadsafe(callback, *args)
        except RuntimeError:
            log.warning("the event loop ended before the database writer was closed")


def _driver(connection: Connection) -> sqlite3.Connection:
    """The connection under SQLAlchemy's, on which the writer begins and ends its transactions itself."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def _resolve(outcomes: list[_Outcome]) -> None:
    """On the loop: give each caller its own outcome. A caller that was cancelled has stopped listening."""
    for outcome in outcomes:
        future, error = outcome.job.future, outcome.error
        if future.done():
            continue
        if error is None:
            future.set_result(outcome.result)
        elif isinstance(error, StopIteration):
            # The one exception that a future refuses; a coroutine turns it into the same RuntimeError.
            future.set_exception(_caused(RuntimeError("the use case raised StopIteration"), error))
        elif (trouble := as_trouble(error)) is not None:
            future.set_exception(_caused(trouble, error))
        else:
            future.set_exception(error)


def _caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error
