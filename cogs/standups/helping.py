"""Being stuck in Discord: choosing a topic, being asked for a hand, offering one; and the lines of people's inboxes about it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.shell.cards import Card
from bot.shell.directory import Line
from bot.shell.guards import muted_card, reported_card
from bot.shell.permissions import may_see
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.standups.model import Entry
from bot.standups.model.blockers import HELP, OFFER, NotShown, Stage
from bot.standups.service.helping import Request as Asked
from cogs.standups.hands import Hands
from cogs.standups.views import blockers as views
from cogs.standups.views import helping

if TYPE_CHECKING:
    from bot.shell.client import Compound

SOON = 8.0  # seconds somebody waits for Discord before the answer is "it opens shortly"


class Helping(FeatureCog, name="helping"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too, where bundles come."""

    feature = "standups"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._standups = bot.app.standups
        self._hands = Hands(bot)

    async def cog_load(self) -> None:
        """Register routes, the job and what waits in people's inboxes."""
        await super().cog_load()
        offers = self.bot.directory
        offers.lines[HELP] = self._help_lines
        offers.lines[OFFER] = self._offer_lines
        offers.names[HELP] = helping.help_name
        offers.names[OFFER] = views.offer_name
        self.bot.jobs.add(self._hands.job())

    @route("topic")
    async def topic(self, request: Request) -> None:
        """Who is stuck chose a topic."""
        entry_id, topic_id = request.route.number(0), int(request.chosen[0])
        routed = await self._standups.ask_about(request.user_id, entry_id, topic_id)
        await request.update(views.routed_card(routed, request.lang))

    @route("solved")
    async def solved(self, request: Request) -> None:
        """It is solved."""
        await self._finish(request, Stage.SOLVED)

    @route("dropped")
    async def dropped(self, request: Request) -> None:
        """It is dropped."""
        await self._finish(request, Stage.DROPPED)

    async def _finish(self, request: Request, stage: Stage) -> None:
        blocker, removals = await self._standups.finish(request.user_id, request.route.number(0), stage)
        await request.update(views.finished_card(blocker, stage, request.lang))
        await self.bot.publisher.take_down(removals)

    @route("unsolved")
    async def unsolved(self, request: Request) -> None:
        """Take "Solved" or "Let it go" back."""
        again = await self._standups.reopen(request.user_id, request.route.number(0))
        await request.update(*views.open_cards([again], request.lang))

    @route("still_open")
    async def still_open(self, request: Request) -> None:
        """What I am still stuck on."""
        found = await self._standups.still_open(request.user_id, request.guild_id or None)
        await request.update(*views.open_cards(found, request.lang))

    @route("help")
    async def help(self, request: Request) -> None:
        """Show the words of who is stuck."""
        found = await self._visible(request)
        asker = found.blocker.user_id
        names = await self._names(request, found.blocker.guild_id, [asker])
        await request.update(*helping.request_cards(found, names.get(asker, ""), request.lang))

    @route("can_help")
    async def can_help(self, request: Request) -> None:
        """Offer a hand: its thread opens, once."""
        await self._visible(request)
        offer = await self._standups.offer(request.user_id, request.route.number(0))
        await request.defer()
        held = [offer.claimed] if offer.claimed else []
        task = asyncio.create_task(self._hands.open(offer.blocker.id, held))
        thread_id = None
        try:
            thread_id = await asyncio.wait_for(asyncio.shield(task), SOON)
        except TimeoutError:
            self.bot.jobs.look_after(task)
        await request.update(
            helping.thanks_card(thread_id, offer.blocker.guild_id, offer.channel_id, request.lang)
        )

    async def _visible(self, request: Request) -> Asked:
        """What the person was asked about; NotShown when they do not see where it was written, and then it waits no more."""
        found = await self._standups.request(request.user_id, request.route.number(0))
        for channel_id in found.channels:
            if not await may_see(request, found.blocker.guild_id, channel_id):
                await self._standups.pass_on(request.user_id, found.blocker.id)
                raise NotShown(unseen=True)
        return found

    @route("pass")
    async def pass_on(self, request: Request) -> None:
        """Not this time."""
        await self._standups.pass_on(request.user_id, request.route.number(0))
        await request.update(helping.passed_card(request.lang))

    @route("mute_asker")
    async def mute_asker(self, request: Request) -> None:
        """Nothing more from who is stuck."""
        ids = request.route.number(0), request.route.number(1)
        await self._standups.silence_asker(request.user_id, *ids)
        await request.update(muted_card(request.lang))

    @route("tell_asker")
    async def tell_asker(self, request: Request) -> None:
        """Show the organisers what I was sent."""
        await self._standups.report_asker(request.user_id, request.route.number(0))
        await request.answer(reported_card(request.lang))

    @route("offered")
    async def offered(self, request: Request) -> None:
        """Who can help me."""
        found = await self._standups.offered(request.user_id, request.route.number(0))
        names = await self._names(request, found.blocker.guild_id, found.helpers)
        await request.update(*views.offered_cards(found, names, request.lang))

    async def _names(self, request: Request, guild_id: int, people: Sequence[int]) -> dict[int, str]:
        """What these are called, for the bot's own DM; in a server mentions say it."""
        if request.guild_id:
            return {}
        return {each: await self.bot.poster.member_name(guild_id, each) for each in people}

    @route("mute_helper")
    async def mute_helper(self, request: Request) -> None:
        """Nothing more from somebody who offered a hand."""
        ids = request.route.number(0), request.route.number(1)
        await self._standups.silence_helper(request.user_id, *ids)
        await request.update(muted_card(request.lang))

    @route("tell_helper")
    async def tell_helper(self, request: Request) -> None:
        """Tell the organisers who offered a hand."""
        ids = request.route.number(0), request.route.number(1)
        await self._standups.report_helper(request.user_id, *ids)
        await request.answer(reported_card(request.lang))

    async def _help_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._standups.requests([(each.user_id, each.subject_id) for each in intents])
        lines = {each.id: found.get((each.user_id, each.subject_id)) for each in intents}
        return {
            id_: Line(helping.help_line(each, lang), helping.help_button(each.blocker.id, lang))
            for id_, each in lines.items()
            if each
        }

    async def _offer_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._standups.offers([each.subject_id for each in intents])
        return {
            each.id: Line(
                views.offer_line(found[each.subject_id], lang), views.offer_button(each.subject_id, lang)
            )
            for each in intents
            if each.subject_id in found
        }

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Somebody deleted a thread: if there was a hand in it, the message that opened it goes."""
        await self.bot.publisher.take_down(await self._standups.hand_thread_deleted(event.thread_id))


async def add_afterwards(request: Request, card: Card, entry: Entry, *, changed: bool = False) -> Card:
    """The private answer to somebody who posted or `changed` an entry, with what else there is to say."""
    standups = request.app.standups
    after = await standups.after_writing(request.user_id, entry.id)
    if after.stale:
        after = await standups.note_stuck(request.user_id, entry.id)
    if changed:  # they were welcomed when they posted it
        after = replace(after, comes_back=False)
    topics = await request.app.communities.topics(entry.guild_id) if after.may_ask else []
    return views.afterwards(card, entry.id, after, topics, request.lang)
