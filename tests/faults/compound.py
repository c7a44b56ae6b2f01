"""Owns the real bot against the loopback Discord: in this process on the server's clock, or as `python -m bot run` in its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

import cogs
from bot.app import App, open_app
from bot.config import Settings
from bot.shell.client import Compound, create_bot
from bot.shell.wake import Waker
from bot.standups.model import Standup, Summary
from tests.faults.api import Payload
from tests.faults.entities import Channel, User
from tests.faults.interactions import Interaction
from tests.faults.pointing import pointed_at
from tests.faults.scene import Place
from tests.sent import assert_sound

ROOT = Path(__file__).resolve().parents[2]
EVERY_DAY = frozenset(range(7))


def settings_for(place: Place, url: str) -> Settings:
    """The bot's settings for this server and database."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        token=SecretStr(place.server.token),
        database_url=url,
        discord_api_url=place.server.api_url,
        discord_gateway_url=place.server.gateway_url,
    )


@asynccontextmanager
async def running_compound(place: Place, url: str) -> AsyncIterator[Compound]:
    """The whole bot, connected, until the block ends; its clock is the server's. Jobs run when the test says so."""
    server, settings = place.server, settings_for(place, url)
    with pointed_at(server.api_url, server.gateway_url):
        async with open_app(settings, clock=server.clock.now) as app, create_bot(app, cogs.EXTENSIONS) as bot:
            bot._connection.guild_ready_timeout = 0.1  # seconds; all guilds come at once
            task = asyncio.create_task(bot.start(server.token))
            try:
                await server.until(lambda: task.done() or bot.is_ready(), "the bot is ready", within=15)
                if task.done():
                    task.result()
                yield bot
            finally:
                await bot.jobs.stop(5)
                await bot.close()
                await asyncio.gather(task, return_exceptions=True)
    assert_sound(server.journal.requests)


@asynccontextmanager
async def working(bot: Compound) -> AsyncIterator[None]:
    """Its jobs look for work by themselves until the block ends, as in a run."""
    waker = Waker(bot.jobs.wake)
    bot.jobs.start()
    waker.start()
    try:
        yield
    finally:
        waker.stop()
        await bot.jobs.stop(5)


async def work(bot: Compound, place: Place, *, seconds: float = 0) -> None:
    """Some time passes, then everything due is done."""
    place.server.advance(seconds=seconds)
    while await bot.jobs.run_due():
        pass


def labels(shown: Interaction) -> list[str]:
    """The labels of the buttons that the person was shown last."""
    message = shown.followups[-1] if shown.followups else shown.original
    rows = message["components"] if message else []
    return [str(part["label"]) for row in rows for part in row["components"] if part.get("label")]


@asynccontextmanager
async def real_time_app(url: str) -> AsyncIterator[App]:
    """The app alone on the machine's clock, to look into a database or prepare one."""
    async with open_app(Settings(database_url=url, _env_file=None)) as app:  # type: ignore[call-arg]
        yield app


async def add_standup(app: App, place: Place, opens: datetime, channel: Channel | None = None) -> Standup:
    """A standup of every day that opens at this instant (aware UTC, whole seconds), in the place's channel or another.

    It has no summary: on some weekdays that would be one message more to count.
    """
    at, guild_id = opens.time(), place.guild.id
    made = await app.standups.add(
        guild_id, 1, channel_id=(channel or place.channel).id, name="Daily standup", at=at, zone="UTC"
    )
    await app.standups.summarise(guild_id, 1, made.id, Summary.NONE)
    return await app.standups.reschedule(guild_id, 1, made.id, at=at, zone="UTC", days=EVERY_DAY)


def soon(seconds: float, now: datetime | None = None) -> datetime:
    """A whole second, a little from now."""
    return ((now or datetime.now(UTC)) + timedelta(seconds=seconds)).replace(microsecond=0)


async def open_now(bot: Compound, place: Place) -> Payload:
    """A standup opens; returns its prompt."""
    before = set(place.channel.messages)
    await add_standup(bot.app, place, soon(60, place.server.clock.now()))
    place.server.advance(seconds=61)
    await bot.jobs.run("standups.open")
    (made,) = set(place.channel.messages) - before
    return place.channel.messages[made]


def thread_of(place: Place) -> Channel:
    """The newest thread."""
    return [one for one in place.server.world.channels.values() if one.is_thread][-1]


def texts(channel: Channel) -> list[str]:
    """What everybody reads in a channel or thread, oldest first."""
    return [str(message["content"]) for message in channel.messages.values() if message["content"]]


def button(message: Payload | None, label: str) -> str:
    """The custom id of a message's button."""
    assert message is not None
    found = [
        part["custom_id"]
        for row in message["components"]
        for part in row["components"]
        if part.get("label") == label
    ]
    assert len(found) == 1, f"no button {label!r} in {message['components']}"
    return str(found[0])


async def press(place: Place, shown: Interaction, label: str) -> Interaction:
    """The person presses a button of the private answer they were given last."""
    message = shown.followups[-1] if shown.followups else shown.original
    assert message is not None
    return await place.server.interact.press(int(message["id"]), button(message, label), shown.user)


async def write(place: Place, words: str, who: User | None = None) -> Interaction:
    """Ada, or `who`, uses /standup, writes, and posts from the preview when there is one; returns the last answer."""
    interact = place.server.interact
    form = await interact.slash(place.guild, place.channel, who or place.ada, "standup")
    answer = await (await interact.submit(form, {"q1": words})).settled()
    assert answer.original is not None
    if "'Post'" in str(answer.original["components"]):
        answer = await (await press(place, answer, "Post")).settled(within=15)
    return answer


@dataclass
class Run:
    """One `python -m bot run`. `log` is what it wrote to standard error."""

    process: asyncio.subprocess.Process
    log: str = ""

    async def end(self, number: signal.Signals = signal.SIGTERM, within: float = 25) -> int:
        """Send a signal, wait for the end and return the exit code (negative: the signal that killed it)."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.ended(within)

    async def ended(self, within: float = 25) -> int:
        """Wait for the end and return the exit code."""
        async with asyncio.timeout(within):
            _, written = await self.process.communicate()
        self.log += written.decode()
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def bot_process(place: Place, url: str, folder: Path, **more: str) -> AsyncIterator[Run]:
    """A process of the bot's own, killed when the block ends if it still runs."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BOT_")},
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": place.server.token,
        "BOT_DATABASE_URL": url,
        "BOT_DISCORD_API_URL": place.server.api_url,
        "BOT_DISCORD_GATEWAY_URL": place.server.gateway_url,
        **more,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    run = Run(process)
    try:
        yield run
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
