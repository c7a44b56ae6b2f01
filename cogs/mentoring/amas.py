"""AMAs in Discord: planning, asking, reading what was asked, moving, calling off, and the lines of inboxes about them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.ids import number_of
from bot.core.lang import Lang
from bot.mentoring.model.asking import AMA, AMA_MOVED, AMA_OFF, AMA_SOON, QUESTION
from bot.mentoring.service.hosting import LEFT_OUT, STILL, SeenAma, read_time
from bot.shell.cards import Card
from bot.shell.directory import Line, Written
from bot.shell.guards import reported_card
from bot.shell.jobs import Job, to_the_end
from bot.shell.permissions import may_post, may_share
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.posting import Posting
from cogs.mentoring.views import ama_lines, ama_reading
from cogs.mentoring.views import amas as views
from cogs.mentoring.views.deleted import deleted_card

if TYPE_CHECKING:
    from bot.shell.client import Compound

PART = "mentoring.amas"  # of what the shared cards are offered
AT_ONCE = 1  # AMAs that open or end in one transaction


class AmasCog(FeatureCog, name="mentoring amas"):
    """Handlers convert, call one use case, and show one view. What a line of an inbox opens works in the bot's own DM, too."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring
        self._posting = Posting(bot)

    async def cog_load(self) -> None:
        """Register routes, and the lines of an inbox."""
        await super().cog_load()
        lines, names = self.bot.directory.lines, self.bot.directory.names
        lines[AMA_SOON] = lines[AMA_MOVED] = self._lines
        lines[AMA_OFF] = self._off_lines
        names |= {AMA_SOON: ama_lines.soon_name, AMA_MOVED: ama_lines.moved_name, AMA_OFF: ama_lines.off_name}

        self.bot.directory.audits |= dict.fromkeys(ama_lines.AUDITS, ama_lines.did)
        self.bot.directory.own_message[PART] = self._own_message
        self.bot.directory.authors[PART] = self._author

    async def _own_message(self, request: Request, message_id: int) -> Card | None:
        found = await self._mentoring.ama_of_message(request.guild_id, message_id)
        if found is None or found.host_id != request.user_id:
            return None
        seen = await self._mentoring.ama(request.guild_id, request.user_id, found.id)
        return views.ama_card(seen, request.lang)

    async def _author(self, request: Request, message_id: int) -> Written | None:
        found = await self._mentoring.ama_of_message(request.guild_id, message_id)
        return Written(found.host_id, found.about) if found else None

    @route("amas")
    async def amas(self, request: Request) -> None:
        """Those to come."""
        coming = await self._mentoring.amas(request.guild_id)
        zone = await self._mentoring.ama_zone(request.guild_id, request.user_id)
        hosted = await self._mentoring.amas_hosted(request.guild_id, request.user_id)
        await request.update(views.amas_card(coming, hosted, zone, request.lang))

    @route("ama")
    async def ama(self, request: Request) -> None:
        """One in private: chosen from the list, of its post, or of a line."""
        ama_id = number_of(request.chosen[0]) if request.chosen else request.route.number(0)
        seen = await self._mentoring.ama(request.guild_id, request.user_id, ama_id)
        name = ""
        if not request.guild_id:
            name = await self.bot.poster.member_name(seen.ama.guild_id, seen.ama.host_id)
        card = views.ama_card(seen, request.lang, name, organiser=request.is_organiser)
        await request.update(card)

    @route("plan_ama")
    async def plan(self, request: Request) -> None:
        """Open the form of a new one."""
        await self._mentoring.helping_channel(request.guild_id)
        zone = await self._mentoring.ama_zone(request.guild_id, request.user_id)
        await request.open(views.plan_form(zone, request.lang))

    @route("planned_ama", reopen="plan_ama")
    async def planned(self, request: Request) -> None:
        """The form was sent."""
        channel_id = await self._mentoring.helping_channel(request.guild_id)
        made = await self._mentoring.plan_ama(
            request.guild_id,
            request.user_id,
            request.text(views.ABOUT_KEY),
            await self._typed(request),
            number_of(request.text(views.LASTS)),
            may_post=await may_share(request, request.guild_id, channel_id),
        )
        await self._posting.in_time(AMA, made.ama.id, made.claimed)
        seen = await self._mentoring.ama(request.guild_id, request.user_id, made.ama.id)
        await request.update(views.planned_card(seen, request.lang))

    @route("ask_ama")
    async def ask(self, request: Request) -> None:
        """Open the form of a question."""
        seen = await self._mentoring.askable_ama(request.guild_id, request.user_id, request.route.number(0))
        await request.open(views.ask_form(seen, request.lang))

    @route("asked_ama", reopen="ask_ama")
    async def asked(self, request: Request) -> None:
        """The form was sent."""
        ama_id = request.route.number(0)
        seen = await self._mentoring.askable_ama(request.guild_id, request.user_id, ama_id)
        channel_id = await self._mentoring.helping_channel(seen.ama.guild_id)
        may = await may_post(request, seen.ama.guild_id, channel_id)
        about = (request.guild_id, request.user_id, ama_id, request.text(views.WORDS))
        asked = await self._mentoring.ask_ama(*about, may_post=may)
        if asked.claimed is not None:
            await self._posting.in_time(QUESTION, asked.question.id, asked.claimed)
        await request.answer(views.asked_card(asked, request.lang))

    @route("read_ama")
    async def read(self, request: Request) -> None:
        """What was asked, for its host: the list, or one of it in full."""
        ama_id, after = request.route.number(0), request.route.number(1)
        read = await self._mentoring.read_ama(request.user_id, ama_id, after)
        wanted = number_of(request.chosen[0]) if request.chosen else 0
        chosen = await self._mentoring.asked_in_ama(request.user_id, ama_id, wanted) if wanted else None
        await request.update(ama_reading.read_card(read, chosen, request.lang))

    @route("leave_out_asked")
    async def leave_out_asked(self, request: Request) -> None:
        """One that its host does not want in it."""
        about = request.user_id, request.route.number(0), request.route.number(1)
        read = await self._mentoring.leave_out_of_ama(*about)
        await request.update(ama_reading.left_out_card(read.ama, request.lang))

    @route("mute_in_ama")
    async def mute_in_ama(self, request: Request) -> None:
        """Nothing more from who asked."""
        about = request.user_id, request.route.number(0), request.route.number(1)
        read = await self._mentoring.mute_in_ama(*about)
        await request.update(ama_reading.muted_card(read.ama, request.lang))

    @route("report_in_ama")
    async def report_in_ama(self, request: Request) -> None:
        """Show the organisers what was asked."""
        about = request.user_id, request.route.number(0), request.route.number(1)
        await self._mentoring.report_in_ama(*about)
        await request.answer(reported_card(request.lang))
        self.bot.jobs.wake()

    @route("move_ama")
    async def move(self, request: Request) -> None:
        """Open the form of another time, for its host and for organisers."""
        seen = await self._movable(request)
        zone = await self._mentoring.ama_zone(seen.ama.guild_id, request.user_id)
        await request.open(views.move_form(seen, zone, request.lang))

    @route("moved_ama", reopen="move_ama")
    async def moved(self, request: Request) -> None:
        """Another time was typed."""
        seen = await self._movable(request)
        begins_at = await self._typed(request, seen.ama.guild_id)
        about = (request.user_id, seen.ama.id, begins_at)
        seen = await self._mentoring.move_ama(*about, organiser_of=_organises(request))
        card = views.planned_card if seen.is_host else views.moved_card
        await request.update(card(seen, request.lang))
        await self._bring(seen.ama.id)

    @route("cancel_ama")
    async def cancel(self, request: Request) -> None:
        """Ask once more: it cannot be undone."""
        await request.update(views.confirm_card(await self._movable(request), request.lang))

    @route("cancelled_ama")
    async def cancelled(self, request: Request) -> None:
        """It is called off, or over."""
        about = (request.user_id, request.route.number(0))
        value = await self._mentoring.cancel_ama(*about, organiser_of=_organises(request))
        await request.update(views.cancelled_card(value, request.lang, own=value.host_id == request.user_id))
        await self._bring(value.id)

    @route("delete_ama")
    async def delete(self, request: Request) -> None:
        """Delete it (promise 6); asked once more while others' questions wait in it."""
        seen = await self._mentoring.ama(request.guild_id, request.user_id, request.route.number(0))
        if seen.is_host and seen.ama.state in STILL:
            await request.update(views.confirm_delete_card(seen, request.lang))
            return
        await self.deleted(request)

    @route("deleted_ama")
    async def deleted(self, request: Request) -> None:
        """It is deleted everywhere."""
        gone = await self._mentoring.delete_ama(request.user_id, request.route.number(0))
        await request.defer()
        left = await self._posting.take_down(gone.removals)
        await request.update(deleted_card([gone.ama.about], left, request.lang, talk=True))
        self.bot.jobs.wake()

    async def _movable(self, request: Request) -> SeenAma:
        about = (request.user_id, request.route.number(0))
        return await self._mentoring.movable_ama(*about, organiser_of=_organises(request))

    async def _typed(self, request: Request, guild_id: int = 0) -> datetime:
        """The instant that was typed, in the zone of who typed it. BadTime."""
        zone = await self._mentoring.ama_zone(guild_id or request.guild_id, request.user_id)
        day, time = request.text(views.DAY), request.text(views.TIME)
        return await asyncio.to_thread(
            read_time, day, time, zone, self.app.clock(), request.locale, request.lang.code
        )

    async def _bring(self, ama_id: int) -> None:
        """The post follows at once; should that fail, the job does it."""
        await self._posting.in_time(AMA, ama_id)
        self.bot.jobs.wake()

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.amas_told(intents)
        line = {
            each.id: ama_lines.soon_line if each.kind == AMA_SOON else ama_lines.moved_line
            for each in intents
        }
        return {id_: line[id_](seen, lang) for id_, seen in found.items()}

    async def _off_lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._mentoring.given_back(intents)
        left_out = {each.id for each in intents if each.words.get("what") == LEFT_OUT}
        return {
            id_: ama_lines.off_line(question, lang, left_out=id_ in left_out)
            for id_, question in found.items()
        }


def _organises(request: Request) -> int:
    """The server of which the person is an organiser, as Discord states it in this very request; 0: of none."""
    return request.guild_id if request.is_organiser else 0


def amas_jobs(bot: Compound) -> list[Job]:
    """They open and end at their time; the post and the thread follow by the job that posts."""
    mentoring = bot.app.mentoring

    async def turn() -> bool:
        return await mentoring.turn_amas(AT_ONCE)

    return [Job("mentoring.amas", to_the_end(turn), mentoring.next_ama_turn)]
