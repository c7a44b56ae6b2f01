"""Where those tests play: a server with a guild, a channel and a person, and a bot that runs for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import discord
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests import openapi
from tests.faults.bots import BareBot
from tests.faults.discord_server import DiscordServer
from tests.faults.entities import Channel, Guild, User

Bot = TypeVar("Bot", bound=BareBot)


class Place:
    """A server with one guild, one channel and one person."""

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self.guild: Guild = server.world.add_guild("Learners")
        self.channel: Channel = server.world.add_channel(self.guild, "standup")
        self.ada: User = server.world.add_user("ada", self.guild)

    def text_channel(self, bot: BareBot) -> discord.TextChannel:
        """Return the channel as the bot knows it."""
        channel = bot.get_channel(self.channel.id)
        assert isinstance(channel, discord.TextChannel)
        return channel


@asynccontextmanager
async def running(bot: Bot, token: str) -> AsyncIterator[Bot]:
    """Run a bot until the block ends; it is ready when the block begins."""
    task = asyncio.create_task(bot.start(token))
    ready = asyncio.create_task(bot.wait_until_ready())
    try:
        await asyncio.wait([task, ready], timeout=15.0, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        assert ready.done(), "the bot was not ready in 15 s"
        yield bot
    finally:
        ready.cancel()
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)


def assert_described(name: str, answer: Any) -> None:
    """Check an answer of the server against a schema of Discord's description."""
    document = openapi.Description().document
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    errors = [
        f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(answer)
    ]
    assert not errors, f"{name}: {errors}"
