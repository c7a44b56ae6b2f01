"""The rules of the writer on SQLite: what a batch is, and what becomes of it when something in it fails."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import text

from bot.core.clock import system_clock
from bot.core.db import Database, DatabaseBusy, DatabaseUnwritable, Tx, open_database
from bot.core.db.database import parse_url
from bot.core.db.sqlite import SqliteDatabase
from tests.core.notes import Notes, add, create, number
from tests.databases import run_sql

PATIENCE = 0.4


@pytest.fixture
async def db(sqlite_url: str) -> AsyncIterator[Database]:
    create(sqlite_url)
    # A batch may take its time here, so that a slow machine does not end it before the test has shown its point.
    database = SqliteDatabase(parse_url(sqlite_url), system_clock, patience=PATIENCE, batch=10)
    yield database
    await database.close()


@pytest.fixture
def service(db: Database) -> Notes:
    return Notes(db)


async def together(service: Notes, *calls: Coroutine[Any, Any, Any]) -> list[Any]:
    """The outcomes of calls that wait in one batch, because the writer was held up when they were made."""
    let_go = threading.Event()
    held = asyncio.create_task(service.change(lambda tx: let_go.wait(10)))
    await asyncio.sleep(0.02)  # it runs, alone
    tasks = [asyncio.create_task(call) for call in calls]
    await asyncio.sleep(0)
    let_go.set()
    outcomes = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 30)
    assert await held
    return outcomes


def seen_from_outside(url: str) -> Callable[[Tx], int]:
    return lambda tx: int(run_sql(url, "SELECT count(*) FROM notes")[0][0])


async def test_what_waits_together_is_committed_together(service: Notes, sqlite_url: str) -> None:
    first, second, inside, outside = await together(
        service,
        service.add("one"),
        service.add("two"),
        service.change(number),
        service.change(seen_from_outside(sqlite_url)),
    )
    assert (first, second) == (1, 2)
    assert inside == 2, "each sees those before it"
    assert outside == 0, "nothing is committed before the batch ends"
    assert run_sql(sqlite_url, "SELECT count(*) FROM notes") == [(2,)]


async def test_the_loop_is_woken_once_for_a_batch(service: Notes) -> None:
    loop = asyncio.get_running_loop()
    wake, wakes = loop.call_soon_threadsafe, []

    def counting(*args: Any, **more: Any) -> asyncio.Handle:
        wakes.append(args[0])
        return wake(*args, **more)

    loop.call_soon_threadsafe = counting  # type: ignore[method-assign,assignment]
    await together(service, *(service.add(str(i)) for i in range(10)))
    assert len(wakes) == 2, "one for the use case that held the writer up, one for the ten behind it"


async def test_a_batch_ends_after_its_time_whatever_waits(sqlite_url: str) -> None:
    def slow(tx: Tx) -> None:
        add(tx, "slow")
        time.sleep(0.03)

    create(sqlite_url)
    async with open_database(sqlite_url, system_clock) as db:
        service = Notes(db)
        calls = service.change(slow), service.change(seen_from_outside(sqlite_url))
        assert await together(service, *calls) == [None, 1]


@pytest.mark.row("one write of a batch fails")
async def test_a_failing_use_case_of_a_batch_fails_its_caller_only(service: Notes) -> None:
    class Stop(BaseException):
        pass

    def fail(error: BaseException) -> Callable[[Tx], None]:
        def body(tx: Tx) -> None:
            add(tx, "never seen")
            raise error

        return body

    outcomes = await together(
        service,
        service.add("one"),
        service.change(fail(ValueError("no"))),
        service.add("two"),
        service.change(fail(Stop())),
        service.change(fail(StopIteration())),
        service.change(lambda tx: add(tx, "double", id=1)),
        service.add("three"),
    )
    kinds = [type(outcome).__name__ for outcome in outcomes]
    assert kinds == ["int", "ValueError", "int", "Stop", "RuntimeError", "IntegrityError", "int"]
    assert await service.texts() == ["one", "two", "three"]


@pytest.mark.row("one write of a batch fails")
async def test_a_caller_cancelled_while_waiting_still_has_its_write_kept(service: Notes) -> None:
    let_go = threading.Event()
    held = asyncio.create_task(service.change(lambda tx: let_go.wait(10)))
    await asyncio.sleep(0.02)
    callers = [asyncio.create_task(service.add(str(i))) for i in range(3)]
    await asyncio.sleep(0)
    callers[1].cancel()
    let_go.set()
    outcomes = await asyncio.gather(*callers, return_exceptions=True)
    assert [type(outcome).__name__ for outcome in outcomes] == ["int", "CancelledError", "int"]
    assert await held
    assert await service.texts() == ["0", "1", "2"]


def fill_up(tx: Tx) -> None:
    """Leave the file room for a few pages only, on this connection."""
    pages = tx.execute(text("PRAGMA page_count")).scalar_one()
    tx.execute(text(f"PRAGMA max_page_count = {pages + 8}")).scalar_one()


@pytest.mark.row("one write of a batch fails")
async def test_a_full_disk_refuses_only_what_does_not_fit(
    service: Notes, caplog: pytest.LogCaptureFixture
) -> None:
    def too_large(tx: Tx) -> None:
        fill_up(tx)
        add(tx, "x" * 200_000)

    with caplog.at_level(logging.WARNING, logger="bot.core.db.writer"):
        small, large, also_small = await together(
            service,
            service.add("small"),
            service.change(too_large),
            service.add("also small"),
        )
    assert "lost and is run again" in caplog.text, "SQLite rolled back the whole batch"
    assert isinstance(large, DatabaseUnwritable)
    assert "x" * 100 not in str(large)
    assert {type(small), type(also_small)} == {int}
    assert await service.texts() == ["small", "also small"]
    assert await service.add("the thread goes on") == 3


async def test_a_full_disk_that_a_use_case_hides_still_keeps_nothing_of_it(service: Notes) -> None:
    def hide(tx: Tx) -> str:
        fill_up(tx)
        add(tx, "half")
        try:
            add(tx, "x" * 200_000)
        except Exception:
            return "all is well"
        return "it fitted"

    before, hidden, after = await together(
        service, service.add("before"), service.change(hide), service.add("after")
    )
    assert isinstance(hidden, Exception)
    assert {type(before), type(after)} == {int}
    assert await service.texts() == ["before", "after"]


@pytest.mark.row("one write of a batch fails")
async def test_a_commit_that_fails_fails_the_one_at_fault(service: Notes) -> None:
    before, orphan, after = await together(
        service,
        service.add("before"),
        service.change(lambda tx: add(tx, "child of nobody", parent=999)),
        service.add("after"),
    )
    assert isinstance(orphan, sqlite3.IntegrityError)
    assert {type(before), type(after)} == {int}
    assert await service.texts() == ["before", "after"]
    with pytest.raises(sqlite3.IntegrityError):
        await service.change(lambda tx: add(tx, "alone as well", parent=999))
    assert await service.add("the thread goes on") > 0


@pytest.mark.row("disk full, read-only")
async def test_a_database_that_cannot_be_written_is_a_clear_refusal(service: Notes) -> None:
    def forbid(tx: Tx) -> None:
        tx.execute(text("PRAGMA query_only = ON"))
        add(tx, "not now")

    with pytest.raises(DatabaseUnwritable, match="readonly"):
        await service.change(forbid)
    assert await service.add("on a new connection") == 1


async def test_a_connection_in_trouble_is_not_used_again_for_those_behind(service: Notes) -> None:
    def forbid(tx: Tx) -> None:
        tx.execute(text("PRAGMA query_only = ON"))
        add(tx, "not now")

    before, forbidden, after = await together(
        service, service.add("before"), service.change(forbid), service.add("after")
    )
    assert isinstance(forbidden, DatabaseUnwritable)
    assert (before, after) == (1, 2)


@pytest.mark.row("database locked")
async def test_a_locked_database_is_waited_for(service: Notes, sqlite_url: str) -> None:
    with closing(_lock(sqlite_url)) as other:
        callers = [asyncio.create_task(service.add(str(i))) for i in range(5)]
        await asyncio.sleep(PATIENCE / 4)
        assert not any(caller.done() for caller in callers)
        other.execute("ROLLBACK")
        assert sorted(await asyncio.gather(*callers)) == [1, 2, 3, 4, 5]


@pytest.mark.row("database locked")
async def test_a_database_that_stays_locked_refuses_everyone_in_time(service: Notes, sqlite_url: str) -> None:
    await service.add("before")
    with closing(_lock(sqlite_url)):
        began = time.monotonic()
        callers = [asyncio.create_task(service.add(str(i))) for i in range(50)]
        await asyncio.sleep(PATIENCE / 2)
        callers += [asyncio.create_task(service.add(str(i))) for i in range(50)]
        assert await service.texts() == ["before"], "reading goes on"
        outcomes = await asyncio.gather(*callers, return_exceptions=True)
        waited = time.monotonic() - began
    assert {type(outcome) for outcome in outcomes} == {DatabaseBusy}
    assert PATIENCE <= waited < 5 * PATIENCE, "each waits its own time, not the sum of all"
    assert await service.add("after") == 2


async def test_two_thousand_at_once_lose_none(service: Notes) -> None:
    seen = await asyncio.gather(*(service.count("answers") for _ in range(2000)))
    assert sorted(seen) == list(range(1, 2001))
    assert await service.value("answers") == 2000


async def test_what_is_kept_is_kept_in_full(service: Notes) -> None:
    def settings(tx: Tx) -> list[Any]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [tx.execute(text(f"PRAGMA {name}")).scalar_one() for name in names]

    assert await service.change(settings) == ["wal", 2, 1]


async def test_closing_twice_is_harmless_and_ends_the_thread(db: Database, service: Notes) -> None:
    await service.add("one")
    assert "database-writer" in {thread.name for thread in threading.enumerate()}
    await db.close()
    await db.close()
    assert "database-writer" not in {thread.name for thread in threading.enumerate()}


def _lock(url: str) -> sqlite3.Connection:
    raw = sqlite3.connect(parse_url(url).database or "", isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    return raw
