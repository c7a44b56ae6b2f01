"""Notices what happens to posts in Discord: its unfurl of a link, deletions by hand (H1, H5); threads are left to their job."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.shell.announcements import thread_announced
from bot.shell.router import FeatureCog
from cogs.showcase.posting import Posting
from cogs.showcase.unfurls import unfurls_of

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Events(FeatureCog, name="showcase events"):
    """Listeners, nothing else."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting

    @commands.Cog.listener()
    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Discord shows something below a message; of any but our own this is nothing to us."""
        me = self.bot.user
        if me is None or event.message.author.id != me.id or not event.data.get("embeds"):
            return
        await self._showcase.seen(
            event.message_id, event.message.content, unfurls_of(event.data.get("embeds") or ())
        )

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Discord says in our name that a share's thread was opened or renamed: it is seen without that, and the line goes."""
        thread_id, me = thread_announced(message), self.bot.user
        if not thread_id or message.guild is None or me is None or message.author.id != me.id:
            return
        if await self._showcase.behind_message(message.guild.id, thread_id) is not None:
            await self.bot.poster.delete(message.channel.id, message.id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Somebody deleted a message: if it was a post of ours, its row follows."""
        await self._follow([event.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        await self._follow(event.message_ids)

    async def _follow(self, message_ids: Collection[int]) -> None:
        for message_id in await self.bot.app.deliveries.known(message_ids):
            await self.bot.publisher.take_down(await self._showcase.message_deleted(message_id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Somebody deleted a thread: in a forum that is a post with all its talk."""
        for post_id in await self.bot.app.deliveries.known([event.thread_id]):
            await self.bot.publisher.take_down(await self._showcase.thread_deleted(post_id))
