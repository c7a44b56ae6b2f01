"""Replies among members, known from Discord's own references without reading what anybody writes (A7)."""

from __future__ import annotations

import discord

from bot.attention.model.values import Intent
from bot.shell.markup import message_link

WRITTEN = (discord.MessageType.default, discord.MessageType.reply)  # by somebody; pins and threads refer, too


def is_written(message: discord.Message) -> bool:
    """Whether a member wrote this, in a server."""
    return message.guild is not None and message.type in WRITTEN and not message.author.bot


def replied_to(message: discord.Message) -> int | None:
    """The message that this one replies to."""
    to = message.reference
    if to is None or to.type is not discord.MessageReferenceType.reply:
        return None
    return to.message_id


def talked_about(message: discord.Message) -> list[int]:
    """What of ours a member's message may be about: what it replies to, and its thread, whose id is that of its post."""
    if not is_written(message):
        return []
    to = replied_to(message)
    found = [] if to is None else [to]
    # A thread that Discord has not told us of comes as a channel of unknown kind.
    if isinstance(message.channel, discord.Thread | discord.PartialMessageable):
        found.append(message.channel.id)
    return found


def reply_url(told: Intent) -> str:
    """Where the reply stands of which somebody is told."""
    return message_link(told.server, int(told.words["channel"]), int(told.words["message"]))
