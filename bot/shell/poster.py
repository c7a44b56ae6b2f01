"""The poster: what is done to messages by id alone (send, edit, delete, open a thread), and what came of it.

Needs no cache and no gateway. Outcomes are values: Sent, Gone, Refused (Discord said no, and why) or Unknown.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Literal

import aiohttp
import discord

from bot.deliveries.model import Gone, Outcome, Refused, Sent, Unknown
from bot.shell.cards import Card

THREAD_ARCHIVED = 50083
THREAD_EXISTS = 160004
ARCHIVE_AFTER: Literal[1440] = 1440  # minutes without a message until Discord archives a day's thread


class Poster:
    """Sends, edits and deletes by ids."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot

    async def send(self, channel_id: int, card: Card, *, nonce: int, silent: bool = False) -> Outcome:
        """Send once: Discord returns the first message again for the same nonce in its window of minutes."""

        async def call() -> Outcome:
            channel = self._bot.get_partial_messageable(channel_id)
            message = await channel.send(
                nonce=str(nonce), silent=silent, suppress_embeds=True, **card.send_fields()
            )
            return Sent(message.id)

        return await _outcome(call)

    async def edit(self, channel_id: int, message_id: int, card: Card) -> Outcome:
        """Edit in place; an archived thread is opened, edited and archived again; a locked one is respected (Refused)."""

        async def call() -> Outcome:
            message = self._bot.get_partial_messageable(channel_id).get_partial_message(message_id)
            await message.edit(**card.edit_fields())
            return Sent(message_id)

        return await self._in_thread(channel_id, call, respect_lock=True)

    async def delete(self, channel_id: int, message_id: int) -> Outcome:
        """Delete; a message or channel that is not there any more counts as Gone."""

        async def call() -> Outcome:
            await self._bot.get_partial_messageable(channel_id).get_partial_message(message_id).delete()
            return Gone()

        return await self._in_thread(channel_id, call, respect_lock=False)

    async def open_thread(self, channel_id: int, message_id: int, name: str) -> Outcome:
        """The thread on a message; its id is the message's id, so "already exists" means done."""

        async def call() -> Outcome:
            try:
                await self._bot.http.start_thread_with_message(
                    channel_id, message_id, name=name, auto_archive_duration=ARCHIVE_AFTER
                )
            except discord.HTTPException as error:
                if error.code != THREAD_EXISTS:
                    raise
            return Sent(message_id)

        return await _outcome(call)

    async def find(self, channel_id: int, since: datetime, card: Card) -> int | None:
        """The id of our own message with this text sent after `since` (aware UTC), or None; read before a late resend."""
        async for message in self._own(channel_id, since):
            if message.content == card.text:
                return message.id
        return None

    async def own_messages(self, channel_id: int, since: datetime) -> list[int]:
        """The ids of our own messages in a channel sent after `since` (aware UTC), at most 100 messages back."""
        return [message.id async for message in self._own(channel_id, since)]

    async def _own(self, channel_id: int, since: datetime) -> AsyncIterator[discord.Message]:
        channel = self._bot.get_partial_messageable(channel_id)
        after = discord.Object(discord.utils.time_snowflake(since - timedelta(seconds=30)))
        me = self._bot.user.id if self._bot.user else 0
        async for message in channel.history(limit=100, after=after):
            if message.author.id == me:
                yield message

    async def _in_thread(
        self, channel_id: int, call: Callable[[], Awaitable[Outcome]], *, respect_lock: bool
    ) -> Outcome:
        outcome = await _outcome(call)
        if not isinstance(outcome, Refused) or outcome.code != THREAD_ARCHIVED:
            return outcome

        async def unarchived() -> Outcome:
            thread: Any = await self._bot.http.get_channel(channel_id)
            if respect_lock and thread.get("thread_metadata", {}).get("locked"):
                return Refused(THREAD_ARCHIVED, "the thread is locked")
            await self._bot.http.edit_channel(channel_id, archived=False)
            try:
                return await call()
            finally:
                await self._bot.http.edit_channel(channel_id, archived=True)

        return await _outcome(unarchived)


async def _outcome(call: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Run a call to Discord and say what came of it; network trouble and 5xx leave the outcome unknown."""
    try:
        return await call()
    except discord.NotFound as error:
        return Gone(error.code)
    except discord.HTTPException as error:
        if error.status >= 500 or error.status == 429:
            return Unknown(f"HTTP {error.status}")
        return Refused(error.code, _reason(error))
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Unknown(type(error).__name__)


def _reason(error: discord.HTTPException) -> str:
    return str(error.text)[:200]
