"""Forum channels as Discord has them, where SimCord's differ, and the demo's own one."""

from __future__ import annotations

from typing import Any

import simcord
from simcord.backend.models import Channel, Message
from simcord.enums import ChannelType

TAGS = ("Project", "In progress", "Writing", "Notebook", "Paper", "Other")


def is_forum(env: simcord.Env, channel_id: int) -> bool:
    """Whether this channel is a forum: it has no messages of its own, only posts."""
    channel = env.backend.channels.get(channel_id)
    return channel is not None and channel.type == ChannelType.FORUM


def number_posts(env: simcord.Env) -> None:
    """Give a forum post the id of its first message, as in Discord; SimCord gives it another one."""
    backend = env.backend
    create_post, create_thread = backend.create_forum_post, backend.create_thread

    def create_numbered(
        forum_id: int, name: str, starter: Message, **options: Any
    ) -> tuple[Channel, Message]:
        def numbered(*args: Any, **more: Any) -> Channel:
            return create_thread(*args, message_id=starter.id, **more)

        backend.create_thread = numbered  # type: ignore[method-assign]
        try:
            return create_post(forum_id, name, starter, **options)
        finally:
            backend.create_thread = create_thread  # type: ignore[method-assign]

    backend.create_forum_post = create_numbered  # type: ignore[method-assign]


def create_forum(env: simcord.Env, guild: simcord.GuildHandle, name: str) -> simcord.ChannelHandle:
    """A forum with a tag for each kind of share."""
    forum = guild.create_forum_channel(name)
    tags = [
        {
            "id": str(env.backend.snowflake()),
            "name": tag,
            "moderated": False,
            "emoji_id": None,
            "emoji_name": None,
        }
        for tag in TAGS
    ]
    env.backend.edit_channel(forum.id, {"available_tags": tags})
    return forum
