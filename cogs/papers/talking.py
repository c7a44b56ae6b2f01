"""Replies to what members wrote about papers, the threads for talk about it, and messages deleted by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.papers.model.values import REPLY
from bot.shell.announcements import thread_announced
from bot.shell.directory import Line
from bot.shell.replies import reply_url, talked_about
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.posting import Posting
from cogs.papers.views import questions as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Talking(FeatureCog, name="talk of papers"):
    """A button, listeners that read nobody's words, and the line of an inbox that they lead to."""

    feature = "papers"

    def __init__(self, bot: Compound, posting: Posting) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._posting = posting

    async def cog_load(self) -> None:
        """Register routes and the line of an inbox."""
        await super().cog_load()
        self.bot.directory.lines[REPLY] = self._lines
        self.bot.directory.names[REPLY] = views.reply_name

    @route("talk")
    async def talk(self, request: Request) -> None:
        """A post's own button: the thread for talk opens, once."""
        entry = await self._papers.talked_of(request.guild_id, request.route.number(0))
        await request.defer()
        thread_id = await self._posting.talk(entry.id)
        if thread_id is None:  # or it turned out to be deleted
            entry = await self._papers.talked_of(request.guild_id, entry.id)
        await request.update(views.talk_card(entry, thread_id, request.lang))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A member replied to an entry, or wrote in its thread: its author gets one line with a link, and the thread opens.

        What Discord says in our name of a thread of ours, that it was opened or renamed, goes at once.
        """
        if message.guild is None or not self.app.settings.serves(message.guild.id):
            return
        if (thread_id := thread_announced(message)) and self._is_ours(message):
            if await self._papers.entry_behind(message.guild.id, thread_id) is not None:
                await self.bot.poster.delete(message.channel.id, message.id)
            return
        candidates = talked_about(message)
        if not candidates:
            return
        entry = await self._papers.entry_behind(message.guild.id, *candidates)
        if entry is None:
            return
        where = {"channel_id": message.channel.id, "message_id": message.id}
        await self._papers.note_reply(entry.id, message.author.id, **where)
        if entry.thread_id is None:
            await self._posting.talk(entry.id)

    def _is_ours(self, message: discord.Message) -> bool:
        return self.bot.user is not None and message.author.id == self.bot.user.id

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Somebody deleted a message: of an entry of ours the row follows, of a reply the line that leads to it goes."""
        await self._deleted(event.guild_id, event.channel_id, {event.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        await self._deleted(event.guild_id, event.channel_id, event.message_ids)

    async def _deleted(self, guild_id: int | None, channel_id: int, message_ids: Collection[int]) -> None:
        if guild_id is None:
            return
        for message_id in await self.app.deliveries.known(message_ids):
            await self._posting.take_down(await self._papers.entry_message_deleted(message_id))
        if led := await self._papers.lines_to(guild_id, channel_id, message_ids):
            await self._papers.replies_deleted(led)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Somebody deleted a thread, with all replies and notes in it."""
        await self._place_deleted(event.guild_id, event.thread_id)
        if await self._papers.entry_behind(event.guild_id, event.thread_id) is not None:
            await self._papers.talk_deleted(event.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """The same for a channel; what Discord says of a server that it does not show us is not believed."""
        if not channel.guild.unavailable:
            await self._place_deleted(channel.guild.id, channel.id, channel=True)

    async def _place_deleted(self, guild_id: int, place_id: int, *, channel: bool = False) -> None:
        if not self.app.settings.serves(guild_id):
            return
        if led := await self._papers.lines_to(guild_id, place_id):
            await self._papers.replies_deleted(led)
        if places := await self._papers.places_in(guild_id, place_id, channel=channel):
            await self._papers.places_deleted(guild_id, places)

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._papers.replies_told(intents)
        return {
            each.id: Line(views.reply_line(*found[each.id], reply_url(each), lang))
            for each in intents
            if each.id in found
        }
