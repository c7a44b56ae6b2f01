"""Pairs in Discord: the introduction, the private thread, ending it, what can be done about the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import discord
from discord.ext import commands

from bot.attention.model.refusals import NothingWaits
from bot.attention.model.values import Intent
from bot.core.lang import Lang, get_lang
from bot.deliveries.model import UNKNOWN_CHANNEL, Gone, Outcome, Refused, Sent
from bot.mentoring.model.refusals import PairGone, TimedOut
from bot.mentoring.model.values import ENDED, LOOK, MEET, PAIR
from bot.mentoring.service.meeting import Opening
from bot.mentoring.service.pairing import Together
from bot.shell.cards import Card
from bot.shell.directory import Line
from bot.shell.jobs import Job, to_the_end
from bot.shell.permissions import has_time_out
from bot.shell.private_threads import PrivateThreads
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.views import follow_ups
from cogs.mentoring.views import pairs as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

AT_ONCE = 100  # pairs asked in one transaction
TRIES = 3  # to be let into a thread: it may turn out to be deleted, and a new one is made


class PairingCog(FeatureCog, name="mentoring pairs"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM, too, where bundles come."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring
        self._threads = PrivateThreads(bot, bot.poster)
        self._making: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def cog_load(self) -> None:
        """Register routes, the lines of an inbox, the notice, and what is shown after a command."""
        await super().cog_load()
        offers = self.bot.directory
        offers.afterwards["mentoring.pairs"] = self._afterwards
        offers.lines |= {PAIR: self._pair_lines, MEET: self._meet_lines, ENDED: self._end_lines}
        offers.names |= {PAIR: views.pair_name, MEET: views.meet_name, ENDED: views.end_name}
        offers.notices[LOOK] = follow_ups.look_notice

    @route("pair")
    async def pair(self, request: Request) -> None:
        """The introduction; of a pair that is over, what can still be done about it."""
        found = await self._mentoring.open_pair(request.user_id, request.route.number(0))
        card = views.pair_card if found.goes_on else views.over_card
        await request.update(card(found, await self._names(request, found), request.lang))

    async def _afterwards(self, request: Request) -> Card | None:
        """The oldest introduction that nobody showed them yet; it does not come again in a bundle. /mentor leads to it itself."""
        command = request.interaction.command
        if command is not None and command.qualified_name == "mentor":
            return None
        unseen = await self._mentoring.unseen_pair(request.user_id, request.guild_id)
        if unseen is None:
            return None
        intent_id, found = unseen
        card = views.pair_card(found, await self._names(request, found), request.lang)
        try:
            await self.app.attention.take(request.user_id, [intent_id])
        except NothingWaits:
            return None  # a bundle was quicker
        return card

    @route("thread")
    async def thread(self, request: Request) -> None:
        """Meet in a private thread: it is made once, and whoever asks for it comes in."""
        pair_id = request.route.number(0)
        found = await self._mentoring.pair_of(request.user_id, pair_id)
        if await has_time_out(request, found.pair.guild_id):
            raise TimedOut
        await request.defer()
        names = await self._names(request, found)
        async with self._making.setdefault(pair_id, asyncio.Lock()):
            await request.update(await self._enter(request, pair_id, names))
        self.bot.jobs.wake()

    @route("join_thread")
    async def join_thread(self, request: Request) -> None:
        """The same, where the other opened it."""
        await self.thread(request)

    async def _enter(self, request: Request, pair_id: int, names: views.Names) -> Card:
        new = False
        for _try in range(TRIES):
            opening = await self._mentoring.begin_thread(request.user_id, pair_id)
            pair = opening.together.pair
            if opening.thread_id:
                outcome = await self._threads.add(opening.thread_id, request.user_id)
                if outcome == Gone(UNKNOWN_CHANNEL):
                    await self._mentoring.thread_gone(pair.guild_id, opening.thread_id)
                    continue
                if isinstance(outcome, Sent):
                    await self._mentoring.came_in(request.user_id, pair_id)
                    here = request.guild_id == pair.guild_id
                    about = (opening.together, opening.thread_id, names, request.lang)
                    return views.met_card(*about, here=here, new=new)
            elif opening.claimed:
                outcome = await self._make(opening, request.user_id)
                if isinstance(outcome, Sent):
                    new = outcome.message_id != 0
                    continue
            else:
                return views.later_card(pair, request.lang)
            if isinstance(outcome, Refused | Gone):
                return views.kept_out_card(request.lang)
            break
        return views.later_card(pair, request.lang)

    async def _make(self, opening: Opening, user_id: int) -> Outcome:
        """The thread with its first message; what a crash left is found and finished. Sent(0): it was not wanted any more."""
        pair, channel_id = opening.together.pair, opening.channel_id
        community = await self.app.communities.community(pair.guild_id)
        lang = get_lang(community.language)
        name = views.thread_name(pair, lang)
        made: Outcome = Gone()
        if opening.again:
            made = await self._threads.find(pair.guild_id, channel_id, name)
        if isinstance(made, Gone):
            made = await self._threads.create(channel_id, name)
        if isinstance(made, Sent):
            made = await self._begin(made.message_id, views.thread_card(pair, lang), pair.id)
        if isinstance(made, Refused | Gone):
            await self._mentoring.thread_not_made(pair.id)
        if isinstance(made, Sent) and not await self._mentoring.thread_made(
            user_id, pair.id, made.message_id
        ):
            await self._threads.delete(made.message_id)
            return Sent(0)
        return made

    async def _begin(self, thread_id: int, card: Card, nonce: int) -> Outcome:
        """Say the first thing in a thread, once. Where we may not, the thread goes."""
        since = discord.utils.snowflake_time(thread_id)
        there = await self.bot.poster.own_messages(thread_id, since)
        if isinstance(there, list) and any(each.text for each in there):
            return Sent(thread_id)
        outcome = await self.bot.poster.send(thread_id, card, nonce=nonce)
        if isinstance(outcome, Refused):
            await self._threads.delete(thread_id)
        return Sent(thread_id) if isinstance(outcome, Sent) else outcome

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Somebody deleted a thread: if it was a pair's, they can have a new one."""
        about = (event.guild_id, event.thread_id)
        if self.app.settings.serves(event.guild_id) and await self._mentoring.is_met_in(*about):
            await self._mentoring.thread_gone(*about)

    @route("end_pair")
    async def end_pair(self, request: Request) -> None:
        """This is enough: once asked, then done."""
        pair_id = request.route.number(0)
        if views.YES not in request.route.args:
            found = await self._mentoring.pair_of(request.user_id, pair_id)
            await request.update(views.confirm_end(found, await self._names(request, found), request.lang))
            return
        found = await self._mentoring.end_pair(request.user_id, pair_id)
        await request.update(views.ended_card(found, await self._names(request, found), request.lang))
        self.bot.jobs.wake()

    @route("not_again")
    async def not_again(self, request: Request) -> None:
        """Never be matched with the other again: once asked, then done."""
        if (about := await self._whom(request, "not_again")) is None:
            return
        found, other_id = about
        if views.YES in request.route.args:
            ended = await self._mentoring.not_again(request.user_id, found.pair.id, other_id)
            out = await self._let_out(request, found, ended=ended)
            await request.update(views.not_again_card(request.lang, ended=ended, out=out))
            self.bot.jobs.wake()
            return
        other = found.pair.ever(other_id)
        if other is None:
            raise PairGone
        names = await self._names(request, found)
        await request.update(views.confirm_again(found, other, names, request.lang))

    @route("mute_pair")
    async def mute_pair(self, request: Request) -> None:
        """Nothing more from the other."""
        if about := await self._whom(request, "mute_pair"):
            ended = await self._mentoring.mute_pair(request.user_id, about[0].pair.id, about[1])
            out = await self._let_out(request, about[0], ended=ended)
            await request.update(views.muted_card(request.lang, ended=ended, out=out))
            self.bot.jobs.wake()

    @route("report_pair")
    async def report_pair(self, request: Request) -> None:
        """Ask the organisers to look at the other."""
        if about := await self._whom(request, "report_pair"):
            await self._mentoring.report_pair(request.user_id, about[0].pair.id, about[1])
            await request.answer(views.reported_card(request.lang))
            self.bot.jobs.wake()

    async def _let_out(self, request: Request, found: Together, *, ended: bool) -> bool:
        """Who is in a pair no more is not left in its thread with the other; whether they were taken out."""
        thread_id = found.pair.thread_id
        if not ended and found.pair.over_for(request.user_id) is None:
            return False
        return thread_id != 0 and isinstance(await self._threads.remove(thread_id, request.user_id), Sent)

    async def _whom(self, request: Request, verb: str) -> tuple[Together, int] | None:
        """The pair and whom of it is meant; in a three that is asked first, and then None is returned."""
        found = await self._mentoring.pair_with(request.user_id, request.route.number(0))
        if other_id := request.route.number(1):
            return found, other_id
        if len(found.once) == 1:
            return found, found.once[0].user_id
        people = [(found.pair.guild_id, each.user_id) for each in found.once]
        names = {who: name for (_guild, who), name in (await names_of(self.bot, people)).items()}
        await request.answer(views.which_card(found, verb, names, request.lang))
        return None

    async def _names(self, request: Request, found: Together) -> views.Names:
        return await names_in(request, found)

    async def _pair_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        return await self._lines(await self._mentoring.pairs_told(intents), views.pair_line, lang)

    async def _meet_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        return await self._lines(await self._mentoring.meets_told(intents), views.meet_line, lang)

    async def _end_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        return await self._lines(await self._mentoring.ends_told(intents), views.end_line, lang)

    async def _lines(
        self,
        found: Mapping[int, Together],
        text: Callable[[Together, views.Names, Lang], str],
        lang: Lang,
    ) -> dict[int, Line]:
        people = {(each.pair.guild_id, one.user_id) for each in found.values() for one in each.others}
        known = await names_of(self.bot, people)
        lines: dict[int, Line] = {}
        for id_, each in found.items():
            names = {one.user_id: known[each.pair.guild_id, one.user_id] for one in each.others}
            lines[id_] = Line(text(each, names, lang), views.pair_button(each.pair, lang))
        return lines


async def names_of(bot: Compound, people: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """What these (server, member) are called, asked at once."""
    wanted = sorted({*people})
    found = await asyncio.gather(*(bot.poster.member_name(*each) for each in wanted))
    return dict(zip(wanted, found, strict=True))


async def names_in(request: Request, found: Together) -> views.Names:
    """What those of a pair are called, for the bot's own DM and other servers; in its own, mentions say it."""
    guild_id = found.pair.guild_id
    if request.guild_id == guild_id:
        return {}
    known = await names_of(request.bot, ((guild_id, each.user_id) for each in found.pair.everybody))
    return {who: name for (_guild, who), name in known.items()}


def pairing_jobs(bot: Compound) -> list[Job]:
    """Their background work."""
    mentoring = bot.app.mentoring

    async def ask_how() -> bool:
        return await mentoring.ask_how(AT_ONCE) > 0

    return [Job("mentoring.follow_ups", to_the_end(ask_how), mentoring.next_follow_up)]
