"""Owns how much memory a bot's servers take: `python -m tests.bench.holding BOT SERVERS` in a fresh process.

BOT is one of `BOTS`. It logs in, connects to the gateway, and prints the bytes of what it made since then and still has when
that many servers have arrived.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import discord
from discord.ext import commands

from bot.app import open_app
from bot.config import Settings, load_settings
from bot.shell.client import create_bot
from bot.shell.logs import configure_logs
from cogs import EXTENSIONS

ARRIVED = 90.0  # seconds within which all servers must be there
SETTLED = 2.0  # seconds for what is still under way
INTENTS = discord.Intents(guilds=True, guild_messages=True)

Bot = Callable[[Settings], AbstractAsyncContextManager[commands.AutoShardedBot]]


class Plain(commands.AutoShardedBot):
    """discord.py's bot as it comes."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """At once: discord.py waits five seconds, for a limit that the loopback Discord does not have."""


@asynccontextmanager
async def compound(settings: Settings) -> AsyncIterator[commands.AutoShardedBot]:
    """The real bot."""
    async with open_app(settings) as app, create_bot(app, EXTENSIONS) as bot:
        yield bot


@asynccontextmanager
async def plain(
    settings: Settings, intents: discord.Intents = INTENTS
) -> AsyncIterator[commands.AutoShardedBot]:
    """discord.py's bot as it comes, with the same intents."""
    async with compound(settings):  # sets Discord's addresses, and keeps all of ours loaded in both
        bot = Plain(commands.when_mentioned, intents=intents, shard_count=1, shard_ids=[0])
        async with bot:
            yield bot


@asynccontextmanager
async def members(settings: Settings) -> AsyncIterator[commands.AutoShardedBot]:
    """discord.py's bot as it comes, allowed to see the members, whom it then keeps."""
    intents = discord.Intents.default()
    intents.members = True
    async with plain(settings, intents) as bot:
        yield bot


BOTS: dict[str, Bot] = {each.__name__: each for each in (compound, plain, members)}


async def measure(open_bot: Bot, servers: int) -> None:
    """Print the bytes."""
    settings = load_settings(need_token=True)
    configure_logs(settings.log_level)
    async with open_bot(settings) as bot:
        await bot.login(settings.token.get_secret_value())
        gc.collect()
        tracemalloc.start()
        connection = asyncio.create_task(bot.connect())
        async with asyncio.timeout(ARRIVED):
            while sum(not guild.unavailable for guild in bot.guilds) < servers:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await asyncio.sleep(SETTLED)
        gc.collect()
        held, _most = tracemalloc.get_traced_memory()
        print(held, flush=True)
        tracemalloc.stop()
        await bot.close()
        await asyncio.gather(connection, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(measure(BOTS[sys.argv[1]], int(sys.argv[2])))
