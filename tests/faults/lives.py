"""Owns one worker's life in the killing test: the real bot without a gateway, at work until it is killed or told to stop."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NoReturn

from pydantic import SecretStr
from sqlalchemy import select

import cogs
from bot.app import open_app
from bot.config import Settings, Shards
from bot.core.db import Tx
from bot.deliveries.tables import delivery
from bot.shell.client import create_bot
from bot.shell.logs import configure_logs
from bot.shell.wake import Waker
from bot.standups.model import DEFAULT_QUESTIONS, PROMPT, Planned, Schedule, Standup, Summary
from bot.standups.store import schedule
from bot.standups.tables import standup, standup_day
from tests.faults.api import Payload
from tests.faults.clock import ServerClock

NAME = "Daily standup"  # of all of them, so that their prompts read alike
FINISH = 5.0  # seconds that claimed work gets at the end


def settings_of(server: Payload, url: str, shards: str) -> Settings:
    """Returns the settings of a worker for the server that printed `server`."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        token=SecretStr(server["token"]),
        database_url=url,
        shards=Shards.parse(shards),
        discord_api_url=server["api_url"],
        discord_gateway_url=server["gateway_url"],
    )


def born(settings: Settings, clock: Payload, seed: str, log: Path, working: int) -> int:
    """Fork a worker and return its process id; it writes a byte to `working` when its jobs start."""
    process = os.fork()
    if not process:
        random.seed(seed)  # else all lives would draw the same waits
        stream = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(stream, 2)
        _end_with(asyncio.Runner(), settings, clock, working)
    return process


def _end_with(runner: asyncio.Runner, settings: Settings, clock: Payload, working: int) -> NoReturn:
    code = 1
    try:
        configure_logs("WARNING")
        runner.run(_live(settings, ServerClock.like(clock), working))
        code = 0
    finally:
        os._exit(code)  # never back into the parent's code


async def _live(settings: Settings, clock: ServerClock, working: int) -> None:
    """As `bot.shell.run` does it, without the gateway: posting needs ids only."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with open_app(settings, clock=clock.now) as app:
        bot = create_bot(app, cogs.EXTENSIONS)
        waker = Waker(bot.jobs.wake)
        async with bot:
            await bot.login(settings.token.get_secret_value())
            bot.jobs.start()
            waker.start()
            os.write(working, b".")
            await stop.wait()
            waker.stop()
            await bot.jobs.stop(FINISH)


async def prepare(url: str, guilds: list[Payload], posts: int, now: datetime, over: timedelta) -> None:
    """Save `posts` standups, spread over the guilds' channels; they are due one after the other within `over` from now."""
    places = [(int(guild["id"]), int(channel)) for guild in guilds for channel in guild["channels"]]

    def save(tx: Tx) -> None:
        for number in range(posts):
            guild_id, channel_id = places[number % len(places)]
            schedule.add(tx, due_standup(guild_id, channel_id, now + over * number / posts))

    async with open_app(Settings(database_url=url, _env_file=None)) as app:  # type: ignore[call-arg]
        await app.db.write(save)


def due_standup(guild_id: int, channel_id: int, at: datetime) -> Standup:
    """Returns a standup of every day, not saved yet, whose first prompt is due at `at` (aware UTC)."""
    at = at.replace(microsecond=0)
    return Standup(
        id=0,
        guild_id=guild_id,
        channel_id=channel_id,
        name=NAME,
        schedule=Schedule(time(at.hour, at.minute, at.second), "UTC", frozenset(range(7))),
        questions=DEFAULT_QUESTIONS,
        summary=Summary.NONE,
        paused=False,
        planned=Planned(at.astimezone(UTC), at.date()),
    )


async def ledger(url: str) -> list[tuple[int, str, int | None, int]]:
    """Returns (id, state, message id, day id) of every prompt."""
    columns = (delivery.c.id, delivery.c.state, delivery.c.message_id, delivery.c.subject_id)

    def look(tx: Tx) -> list[tuple[int, str, int | None, int]]:
        rows = tx.execute(select(*columns).where(delivery.c.kind == PROMPT))
        return [(row.id, row.state, row.message_id, row.subject_id) for row in rows]

    async with open_app(Settings(database_url=url, _env_file=None)) as app:  # type: ignore[call-arg]
        return await app.db.read(look)


async def days(url: str) -> dict[int, tuple[int, date]]:
    """Returns, by the id of every day that was opened, its standup and date."""

    def look(tx: Tx) -> dict[int, tuple[int, date]]:
        rows = tx.execute(
            select(standup_day.c.id, standup.c.id.label("of"), standup_day.c.date).join(standup)
        )
        return {row.id: (row.of, row.date) for row in rows}

    async with open_app(Settings(database_url=url, _env_file=None)) as app:  # type: ignore[call-arg]
        return await app.db.read(look)
