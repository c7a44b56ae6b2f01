"""Threads of questions and AMAs: "Talk about it", replies in them (A7), what a mentor is asked alone, deletions by hand (S5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.attention.model.values import Intent
from bot.core.ids import number_of
from bot.core.lang import Lang
from bot.mentoring.model.asking import ASKED, NOT_POSTED, QUESTION, REPLIED
from bot.shell.announcements import thread_announced
from bot.shell.directory import Line
from bot.shell.guards import muted_card, reported_card
from bot.shell.replies import reply_url, talked_about
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.posting import Posting
from cogs.mentoring.views import asking as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class TalkingCog(FeatureCog, name="mentoring threads"):
    """Buttons, listeners that read nobody's words, and the lines of an inbox that lead to a question."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring
        self._posting = Posting(bot)

    async def cog_load(self) -> None:
        """Register routes and the lines of an inbox."""
        await super().cog_load()
        directory = self.bot.directory
        directory.lines[ASKED], directory.names[ASKED] = self._asked_lines, views.asked_name
        directory.lines[NOT_POSTED], directory.names[NOT_POSTED] = self._not_posted, views.not_posted_name
        directory.lines[REPLIED], directory.names[REPLIED] = self._replied_lines, views.replied_name

    @route("talk")
    async def talk(self, request: Request) -> None:
        """A question's own button: its thread opens, once."""
        asked = await self._mentoring.posted_question(request.guild_id, request.route.number(0))
        await request.defer()
        thread_id = await self._posting.open_thread(QUESTION, asked.id)
        if thread_id is None:  # or it turned out to be deleted
            asked = await self._mentoring.posted_question(request.guild_id, asked.id)
        await request.update(views.talk_card(request.place.channel_id, thread_id, request.lang))

    @route("asked")
    async def asked(self, request: Request) -> None:
        """A question that was sent to one alone, from a line of an inbox or chosen in the card of /ask."""
        id_ = number_of(request.chosen[0]) if request.chosen else request.route.number(0)
        found = await self._mentoring.asked_of_me(request.guild_id, request.user_id, id_)
        asked, name = found.question, ""
        if request.guild_id != asked.guild_id:
            name = await self.bot.poster.member_name(asked.guild_id, asked.user_id)
        await request.update(
            views.asked_card(asked, found.topic, name, request.lang, back=bool(request.chosen))
        )

    @route("mute_asker")
    async def mute_asker(self, request: Request) -> None:
        """Nothing more from who asked."""
        question_id, sender_id = request.route.number(0), request.route.number(1)
        await self._mentoring.mute_asker(request.user_id, question_id, sender_id)
        await request.update(muted_card(request.lang))

    @route("report_asker")
    async def report_asker(self, request: Request) -> None:
        """Show the organisers what one was asked."""
        await self._mentoring.report_asker(request.user_id, request.route.number(0))
        await request.answer(reported_card(request.lang))
        self.bot.jobs.wake()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """A member replied to a question, or wrote in its thread: who asked gets one line with a link, and the thread opens.

        What Discord says in our name of a thread of ours, that it was opened or renamed, goes at once.
        """
        if message.guild is None or not self.app.settings.serves(message.guild.id):
            return
        if (thread_id := thread_announced(message)) and self._is_ours(message):
            if await self._mentoring.is_talk(thread_id):
                await self.bot.poster.delete(message.channel.id, message.id)
            return
        candidates = talked_about(message)
        if not candidates:
            return
        asked = await self._mentoring.question_behind(message.guild.id, *candidates)
        if asked is None:
            return
        where = {"channel_id": message.channel.id, "message_id": message.id}
        await self._mentoring.note_reply(asked.id, message.author.id, **where)
        await self._posting.open_thread(QUESTION, asked.id)

    def _is_ours(self, message: discord.Message) -> bool:
        return self.bot.user is not None and message.author.id == self.bot.user.id

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Somebody deleted a message: of a post of ours the row follows, of a reply the line that leads to it goes."""
        await self._deleted(event.guild_id, event.channel_id, {event.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many."""
        await self._deleted(event.guild_id, event.channel_id, event.message_ids)

    async def _deleted(self, guild_id: int | None, channel_id: int, message_ids: Collection[int]) -> None:
        if guild_id is None:
            return
        for message_id in await self.app.deliveries.known(message_ids):
            await self._posting.take_down(await self._mentoring.post_message_deleted(message_id))
        if led := await self._mentoring.replies_in(guild_id, channel_id, message_ids):
            await self._mentoring.replies_to_questions_deleted(led)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Somebody deleted a thread, with all answers and replies in it."""
        await self._place_deleted(event.guild_id, event.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """The same for a channel; what Discord says of a server that it does not show us is not believed."""
        if not channel.guild.unavailable:
            await self._place_deleted(channel.guild.id, channel.id, channel=True)

    async def _place_deleted(self, guild_id: int, place_id: int, *, channel: bool = False) -> None:
        if not self.app.settings.serves(guild_id):
            return
        if led := await self._mentoring.replies_in(guild_id, place_id):
            await self._mentoring.replies_to_questions_deleted(led)
        more = await self._mentoring.is_place(guild_id, place_id)
        while more:
            gone, more = await self._mentoring.place_deleted(guild_id, place_id, channel=channel)
            await self._posting.take_down(gone)

    async def _asked_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.asked_told(intents)
        lines = {}
        for id_, line in found.items():
            name = ""
            if line.alone:
                name = await self.bot.poster.member_name(line.question.guild_id, line.question.user_id)
            lines[id_] = views.asked_line(line, name, lang)
        return lines

    async def _not_posted(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.not_posted_told(intents)
        return {id_: views.not_posted_line(each, lang) for id_, each in found.items()}

    async def _replied_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.replied_told(intents)
        return {
            each.id: Line(views.replied_line(found[each.id], reply_url(each), lang))
            for each in intents
            if each.id in found
        }
