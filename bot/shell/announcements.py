"""What Discord itself writes under our name about a thread of ours: that it was opened, that it is called otherwise now.

Both say the thread's name, so neither may outlive what the thread is about. https://discord.com/developers/docs/topics/threads
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import discord

from bot.deliveries.model import Gone, Outcome, Sent, Unknown
from bot.shell.poster import MARGIN, Poster

RENAMED, OPENED = 4, 18  # types of messages; the second is in the channel that the thread belongs to
READ = 100  # messages in a page
PAGES = 10  # that are looked through


def thread_announced(message: discord.Message) -> int:
    """The id of the thread of which this message is such a line; 0 for any other message."""
    if message.type is discord.MessageType.channel_name_change:
        return message.channel.id
    if message.type is discord.MessageType.thread_created and message.reference is not None:
        # The thread as a channel, or the message that it was opened on: their ids are the same.
        return message.reference.message_id or message.reference.channel_id
    return 0


class Announcements:
    """Removes those lines."""

    def __init__(self, bot: discord.Client, poster: Poster) -> None:
        self._bot = bot
        self._poster = poster

    async def remove(self, thread: Mapping[str, Any], *, names: bool) -> Outcome:
        """Remove what was written about a thread, as Discord describes it: Gone when nothing is left that we may read.

        `names`: also the names in the thread itself, which need no going when the thread goes.
        """
        opened = datetime.fromisoformat(thread["thread_metadata"]["create_timestamp"])
        outcome = await self._remove(int(thread["parent_id"]), OPENED, int(thread["id"]), opened, opened)
        if names and not isinstance(outcome, Unknown):
            outcome = await self._remove(int(thread["id"]), RENAMED, 0, opened, None)
        return outcome

    async def _remove(
        self, channel_id: int, kind: int, about: int, since: datetime, until: datetime | None
    ) -> Outcome:
        me = self._bot.user.id if self._bot.user else 0
        after = discord.utils.time_snowflake(since - MARGIN)
        last = discord.utils.time_snowflake(until + MARGIN) if until else None
        for _page in range(PAGES):
            page: list[Any] = []

            async def read(after: int = after, page: list[Any] = page) -> Outcome:
                page += await self._bot.http.logs_from(channel_id, READ, after=after)
                return Sent(0)

            outcome = await self._poster.ask(read)
            if not isinstance(outcome, Sent):
                return outcome
            for each in page:
                ours = each["type"] == kind and int(each["author"]["id"]) == me
                if ours and (not about or _about(each) == about):
                    outcome = await self._poster.delete(channel_id, int(each["id"]))
                    if not isinstance(outcome, Gone):
                        return outcome
            after = max([after, *(int(each["id"]) for each in page)])
            if len(page) < READ or (last is not None and after > last):
                break
        return Gone()


def _about(message: Mapping[str, Any]) -> int:
    reference = message.get("message_reference") or {}
    return int(reference.get("message_id") or reference.get("channel_id") or 0)
