"""Notices replies to standups by their reference alone, without reading what anybody writes (A7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord.ext import commands

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.shell.directory import Line, Written
from bot.shell.replies import is_written, replied_to, reply_url
from bot.shell.request import Request
from bot.shell.router import FeatureCog
from bot.standups.model.blockers import REPLY
from cogs.standups.views import helping as views


class Replies(FeatureCog, name="replies"):
    """A listener, and the line of an inbox that it leads to."""

    feature = "standups"

    async def cog_load(self) -> None:
        """Register the line of an inbox, and whose entry a message shows."""
        await super().cog_load()
        self.bot.directory.authors[self.feature] = self._author
        self.bot.directory.lines[REPLY] = self._lines
        self.bot.directory.names[REPLY] = views.reply_name

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A member replied to a message: if it is a standup, its author gets one line with a link."""
        to = replied_to(message)
        if to is None or message.guild is None or not is_written(message):
            return
        if not self.app.settings.serves(message.guild.id):
            return
        found = await self.app.standups.replied_to(to)
        if found is not None and found.author_id != message.author.id:
            await self.app.standups.note_reply(
                found.entry_id, message.author.id, channel_id=message.channel.id, message_id=message.id
            )

    async def _author(self, _request: Request, message_id: int) -> Written | None:
        found = await self.app.standups.replied_to(message_id)
        return Written(found.author_id, found.text) if found else None

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        dates = await self.app.standups.replies(intents)
        return {
            each.id: Line(views.reply_line(dates[each.id], reply_url(each), lang))
            for each in intents
            if each.id in dates
        }
