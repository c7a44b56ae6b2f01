"""What SQLite and PostgreSQL both promise a use case."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.core.db import DatabaseClosed, NaiveDatetimeError, Tx, insert, open_database
from tests.core.notes import Notes, add, counters, create, notes, number, set_counter
from tests.databases import run_sql

NOW = datetime(2026, 3, 1, 8, 30, 15, 123456, tzinfo=UTC)


def clock() -> datetime:
    return NOW


@pytest.fixture
async def service(db_url: str) -> AsyncIterator[Notes]:
    create(db_url)
    async with open_database(db_url, clock) as db:
        yield Notes(db)


class Refused(Exception):
    pass


class Stop(BaseException):
    pass


async def test_a_use_case_returns_its_result_and_keeps_what_it_wrote(service: Notes, db_url: str) -> None:
    first = await service.add("first")
    second = await service.add("second")
    assert second > first
    assert await service.texts() == ["first", "second"]
    assert run_sql(db_url, "SELECT text FROM notes ORDER BY id") == [("first",), ("second",)]


async def test_now_is_one_aware_instant_read_on_the_thread_of_the_loop(db_url: str) -> None:
    threads = []

    def counting() -> datetime:
        threads.append(threading.get_ident())
        return NOW + timedelta(seconds=len(threads))

    create(db_url)
    async with open_database(db_url, counting) as db:
        service = Notes(db)
        assert await service.change(lambda tx: (tx.now, tx.now)) == (NOW + timedelta(seconds=1),) * 2
        assert await service.look(lambda tx: tx.now) == NOW + timedelta(seconds=2)
    assert threads == [threading.get_ident()] * 2


async def test_a_clock_without_a_zone_is_refused(db_url: str) -> None:
    create(db_url)
    async with open_database(db_url, lambda: NOW.replace(tzinfo=None)) as db:
        with pytest.raises(ValueError, match="aware"):
            await Notes(db).add("when?")
        assert run_sql(db_url, "SELECT count(*) FROM notes") == [(0,)]


@pytest.mark.parametrize("error", [Refused, Stop, asyncio.CancelledError])
async def test_an_exception_undoes_everything_and_reaches_its_caller_only(
    service: Notes, error: type[BaseException]
) -> None:
    def refuse(tx: Tx) -> None:
        add(tx, "never seen")
        raise error

    before, refused, after = await asyncio.gather(
        service.add("before"), service.change(refuse), service.add("after"), return_exceptions=True
    )
    assert isinstance(refused, error)
    assert not isinstance(before, BaseException)
    assert not isinstance(after, BaseException)
    assert sorted(await service.texts()) == ["after", "before"]


async def test_stop_iteration_does_not_leave_its_caller_waiting(service: Notes) -> None:
    def forgot_the_default(tx: Tx) -> str:
        add(tx, "never seen")
        return next(iter(()))

    with pytest.raises(RuntimeError, match="StopIteration"):
        await service.change(forgot_the_default)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await service.look(lambda tx: next(iter(())))
    assert await service.texts() == []


async def test_the_write_of_a_cancelled_caller_is_kept(service: Notes, db_url: str) -> None:
    caller = asyncio.create_task(service.add("kept"))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await service.db.close()
    assert run_sql(db_url, "SELECT text FROM notes") == [("kept",)]


async def test_a_cancelled_read_leaves_the_connections_usable(service: Notes) -> None:
    await service.add("still here")
    for _ in range(20):
        caller = asyncio.create_task(service.texts())
        await asyncio.sleep(0.001)
        caller.cancel()
        await asyncio.gather(caller, return_exceptions=True)
    assert await service.texts() == ["still here"]


async def test_twenty_tasks_that_read_and_then_write_lose_nothing(service: Notes) -> None:
    async def climb() -> list[int]:
        return [await service.count("steps") for _ in range(30)]

    seen = await asyncio.gather(*(climb() for _ in range(20)))
    assert sorted(value for steps in seen for value in steps) == list(range(1, 601))
    assert await service.value("steps") == 600


async def test_claims_made_at_once_never_take_the_same_row(service: Notes) -> None:
    def fill(tx: Tx) -> None:
        tx.execute(insert(tx, notes), [{"text": str(i), "at": None} for i in range(20)])

    await service.change(fill)
    taken = await asyncio.gather(*(service.take(6) for _ in range(5)))
    ids = [note for batch in taken for note in batch]
    assert len(ids) == len(set(ids))
    while more := await service.take(6):
        ids += more
    assert len(ids) == len(set(ids)) == 20


async def test_a_query_cannot_write(service: Notes) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await service.look(lambda tx: add(tx, "sneaked in"))
    await service.add("written properly")
    assert await service.texts() == ["written properly"]


async def test_a_query_sees_one_state_from_beginning_to_end(service: Notes, db_url: str) -> None:
    def look_twice(tx: Tx) -> tuple[int, int]:
        first = number(tx)
        run_sql(db_url, "INSERT INTO notes (text) VALUES ('meanwhile')")
        return first, number(tx)

    assert await service.look(look_twice) == (0, 0)
    assert await service.look(number) == 1


async def test_a_read_after_a_write_sees_it(service: Notes) -> None:
    for i in range(20):
        await service.add(str(i))
        assert await service.look(number) == i + 1


async def test_instants_come_back_in_utc_and_sort_in_time(service: Notes) -> None:
    tokyo = timezone(timedelta(hours=9))
    await service.add("later", NOW.astimezone(tokyo))
    await service.add("earlier", NOW - timedelta(microseconds=1))
    await service.add("without", more={"extra": None})

    def read(tx: Tx) -> list[tuple[str, datetime]]:
        rows = tx.execute(select(notes.c.text, notes.c.at).order_by(notes.c.at, notes.c.id))
        return [(row.text, row.at) for row in rows]

    rows = await service.look(read)
    assert rows == [("earlier", NOW - timedelta(microseconds=1)), ("later", NOW), ("without", NOW)]
    assert {at.tzinfo for _, at in rows} == {UTC}
    until = select(notes.c.text).where(notes.c.at < NOW.astimezone(tokyo))
    assert await service.look(lambda tx: list(tx.execute(until).scalars())) == ["earlier"]


async def test_a_naive_instant_is_refused_when_stored_and_when_compared(service: Notes) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(NaiveDatetimeError):
        await service.add("when?", naive)
    with pytest.raises(NaiveDatetimeError):
        await service.look(lambda tx: tx.execute(select(notes.c.id).where(notes.c.at > naive)).all())
    assert await service.texts() == []


async def test_plain_data_and_large_ids_come_back_as_they_were(service: Notes) -> None:
    snowflake = 2**63 - 1
    extra = {"list": [1, "två", None], "nested": {"yes": True}}
    await service.add("with", more={"id": snowflake, "extra": extra})
    found = await service.look(lambda tx: tx.execute(select(notes.c.id, notes.c.extra)).one())
    assert tuple(found) == (snowflake, extra)
    await service.add("none", more={"id": 1, "extra": None})
    empty = select(notes.c.text).where(notes.c.extra.is_(None))
    assert await service.look(lambda tx: tx.execute(empty).scalar_one()) == "none"


async def test_insert_can_replace_or_keep_what_is_there(service: Notes) -> None:
    def keep(tx: Tx) -> None:
        tx.execute(insert(tx, counters).on_conflict_do_nothing(), {"name": "a", "value": 2})

    def replace(tx: Tx) -> bool:
        tx.execute(set_counter(tx), {"name": "a", "value": 3})
        return set_counter(tx) is set_counter(tx)

    await service.count("a")
    await service.change(keep)
    assert await service.value("a") == 1
    assert await service.change(replace), "a prepared statement is built once"
    assert await service.value("a") == 3


async def test_what_people_typed_is_not_in_the_text_of_errors(service: Notes) -> None:
    note = await service.add("mine")
    with pytest.raises(IntegrityError) as caught:
        await service.add("a secret thought", more={"id": note})
    assert "secret" not in str(caught.value)


async def test_close_finishes_what_was_taken_and_refuses_the_rest(service: Notes, db_url: str) -> None:
    callers = [asyncio.create_task(service.add(str(i))) for i in range(50)]
    readers = [asyncio.create_task(service.look(number)) for _ in range(10)]
    await asyncio.sleep(0)
    await service.db.close()
    with pytest.raises(DatabaseClosed):
        await service.add("too late")
    with pytest.raises(DatabaseClosed):
        await service.texts()
    assert len(set(await asyncio.gather(*callers))) == 50
    assert all(0 <= seen <= 50 for seen in await asyncio.gather(*readers))
    assert run_sql(db_url, "SELECT count(*) FROM notes") == [(50,)]


@pytest.mark.parametrize(
    "url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "sqlite:///file:x"]
)
async def test_other_databases_are_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match=r"neither sqlite nor postgresql|must be a file"):
        async with open_database(url, clock):
            pass
