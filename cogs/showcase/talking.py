"""The thread for talk about a share, and the line its author gets when somebody replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.shell.directory import Line
from bot.shell.replies import reply_url, talked_about
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.showcase.model.values import REPLY
from cogs.showcase.posting import Posting
from cogs.showcase.views import talking as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Talking(FeatureCog, name="talk about shares"):
    """A button, a listener that reads nobody's words, and the line of an inbox that it leads to."""

    feature = "showcase"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase
        self._posting = posting

    async def cog_load(self) -> None:
        """Register routes and the line of an inbox."""
        await super().cog_load()
        self.bot.directory.lines[REPLY] = self._lines
        self.bot.directory.names[REPLY] = views.reply_name

    @route("talk")
    async def talk(self, request: Request) -> None:
        """A post's own button: the thread for talk opens, once."""
        share = await self._showcase.talked_of(request.guild_id, request.route.number(0))
        await request.defer()
        thread_id = await self._posting.talk(share.id)
        if thread_id is None:  # or it turned out to be deleted
            share = await self._showcase.talked_of(request.guild_id, share.id)
        await request.update(views.talk_card(share, thread_id, request.lang))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A member replied to a post, or wrote in its thread: its author gets one line with a link, and the thread opens."""
        candidates = talked_about(message)
        if not candidates or message.guild is None or not self.app.settings.serves(message.guild.id):
            return
        share = await self._showcase.behind_message(message.guild.id, *candidates)
        if share is None:
            return
        where = {"channel_id": message.channel.id, "message_id": message.id}
        await self._showcase.note_talk(share.id, message.author.id, **where)
        if share.thread_id is None:
            await self._posting.talk(share.id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """A message is deleted: if it was the reply that a line leads to, the line goes."""
        await self._deleted(event.guild_id, event.channel_id, {event.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        await self._deleted(event.guild_id, event.channel_id, event.message_ids)

    async def _deleted(self, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        if guild_id is not None and await self._showcase.is_talked_in(guild_id, channel_id):
            await self._showcase.replies_deleted(guild_id, message_ids)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """A thread is deleted, and all replies in it."""
        if await self._showcase.is_talked_in(event.guild_id, event.thread_id):
            await self._showcase.talk_deleted(event.guild_id, event.thread_id)

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._showcase.talks(intents)
        return {
            each.id: Line(views.reply_line(found[each.id], reply_url(each), lang))
            for each in intents
            if each.id in found
        }
