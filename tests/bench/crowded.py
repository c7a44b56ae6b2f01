"""Owns the loopback Discord that `memory` asks about: servers as large as a learning community's.

`python -m tests.bench.crowded SERVERS MEMBERS` serves until it is ended and prints the same line as the loopback Discord.
Each server has eight roles, two categories, nine text channels (one of them private), two voice channels, an open thread
and ten emojis. Its GUILD_CREATE carries every member; Discord sends a bot without the members intent only its own.
"""

from __future__ import annotations

import asyncio
import json
import sys
from itertools import count

from tests.faults.api import Payload
from tests.faults.discord_server import DiscordServer
from tests.faults.entities import PUBLIC_THREAD, TEXT, Channel, Guild, Role
from tests.faults.pipeline import PREFIX

VOICE, CATEGORY = 2, 4
ROLES = ("organiser", "mentor", "fellow", "alumni", "paper club", "kaggle")
CATEGORIES = ("Together", "Topics")
TEXTS = (
    *("welcome", "rules", "introductions", "standup", "questions", "show-and-tell", "papers", "random"),
    "organisers",
)
TOPIC = (
    "What did you try today? A screenshot, a question or a notebook is enough: share it before it is good."
)


class CrowdedServer(DiscordServer):
    """A Discord full of such servers, one of whose members is the bot."""

    def fill(self, servers: int, members: int) -> None:
        """Make the servers, before anybody connects."""
        numbers = count(1)
        for number in range(servers):
            guild = self.world.add_guild(f"Learners {number}")
            for role in ROLES:
                made = Role(self.world.ids.aged(), role, position=len(guild.roles))
                guild.roles[made.id] = made
            categories = [self._add(guild, name, CATEGORY) for name in CATEGORIES]
            texts = [self._add(guild, name, TEXT, categories[len(name) % 2], topic=TOPIC) for name in TEXTS]
            texts[-1].overwrites = [
                _overwrite(guild.id, denied=1 << 10),
                _overwrite(list(guild.roles)[2], 1 << 10),
            ]
            for name in ("study room", "office hours"):
                self._add(guild, name, VOICE, categories[0])
            thread = self._add(guild, "Daily standup, Tue 24 Nov", PUBLIC_THREAD, texts[3])
            thread.owner_id = self.world.application_id
            # The owner and the bot are members too.
            for _ in range(members - len(guild.members)):
                user = self.world.add_user(f"person{next(numbers)}", guild)
                guild.members[user.id].roles = list(guild.roles)[3:5]
        whole = super()._guilds()
        self._told = {guild_id: self._whole(guild_id, guild) for guild_id, guild in whole.items()}

    def _add(
        self, guild: Guild, name: str, kind: int, parent: Channel | None = None, topic: str | None = None
    ) -> Channel:
        """A channel; not by way of the world, which counts all channels for each."""
        world = self.world
        made = Channel(
            world.ids.aged(),
            kind,
            name,
            world.clock.now(),
            guild.id,
            parent.id if parent else None,
            topic=topic,
        )
        world.channels[made.id] = made
        return made

    def _guilds(self) -> dict[int, Payload]:
        return self._told

    def _whole(self, guild_id: int, guild: Payload) -> Payload:
        for channel in guild["channels"]:
            if channel["type"] == VOICE:
                channel |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
        members = [one.payload() for one in self.world.guilds[guild_id].members.values()]
        emojis = [_emoji(guild_id + number, number) for number in range(10)]
        return guild | {"members": members, "emojis": emojis}


def _overwrite(role_id: int, allowed: int = 0, denied: int = 0) -> Payload:
    return {"id": str(role_id), "type": 0, "allow": str(allowed), "deny": str(denied)}


def _emoji(emoji_id: int, number: int) -> Payload:
    flags = {"require_colons": True, "managed": False, "animated": False, "available": True}
    return {"id": str(emoji_id), "name": f"epoch_{number}", "roles": [], **flags}


async def serve(servers: int, members: int) -> None:
    """Run such a server until the process is ended."""
    server = CrowdedServer()
    server.gateway.privileged_intents = ~0
    server.fill(servers, members)
    async with server:
        line = {
            "api_url": server.api_url,
            "gateway_url": server.gateway_url,
            "token": server.token,
            "guilds": [],
        }
        print(json.dumps(line | {"control_url": server.api_url.replace(PREFIX, "/control")}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
