"""What of Discord's answers is believed: during an outage it says of channels, too, that they are gone or closed to us."""

from __future__ import annotations

import discord

from bot.deliveries.model import OUT_OF_REACH, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, Delivery, Gone


def is_away(bot: discord.Client, guild_id: int) -> bool:
    """Whether Discord itself says that the server is unavailable."""
    guild = bot.get_guild(guild_id)
    return guild is not None and guild.unavailable


def is_out_of_reach(bot: discord.Client, claimed: Delivery, stands: Delivery | None) -> bool:
    """Whether a channel is gone or closed to us, by how a claimed message stands after it was sent.

    Not believed when it is said once, nor while Discord itself says that the server is unavailable.
    """
    twice = stands is not None and stands.is_out_of_reach and claimed.code in OUT_OF_REACH
    return twice and not is_away(bot, claimed.guild_id)


def is_gone(bot: discord.Client, message: Delivery, gone: Gone) -> bool:
    """Whether a message is gone. That its channel is, is not believed of a server that Discord does not show us."""
    if gone.code != UNKNOWN_CHANNEL:
        return gone.code == UNKNOWN_MESSAGE
    return bot.get_guild(message.guild_id) is not None and not is_away(bot, message.guild_id)
