"""What is new in the simulated Discord: the newest message of each room."""

from __future__ import annotations

import simcord

from bot.demo.forums import is_forum
from bot.demo.seed import Community


def newest_of_rooms(env: simcord.Env, community: Community) -> dict[str, int]:
    """The newest message of each room, by its name: channels and forums with their threads, people's direct messages."""
    messages = env.backend.messages
    newest = {}
    for name, channel in community.guild.channels.items():
        # A forum has no messages of its own.
        rooms = [thread.id for thread in channel.threads]
        rooms += [] if is_forum(env, channel.id) else [channel.id]
        newest[f"#{name}"] = max((max(messages.get(room, {}), default=0) for room in rooms), default=0)
    for one in community.people:
        room = one.actor.user.dm_channel.id
        newest[f"{one.name}’s direct messages"] = max(messages.get(room, {}), default=0)
    return newest
