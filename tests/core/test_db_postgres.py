"""What PostgreSQL alone can do to a use case: conflicts, locks, killed connections, refusals."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.core.clock import system_clock
from bot.core.db import DatabaseBusy, DatabaseUnreachable, DatabaseUnwritable, Tx, open_database
from bot.core.db.database import parse_url
from tests.core.impatient import PATIENCE, free_port, impatient
from tests.core.notes import Notes, add, counters, create, number
from tests.databases import run_sql


@pytest.fixture
async def service(postgres_url: str) -> AsyncIterator[Notes]:
    create(postgres_url)
    async with open_database(postgres_url, system_clock) as db:
        yield Notes(db)


def backend(tx: Tx) -> int:
    return int(tx.execute(text("SELECT pg_backend_pid()")).scalar_one())


def kill(url: str, where: str = "datname = current_database() AND pid <> pg_backend_pid()") -> None:
    run_sql(url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {where}")


async def test_a_use_case_whose_connection_is_killed_runs_again_on_another(
    service: Notes, postgres_url: str
) -> None:
    seen = []

    def cut_off_once(tx: Tx) -> tuple[int, int]:
        pid = backend(tx)
        seen.append((tx.now, pid))
        add(tx, "once")
        if len(seen) == 1:
            kill(postgres_url, f"pid = {pid}")
        return number(tx), pid

    count, pid = await service.change(cut_off_once)
    assert (count, len(seen)) == (1, 2)
    assert seen[0][0] == seen[1][0], "the instant of a use case stays when it is tried again"
    assert seen[0][1] != pid
    assert await service.texts() == ["once"]


async def test_a_read_whose_connection_is_killed_runs_again(service: Notes, postgres_url: str) -> None:
    seen = []

    def cut_off_once(tx: Tx) -> int:
        seen.append(backend(tx))
        if len(seen) == 1:
            kill(postgres_url, f"pid = {seen[0]}")
        return number(tx)

    assert await service.look(cut_off_once) == 0
    assert len(seen) == 2


async def test_connections_killed_while_idle_are_replaced(service: Notes, postgres_url: str) -> None:
    await asyncio.gather(*(service.add(str(i)) for i in range(10)))
    kill(postgres_url)
    runs = []
    await asyncio.gather(*(service.change(lambda tx: runs.append(number(tx))) for _ in range(10)))
    assert len(runs) == 10, "the pre-ping found out before any use case began"


async def test_a_conflict_runs_the_whole_use_case_again(service: Notes, postgres_url: str) -> None:
    await service.count("steps")
    values = []

    def read_and_write(tx: Tx) -> None:
        value = tx.execute(select(counters.c.value)).scalar_one()
        values.append(value)
        if len(values) == 1:
            run_sql(postgres_url, "UPDATE counters SET value = 10")
        tx.execute(counters.update().values(value=value + 1))

    await service.change(read_and_write)
    assert values == [1, 10]
    assert await service.value("steps") == 11


async def test_a_claim_is_made_at_read_committed_and_everything_else_is_not(service: Notes) -> None:
    def level(tx: Tx) -> str:
        return str(tx.execute(text("SHOW transaction_isolation")).scalar_one())

    assert await service.db.write(level) == "serializable"
    assert await service.db.write(level, claim=True) == "read committed"
    assert await service.db.read(level) == "repeatable read"
    assert await service.db.write(level) == "serializable"


async def test_a_row_that_stays_locked_is_a_clear_refusal(service: Notes, postgres_url: str) -> None:
    await service.count("steps")
    async with impatient(postgres_url) as other, asyncio.timeout(10):
        release = asyncio.Event()
        holding = asyncio.create_task(_hold("counters", postgres_url, release))
        await asyncio.sleep(0.3)
        with pytest.raises(DatabaseBusy):
            await other.count("steps")
        release.set()
        await holding
        assert await other.count("steps") == 2


async def test_a_conflict_without_end_is_a_clear_refusal(service: Notes, postgres_url: str) -> None:
    await service.count("steps")

    def always_too_late(tx: Tx) -> None:
        value = tx.execute(select(counters.c.value)).scalar_one()
        run_sql(postgres_url, "UPDATE counters SET value = value + 1")
        tx.execute(counters.update().values(value=value))

    async with impatient(postgres_url) as other:
        began = time.monotonic()
        with pytest.raises(DatabaseBusy):
            await other.change(always_too_late)
        assert time.monotonic() - began < PATIENCE * 3


@pytest.mark.row("disk full, read-only")
async def test_a_server_that_takes_no_writes_is_a_clear_refusal(service: Notes) -> None:
    def on_a_standby(tx: Tx) -> None:
        tx.execute(text("SET TRANSACTION READ ONLY"))
        add(tx, "not now")

    with pytest.raises(DatabaseUnwritable, match="25006"):
        await service.change(on_a_standby)


async def test_a_server_that_is_not_there_is_a_clear_refusal(postgres_url: str) -> None:
    absent = parse_url(postgres_url).set(port=free_port()).render_as_string(hide_password=False)
    async with impatient(absent) as service:
        with pytest.raises(DatabaseUnreachable) as write:
            await service.add("nowhere")
        with pytest.raises(DatabaseUnreachable):
            await service.texts()
    assert write.value.outcome_known


async def test_statements_survive_a_migration_by_another_process(service: Notes, postgres_url: str) -> None:
    await asyncio.gather(*(service.count("steps") for _ in range(10)))
    run_sql(postgres_url, "ALTER TABLE counters ALTER COLUMN value TYPE integer")
    assert await service.value("steps") == 10
    assert await service.count("steps") == 11


async def _hold(table: str, url: str, release: asyncio.Event) -> None:
    """Keep a table locked until told to let go."""
    engine = create_async_engine(parse_url(url))
    async with engine.begin() as connection:
        await connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        await release.wait()
    await engine.dispose()
