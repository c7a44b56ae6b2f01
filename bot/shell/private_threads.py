"""Private threads by ids: made at most once, found again by name, entered by nobody who did not ask to.

Discord knows no nonce for a thread. So it is asked for once; without an answer that counts, the thread is looked for before it is
asked for again. https://discord.com/developers/docs/resources/channel#start-thread-without-message
"""

from __future__ import annotations

from typing import Any

import discord
from discord.http import Route

from bot.deliveries.model import Gone, Outcome, Sent, Unknown
from bot.shell.once import AskedOnceError, Once
from bot.shell.poster import Poster
from bot.shell.threads import ARCHIVE_AFTER

PRIVATE = discord.ChannelType.private_thread.value


class PrivateThreads:
    """What is done to private threads of a text channel; only moderators and who was added see one."""

    def __init__(self, bot: discord.Client, poster: Poster) -> None:
        self._bot = bot
        self._poster = poster

    async def create(self, channel_id: int, name: str) -> Outcome:
        """Ask once for a thread: Sent with its id. Only moderators may add others to it."""
        body = {
            "name": name,
            "type": PRIVATE,
            "invitable": False,
            "auto_archive_duration": ARCHIVE_AFTER,
        }

        async def call() -> Outcome:
            route = Route("POST", "/channels/{channel_id}/threads", channel_id=channel_id)
            try:
                made = await self._bot.http.request(route, json=body, files=Once())
            except AskedOnceError:
                return Unknown("it was asked for once")
            return Sent(int(made["id"]))

        return await self._poster.ask(call)

    async def find(self, guild_id: int, channel_id: int, name: str) -> Outcome:
        """The oldest of ours in a channel that has this name and is not archived: Sent with its id, Gone when there is none."""
        me = self._bot.user.id if self._bot.user else 0

        def is_it(each: Any) -> bool:
            place = (int(each.get("parent_id") or 0), int(each.get("owner_id") or 0))
            return place == (channel_id, me) and each["type"] == PRIVATE and each["name"] == name

        async def call() -> Outcome:
            active = await self._bot.http.get_active_threads(guild_id)
            found = sorted(int(each["id"]) for each in active["threads"] if is_it(each))
            return Sent(found[0]) if found else Gone()

        return await self._poster.ask(call)

    async def add(self, thread_id: int, user_id: int) -> Outcome:
        """Let somebody in, who asked for it; an archived thread is opened for that, a locked one is respected (Refused)."""

        async def call() -> Outcome:
            await self._bot.http.add_user_to_thread(thread_id, user_id)
            return Sent(thread_id)

        return await self._poster.in_thread(thread_id, call, None, respect_lock=True)

    async def remove(self, thread_id: int, user_id: int) -> Outcome:
        """Let somebody out, who asked for it; Sent also when they were not in."""

        async def call() -> Outcome:
            await self._bot.http.remove_user_from_thread(thread_id, user_id)
            return Sent(thread_id)

        return await self._poster.in_thread(thread_id, call, None, respect_lock=False)

    async def delete(self, thread_id: int) -> Outcome:
        """It goes, with all that is in it."""

        async def call() -> Outcome:
            await self._bot.http.delete_channel(thread_id)
            return Gone()

        return await self._poster.ask(call)
