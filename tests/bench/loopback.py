"""Owns what the metrics with a real bot share: a loopback Discord and processes of the bot, each ended with its block."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import aiohttp

from bot.core.clock import system_clock
from bot.core.db import migrate, open_database
from tests.bench.opening import fill

ROOT = Path(__file__).resolve().parents[2]
STARTED = 30.0  # seconds within which a process must have begun
LINE = 8 * 1024 * 1024  # characters of a process's longest line: the server's names every channel
LOG = 4_000  # characters of a process's log that an error shows
AHEAD = timedelta(seconds=4)  # from when standups are stored until they are due


@dataclass(frozen=True)
class Loopback:
    """A loopback Discord in a process of its own; `guilds` are its servers as it told them."""

    api_url: str
    gateway_url: str
    control_url: str
    token: str
    guilds: list[dict[str, Any]]
    session: aiohttp.ClientSession

    async def ask(self, what: str) -> Any:
        """What the server's control says: `summary`, `requests` and so on."""
        async with self.session.get(f"{self.control_url}/{what}") as answer:
            answer.raise_for_status()
            return await answer.json()

    def places(self) -> list[tuple[int, int]]:
        """Every channel, as (server, channel)."""
        return [(int(guild["id"]), int(one)) for guild in self.guilds for one in guild["channels"]]

    def settings(self, url: str) -> dict[str, str]:
        """The bot's settings for this Discord and the database at `url`, as variables."""
        return {
            "BOT_TOKEN": self.token,
            "BOT_DATABASE_URL": url,
            "BOT_DISCORD_API_URL": self.api_url,
            "BOT_DISCORD_GATEWAY_URL": self.gateway_url,
        }


@asynccontextmanager
async def loopback(*arguments: str, module: str = "tests.faults.discord_server") -> AsyncIterator[Loopback]:
    """A server started with these arguments, for the time of the `async with`."""
    async with running(ROOT, "-m", module, *arguments) as child, aiohttp.ClientSession() as session:
        told = json.loads(await child.line())
        yield Loopback(
            **{name: told[name] for name in ("api_url", "gateway_url", "control_url", "token", "guilds")},
            session=session,
        )


@dataclass(frozen=True)
class Child:
    """A process of its own and what it has written to standard error."""

    process: Process
    errors: IO[bytes]

    async def line(self, within: float = STARTED) -> str:
        """The next line it prints; RuntimeError when it has ended instead, TimeoutError after `within` seconds."""
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), within)
        if not line:
            await self.process.wait()
        self.check()
        return line.decode()

    def check(self) -> None:
        """RuntimeError when it has ended."""
        if self.process.returncode is not None:
            raise RuntimeError(f"a measured process ended ({self.process.returncode}):\n{self.words()}")

    def words(self) -> str:
        """The last of what it has written to standard error."""
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")[-LOG:]


@asynccontextmanager
async def running(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Child]:
    """A process of this Python in `folder` with these settings and no others of ours, killed when the block ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    with TemporaryFile() as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-W", "ignore", *arguments),
            cwd=folder,
            env={**environment, "PYTHONPATH": str(ROOT), **settings},
            stdout=PIPE,
            stderr=errors,
            limit=LINE,
        )
        try:
            yield Child(process, errors)
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


async def store_due(url: str, places: list[tuple[int, int]]) -> datetime:
    """Store a standup for each (server, channel), all due a little later; returns when (aware UTC)."""
    async with open_database(url, system_clock) as db:
        moment = (datetime.now(UTC) + AHEAD).replace(microsecond=0)
        await fill(db, moment, places)
    return moment


@asynccontextmanager
async def due_in_a_bot(
    discord: Loopback, folder: Path, places: list[tuple[int, int]], *module: str
) -> AsyncIterator[tuple[Child, datetime]]:
    """A bot that has logged in, on a fresh file, and when standups in all these places will be due for it."""
    url = f"sqlite+aiosqlite:///{folder / 'bot.sqlite3'}"
    migrate(url)
    async with running(folder, "-m", *module, **discord.settings(url)) as bot:

        async def logged_in() -> bool:
            bot.check()
            return bool((await discord.ask("summary"))["identifies"])

        await until(logged_in, STARTED)
        yield bot, await store_due(url, places)


async def until(condition: Callable[[], Awaitable[bool]], within: float) -> bool:
    """Whether `condition` came true within so many seconds; looked at twice a second."""
    end = time.monotonic() + within
    # Another process cannot set an event of ours.
    while not (holds := await condition()) and time.monotonic() < end:  # noqa: ASYNC110
        await asyncio.sleep(0.5)
    return holds
