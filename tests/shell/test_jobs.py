"""Owns the loop of background work: nobody waits for a long job, a failing one rests, a silent waker stops nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest

from bot.core.db import DatabaseUnwritable
from bot.shell import jobs as module
from bot.shell.alarm import Alarm
from bot.shell.jobs import Job, Jobs
from bot.shell.metrics import Metrics

NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def due() -> datetime:
    """It is always due."""
    return NOW


def job(name: str, run: Callable[[], Awaitable[bool]]) -> Job:
    """A job that is always due."""
    return Job(name, run, due)


@pytest.fixture
async def jobs() -> AsyncIterator[Jobs]:
    """Jobs whose loop runs from the test's first `start` to its end."""
    made = Jobs(lambda: NOW, Alarm(), Metrics())
    yield made
    await made.stop(1)


async def test_a_long_job_keeps_no_other_waiting_and_is_not_started_twice(jobs: Jobs) -> None:
    begun, ran, go_on = 0, asyncio.Event(), asyncio.Event()

    async def long() -> bool:
        nonlocal begun
        begun += 1
        await go_on.wait()
        return True

    async def short() -> bool:
        ran.set()
        return True

    jobs.add(job("a.long", long))
    jobs.add(job("b.short", short))
    jobs.start()
    for _ in range(3):
        ran.clear()
        jobs.wake()
        await asyncio.wait_for(ran.wait(), 5)
    assert begun == 1
    go_on.set()


async def test_without_a_waker_it_looks_all_the_same(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK", 0.05)
    times = 0
    thrice = asyncio.Event()

    async def run() -> bool:
        nonlocal times
        times += 1
        if times == 3:
            thrice.set()
        return True

    jobs.add(job("a.b", run))
    jobs.start()
    await asyncio.wait_for(thrice.wait(), 5)
    assert jobs.last_looked is not None


@pytest.mark.expects_errors
async def test_a_job_that_fails_is_logged_and_rests_before_its_next_try(
    jobs: Jobs, error_records: list[logging.LogRecord]
) -> None:
    tries, other = 0, 0

    async def fails() -> bool:
        nonlocal tries
        tries += 1
        raise RuntimeError("on purpose")

    async def works() -> bool:
        nonlocal other
        other += 1
        return True

    jobs.add(job("a.fails", fails))
    jobs.add(job("b.works", works))
    jobs.start()
    for _ in range(20):
        jobs.wake()
        await asyncio.sleep(0.01)
    assert tries == 1, "it is left alone for a second"
    assert other > 5
    assert len(error_records) == 1


@pytest.mark.expects_errors
@pytest.mark.row("disk full, read-only")
async def test_trouble_of_the_database_is_one_alert_however_often_it_comes(
    jobs: Jobs, error_records: list[logging.LogRecord]
) -> None:
    async def fails() -> bool:
        raise DatabaseUnwritable("the database cannot be written: disk full")

    jobs.add(job("a.fails", fails))
    jobs.add(job("b.fails", fails))
    for _ in range(5):
        await jobs.run_due()
    assert len(error_records) == 1
    assert "the database is in trouble" in str(error_records[0].msg)


async def test_while_discord_wants_quiet_nothing_starts() -> None:
    held, ran = True, asyncio.Event()
    jobs = Jobs(lambda: NOW, Alarm(), Metrics(), held=lambda: held)

    async def run() -> bool:
        ran.set()
        return True

    jobs.add(job("a.b", run))
    jobs.start()
    for _ in range(5):
        jobs.wake()
        await asyncio.sleep(0.01)
    assert not ran.is_set()
    held = False
    jobs.wake()
    await asyncio.wait_for(ran.wait(), 5)
    await jobs.stop(1)
