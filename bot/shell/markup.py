"""Discord's own markup for times, people and channels."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.core.text import fit, inert

_NAME = 64  # units; Discord's own limit is half of it


def stamp(instant: datetime, style: Literal["F", "f", "t", "R", "D"] = "f") -> str:
    """The instant in each reader's own zone: F with weekday, f without, t time only, R relative, D date only."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def person(user_id: int, name: str = "") -> str:
    """A mention; it pings nobody, for no message of ours allows mentions.

    Their `name` instead where it is read in direct messages: there a mention of who the reader's app has not met is a number.
    """
    return inert(fit(" ".join(name.split()), _NAME)).strip() or f"<@{user_id}>"


def channel(channel_id: int) -> str:
    """A link to a channel or thread, for who reads it in the same server."""
    return f"<#{channel_id}>"


def thread_link(guild_id: int, thread_id: int) -> str:
    """A link to a thread that also shows and leads there in direct messages, where mentions of channels may not."""
    return f"https://discord.com/channels/{guild_id}/{thread_id}"


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    """A message's address in Discord."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"
