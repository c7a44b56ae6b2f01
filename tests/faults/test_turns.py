"""Owns several processes that log in to one gateway: their shards take turns, and each posts only what is its turn to post."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from discord.http import HTTPClient

from bot.core.clock import system_clock
from bot.core.db import open_database
from bot.processes.service import Processes
from bot.shell import identify
from bot.shell.identify import Turns
from tests.faults.compound import bot_process
from tests.faults.scene import Place


async def test_the_shards_of_two_processes_log_in_five_seconds_apart(
    place: Place, migrated_url: str, tmp_path: Path
) -> None:
    gateway = place.server.gateway
    async with (
        bot_process(place, migrated_url, tmp_path, BOT_SHARDS="0/2") as one,
        bot_process(place, migrated_url, tmp_path, BOT_SHARDS="1/2") as two,
    ):
        await place.server.until(lambda: len(gateway.identifies) == 1, "the first", within=40)
        first = time.monotonic()
        await place.server.until(lambda: len(gateway.identifies) == 2, "the second", within=40)
        assert time.monotonic() - first > 4.5
        assert sorted(gateway.identifies) == [(0, 2), (1, 2)]
        assert [await one.end(), await two.end()] == [0, 0], one.log + two.log


async def test_buckets_of_a_large_bot_go_at_once(migrated_sqlite_url: str) -> None:
    async with open_database(migrated_sqlite_url, system_clock) as db:
        turns = Turns(Processes(db), answering(remaining=900, max_concurrency=16))
        began = time.monotonic()
        await asyncio.gather(*(turns.wait(shard) for shard in range(16)))
        assert time.monotonic() - began < 4


@pytest.mark.expects_errors
async def test_with_no_log_in_left_it_waits_instead_of_losing_its_token(
    migrated_sqlite_url: str, error_records: list[logging.LogRecord]
) -> None:
    async with open_database(migrated_sqlite_url, system_clock) as db:
        turns = Turns(Processes(db), answering(remaining=0, max_concurrency=1, reset_after=600))
        began = time.monotonic()
        await turns.wait(0)
        assert time.monotonic() - began >= 0.6
    assert "no log-ins are left" in str(error_records[0].msg)


async def test_without_the_database_it_waits_as_a_single_process_would(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with open_database(migrated_sqlite_url, system_clock) as db:
        turns = Turns(Processes(db), answering(remaining=1, max_concurrency=1))
    monkeypatch.setattr(identify, "asyncio", SimpleNamespace(sleep=sleep))
    await turns.wait(0)
    assert slept == [5.5]


def answering(*, remaining: int, max_concurrency: int, reset_after: int = 1000) -> HTTPClient:
    """Discord's answer to how many may log in."""

    async def get_bot_gateway() -> Any:
        limit = {"remaining": remaining, "reset_after": reset_after, "max_concurrency": max_concurrency}
        return 1, "", limit

    return cast(HTTPClient, SimpleNamespace(get_bot_gateway=get_bot_gateway))
