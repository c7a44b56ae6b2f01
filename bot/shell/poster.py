"""The poster: what is done to messages by id alone (send, edit, delete, open a thread), and what came of it.

Needs no cache and no gateway. Each request waits for its turn (`bot.shell.pace`). Outcomes are values: Sent, Gone, Refused
(Discord said no, and why) or Unknown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import aiohttp
import discord

from bot.core.clock import Clock
from bot.deliveries.model import ARCHIVED, Gone, Outcome, Refused, Sent, Unknown
from bot.shell.cards import Card
from bot.shell.pace import Pace

THREAD_EXISTS = 160004
TOO_LATE = "its turn came too late"
ArchiveAfter = Literal[1440, 10080]  # minutes
ARCHIVE_AFTER: ArchiveAfter = 1440  # minutes without a message until Discord archives a day's thread
ANSWER_WITHIN = 40.0  # seconds; less than a lease, so that what came of it can still be recorded
MOST_READ = 1000  # messages looked through for one of ours
MARGIN = timedelta(seconds=30)  # Discord's clock and ours

Call = Callable[[], Awaitable[Outcome]]
Instead = Callable[[], Awaitable[Card]]


@dataclass(frozen=True)
class Own:
    """One of our messages as a channel's history shows it."""

    id: int
    text: str
    custom_ids: tuple[str, ...]

    def shows(self, card: Card, mark: str = "") -> bool:
        """Whether it is what `card` makes: buttons carry the id of what they are about, which tells equal texts apart.

        With a `mark`, the custom id of a button, that alone tells: what the text says may have changed since.
        """
        if mark:
            return mark in self.custom_ids
        return self.text.strip() == card.text.strip() and self.custom_ids == card.custom_ids


