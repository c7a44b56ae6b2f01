"""Notices when somebody deletes a post or a day's thread in Discord: the rows follow (S5)."""

from __future__ import annotations

from collections.abc import Collection

import discord
from discord.ext import commands

from bot.shell.router import FeatureCog


class Deletions(FeatureCog, name="standup deletions"):
    """Listeners, nothing else."""

    feature = "standups"

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Somebody deleted a message: if it was a post of ours, its row follows."""
        await self._follow([event.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        await self._follow(event.message_ids)

    async def _follow(self, message_ids: Collection[int]) -> None:
        for message_id in await self.app.deliveries.known(message_ids):
            await self.bot.publisher.take_down(await self.app.standups.message_deleted(message_id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Somebody deleted a day's thread."""
        await self.app.standups.thread_deleted(event.thread_id)
