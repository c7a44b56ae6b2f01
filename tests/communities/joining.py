"""Owns how these tests let somebody invite the bot to a server, and remove it again."""

from __future__ import annotations

from typing import Any, cast

import discord
import simcord
from simcord.backend import serializers

from tests.bots import World


async def invited(world: World, guild: simcord.GuildHandle) -> None:
    """Discord says that the bot was just invited to this server, with all that is in it.

    SimCord says of each server that it is available, as Discord does after an outage; for a new one Discord leaves that out.
    """
    backend = world.env.backend
    joined = dict(cast("dict[str, Any]", serializers.guild_create_payload(backend, backend.guilds[guild.id])))
    del joined["unavailable"]
    backend.emit("GUILD_CREATE", joined)
    await world.env.settle()


async def available(world: World, guild: simcord.GuildHandle) -> None:
    """Discord says that this server is there, as it does of each one when a session begins."""
    backend = world.env.backend
    backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, backend.guilds[guild.id]))
    await world.env.settle()


async def another_server(
    world: World, *, locale: str = "en-US", mute: tuple[str, ...] = (), system: str = ""
) -> simcord.GuildHandle:
    """The bot is invited to a server with #rules, #welcome and #general; in those of `mute` it may not write."""
    assert world.bot.user is not None
    guild = world.env.create_guild("Elsewhere", preferred_locale=locale)
    silent = discord.PermissionOverwrite(send_messages=False)
    for name in ("rules", "welcome", "general"):
        guild.create_text_channel(name, overwrites={world.bot.user: silent} if name in mute else {})
    if system:
        world.env.backend.edit_guild(guild.id, {"system_channel_id": guild.channels[system].id})
    await world.env.settle()
    await invited(world, guild)
    return guild


async def removed(world: World, guild: simcord.GuildHandle) -> None:
    """Somebody removes the bot from a server."""
    world.env.backend.remove_guild(guild.id)
    await world.env.settle()


def greetings(world: World, guild: simcord.GuildHandle) -> dict[str, list[str]]:
    """What the bot said in each channel of a server in which it said something."""
    said = {name: world.messages(channel) for name, channel in guild.channels.items()}
    return {name: texts for name, texts in said.items() if texts}