class Poster:
    """Sends, edits and deletes by ids."""

    def __init__(self, bot: discord.Client, pace: Pace, clock: Clock) -> None:
        self._bot = bot
        self._pace = pace
        self._clock = clock
        self._late: set[asyncio.Task[Outcome]] = set()
        self._names: dict[int, str] = {}

    async def send(
        self, channel_id: int, card: Card, *, nonce: int, until: datetime | None = None, silent: bool = False
    ) -> Outcome:
        """Send once: Discord returns the first message again for the same nonce in its window of minutes.

        Nothing is sent after `until` (aware UTC): by then the message is somebody else's to send.
        """

        async def call() -> Outcome:
            channel = self._bot.get_partial_messageable(channel_id)
            message = await channel.send(
                nonce=str(nonce), silent=silent, suppress_embeds=not card.unfurl, **card.send_fields()
            )
            return Sent(message.id)

        return await self.ask(call, until)

    async def edit(
        self,
        channel_id: int,
        message_id: int,
        card: Card,
        *,
        until: datetime | None = None,
        instead: Instead | None = None,
    ) -> Outcome:
        """Edit in place; an archived thread is opened, edited and archived again; a locked one is respected (Refused).

        `instead` makes the card with its files, for when the message turns out not to have those that `card` names.
        """

        async def call() -> Outcome:
            message = self._bot.get_partial_messageable(channel_id).get_partial_message(message_id)
            edited = await message.edit(**card.edit_fields())
            there = [each.filename for each in edited.attachments]
            if instead is not None and there != [each.name for each in card.files]:
                whole = await instead()
                if there or whole.files:
                    await self._pace.turn()
                    await message.edit(**whole.edit_fields())
            return Sent(message_id)

        return await self.in_thread(channel_id, call, until, respect_lock=True)

    async def delete(self, channel_id: int, message_id: int) -> Outcome:
        """Delete; a message or channel that is not there any more counts as Gone."""

        async def call() -> Outcome:
            await self._bot.get_partial_messageable(channel_id).get_partial_message(message_id).delete()
            return Gone()

        return await self.in_thread(channel_id, call, None, respect_lock=False)

    async def open_thread(
        self, channel_id: int, message_id: int, name: str, archive_after: ArchiveAfter = ARCHIVE_AFTER
    ) -> Outcome:
        """The thread on a message; its id is the message's id, so "already exists" means done."""

        async def call() -> Outcome:
            try:
                await self._bot.http.start_thread_with_message(
                    channel_id, message_id, name=name, auto_archive_duration=archive_after
                )
            except discord.HTTPException as error:
                if error.code != THREAD_EXISTS:
                    raise
            return Sent(message_id)

        return await self.ask(call)

    async def open_dm(self, user_id: int, until: datetime | None = None) -> Outcome:
        """The channel of direct messages with a person: Sent with its id, the same at each call.

        Refused when Discord lets nobody write to them (50278), or not now because we opened too many (40003).
        """

        async def call() -> Outcome:
            opened = await self._bot.http.start_private_message(user_id)
            return Sent(int(opened["id"]))

        return await self.ask(call, until)

    async def member_of(self, guild_id: int, user_id: int) -> Outcome:
        """Whether a person is a member of a server: Sent with their id, or Gone (10007: they are not)."""

        async def call() -> Outcome:
            await self._bot.http.get_member(guild_id, user_id)
            return Sent(user_id)

        return await self.ask(call)

    async def member_name(self, guild_id: int, user_id: int) -> str:
        """What a member is called in a server; empty when Discord does not say it."""
        names: list[str] = []

        async def call() -> Outcome:
            found = await self._bot.http.get_member(guild_id, user_id)
            user = found["user"]
            names.append(found.get("nick") or user.get("global_name") or user["username"])
            return Sent(user_id)

        await self.ask(call)
        return names[0] if names else ""

    async def server_name(self, guild_id: int) -> str:
        """A server's name, also when another process has it on its shards; empty when Discord does not say it."""
        guild = self._bot.get_guild(guild_id)
        if guild is not None and guild.name:
            return guild.name

        async def call() -> Outcome:
            found = await self._bot.http.get_guild(guild_id, with_counts=False)
            self._names[guild_id] = found["name"]
            return Sent(guild_id)

        if guild_id not in self._names:
            await self.ask(call)
        return self._names.get(guild_id, "")

    async def own_messages(
        self, channel_id: int, since: datetime, until: datetime | None = None
    ) -> list[Own] | Outcome:
        """Our own messages in a channel, sent between two instants (aware UTC), oldest first; the outcome if it cannot be read.

        Looks through at most 1,000 messages.
        """
        found: list[Own] = []
        if self.may_not_read(channel_id):
            return Unknown("I may not read the message history there")  # Discord would answer: no messages

        async def call() -> Outcome:
            channel = self._bot.get_partial_messageable(channel_id)
            after = discord.Object(discord.utils.time_snowflake(since - MARGIN))
            before = discord.Object(discord.utils.time_snowflake(until + MARGIN)) if until else None
            me = self._bot.user.id if self._bot.user else 0
            history = channel.history(limit=MOST_READ, after=after, before=before, oldest_first=True)
            found.extend(
                [
                    Own(each.id, each.content, _custom_ids(each))
                    async for each in history
                    if each.author.id == me
                ]
            )
            return Sent(0)

        outcome = await self.ask(call)
        return found if isinstance(outcome, Sent) else outcome

    def may_not_read(self, channel_id: int) -> bool:
        """Whether it is known that we see no message but new ones."""
        channel = self._bot.get_channel(channel_id)
        place = channel.parent if isinstance(channel, discord.Thread) else channel
        if not isinstance(place, discord.abc.GuildChannel) or place.guild.me is None:
            return False
        return not place.permissions_for(place.guild.me).read_message_history

    async def in_thread(
        self, channel_id: int, call: Call, until: datetime | None, *, respect_lock: bool
    ) -> Outcome:
        """Ask for something in a channel; an archived thread is opened for it and archived again (see `edit`)."""
        outcome = await self.ask(call, until)
        if not isinstance(outcome, Refused) or outcome.code != ARCHIVED:
            return outcome

        async def unarchived() -> Outcome:
            thread: Any = await self._bot.http.get_channel(channel_id)
            if respect_lock and thread.get("thread_metadata", {}).get("locked"):
                return Refused(ARCHIVED, "the thread is locked")
            await self._pace.turn()
            await self._bot.http.edit_channel(channel_id, archived=False)
            await self._pace.turn()
            try:
                return await call()
            finally:
                await self._pace.turn()
                await self._bot.http.edit_channel(channel_id, archived=True)

        return await self.ask(unarchived, until)

    async def ask(self, call: Call, until: datetime | None = None) -> Outcome:
        """Wait for a turn, ask, and say what came of it; without an answer in time the outcome is unknown."""
        if not self._pace.quiet_for:
            await self._pace.turn()
        if quiet := self._pace.quiet_for:
            return Unknown("nothing is posted for a while", timedelta(seconds=quiet))
        if until is not None and self._clock() >= until:
            return Unknown(TOO_LATE)
        task = asyncio.ensure_future(_outcome(call))
        done, _pending = await asyncio.wait({task}, timeout=ANSWER_WITHIN)
        if done:
            return task.result()
        # Not cancelled: inside discord.py's wait for a global rate limit that would hold every later request for ever.
        self._late.add(task)
        task.add_done_callback(self._ended)
        return Unknown(f"nothing for {ANSWER_WITHIN:g} s")

    def _ended(self, task: asyncio.Task[Outcome]) -> None:
        self._late.discard(task)
        if not task.cancelled():
            task.exception()  # nobody waits for it any more; the row is taken again after its lease


async def _outcome(call: Call) -> Outcome:
    """Run a call to Discord and say what came of it; network trouble and 5xx leave the outcome unknown."""
    try:
        return await call()
    except discord.RateLimited as error:
        return Unknown("rate limit", timedelta(seconds=error.retry_after))
    except discord.NotFound as error:
        # Without a code it is not Discord who says so, but something in between.
        return Gone(error.code) if error.code else Unknown("HTTP 404")
    except discord.HTTPException as error:
        if error.status == 401:
            return Unknown("Discord does not take the token any more")
        if error.status >= 500 or error.status == 429:
            return Unknown(f"HTTP {error.status}")
        return Refused(error.code, str(error.text)[:200])
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Unknown(type(error).__name__)


def _custom_ids(message: discord.Message) -> tuple[str, ...]:
    parts = [part for row in message.components for part in getattr(row, "children", [row])]
    return tuple(part.custom_id for part in parts if getattr(part, "custom_id", None))
