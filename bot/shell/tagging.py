"""A forum's tags: which names it has, and making those that are missing."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.deliveries.model import Outcome, Sent
from bot.shell.poster import Poster

MOST = 20  # tags of a forum


def tags_there(guild: discord.Guild | None, forum_id: int) -> list[str] | None:
    """The names of a forum's tags that anybody may set; None when it is no forum, or not known."""
    forum = guild.get_channel(forum_id) if guild else None
    if not isinstance(forum, discord.ForumChannel):
        return None
    return [each.name for each in forum.available_tags if not each.moderated]


def may_make_tags(guild: discord.Guild | None, forum_id: int, wanted: int) -> bool:
    """Whether we may add so many tags to a forum: Manage Channels, and room for them."""
    forum = guild.get_channel(forum_id) if guild else None
    if guild is None or not isinstance(forum, discord.ForumChannel):
        return False
    has_room = len(forum.available_tags) + wanted <= MOST
    return has_room and forum.permissions_for(guild.me).manage_channels


async def make_tags(poster: Poster, forum: discord.ForumChannel, names: Sequence[str]) -> Outcome:
    """Add these tags behind those that are there; Sent when they are there."""

    async def call() -> Outcome:
        new = [discord.ForumTag(name=each) for each in names]
        await forum.edit(available_tags=[*forum.available_tags, *new])
        return Sent(forum.id)

    return await poster.ask(call)
