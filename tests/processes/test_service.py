"""Owns the turns at the gateway, which all processes share, and the command list that one of them sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.db import open_database
from bot.processes.model import PAUSE
from bot.processes.service import Processes

NONE = timedelta()


class Clock:
    """The time, as a test sets it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The present instant."""
        return self.time


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
async def both(migrated_url: str, clock: Clock) -> AsyncIterator[tuple[Processes, Processes]]:
    """Two processes of one bot."""
    async with open_database(migrated_url, clock) as one, open_database(migrated_url, clock) as two:
        yield Processes(one), Processes(two)


async def test_a_bucket_has_one_turn_at_a_time_over_all_processes(
    both: tuple[Processes, Processes], clock: Clock
) -> None:
    one, two = both
    asked = await asyncio.gather(*(each.take_gateway_turn(0) for each in (one, two) * 5))
    assert sorted(asked)[:2] == [NONE, PAUSE], "one goes, everybody else hears how long it takes"
    assert asked.count(NONE) == 1
    clock.time += PAUSE - timedelta(seconds=1)
    assert await two.take_gateway_turn(0) == timedelta(seconds=1)
    clock.time += timedelta(seconds=1)
    assert await two.take_gateway_turn(0) == NONE


async def test_buckets_do_not_wait_for_each_other(both: tuple[Processes, Processes]) -> None:
    one, two = both
    assert [await one.take_gateway_turn(0), await two.take_gateway_turn(1)] == [NONE, NONE]


async def test_a_turn_written_by_a_wrong_clock_holds_nobody_up(
    both: tuple[Processes, Processes], clock: Clock
) -> None:
    one, two = both
    clock.time += timedelta(days=1)
    await one.take_gateway_turn(0)
    clock.time -= timedelta(days=1)
    assert await two.take_gateway_turn(0) == NONE


async def test_the_command_list_is_remembered_by_application(both: tuple[Processes, Processes]) -> None:
    one, two = both
    assert await one.synced_hash(1) == ""
    await one.save_synced_hash(1, "a")
    await one.save_synced_hash(2, "b")
    await two.save_synced_hash(1, "c")
    assert [await one.synced_hash(each) for each in (1, 2, 3)] == ["c", "b", ""]
