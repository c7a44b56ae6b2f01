"""What organisers do with the reading group behind /setup; every press re-checks Manage Server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.when import parse_time
from bot.papers.model.refusals import BadMeeting, NoGroup, NoPapers
from bot.papers.service.grouping import OwnGroup
from bot.shell.directory import Section
from bot.shell.permissions import Lack, group_lacks
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.views import grouper as views

if TYPE_CHECKING:
    from bot.shell.client import Compound

PART = "papers.group"


class Grouping(FeatureCog, name="reading group for organisers"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers

    async def cog_load(self) -> None:
        """Register routes and this part of /setup."""
        await super().cog_load()
        self.bot.directory.setup[PART] = self._section
        self.bot.directory.status[PART] = self._status
        self.bot.directory.audits |= dict.fromkeys(views.DONE, views.did)

    async def _section(self, request: Request) -> Section:
        if not await self._papers.has_papers(request.guild_id):
            return Section(())
        return views.section(await self._papers.own_group(request.guild_id), request.lang)

    async def _status(self, request: Request) -> Section:
        own = await self._papers.own_group(request.guild_id)
        if own is None:
            return Section(())
        return views.status(own, _lacking(request, own), request.lang)

    async def _card(self, request: Request, own: OwnGroup, done: str = "") -> None:
        await request.update(views.group_card(own, _lacking(request, own), request.lang, done=done))

    @route("group", organiser=True)
    async def group(self, request: Request) -> None:
        """The group's own card."""
        own = await self._papers.own_group(request.guild_id)
        if own is None:
            raise NoGroup(organiser=True)
        await self._card(request, own)

    @route("group_set_up", organiser=True)
    async def set_up(self, request: Request) -> None:
        """Open the form: channel, day, time."""
        if not await self._papers.has_papers(request.guild_id):
            raise NoPapers(organiser=True)
        own = await self._papers.own_group(request.guild_id)
        await request.open(views.group_form(own, request.place.parent_id, request.lang))

    @route("group_placed", reopen="group_set_up", organiser=True)
    async def placed(self, request: Request) -> None:
        """Channel, day and time were chosen."""
        _ = request.lang.gettext
        at = parse_time(request.text("time"))
        if at is None:
            raise BadMeeting(request.text("time"), "time")
        before = await self._papers.own_group(request.guild_id)
        await self.app.communities.note_language(request.guild_id, request.guild_locale)
        own = await self._papers.place_group(
            request.guild_id,
            request.user_id,
            int(request.text("channel")),
            weekday=int(request.text("weekday")),
            at=at,
        )
        done = _("Saved. A session that was announced stays; it is moved on its own card.")
        if before is None:
            done = _("Done. The first round opens by itself, or when you press “Start now”.")
        await self._card(request, own, done)
        self.bot.jobs.wake()

    @route("group_on", organiser=True)
    async def switch_on(self, request: Request) -> None:
        """Switch it on."""
        own = await self._papers.switch_group(request.guild_id, request.user_id, on=True)
        await self._card(request, own, request.lang.gettext("It is on. What was nominated is there."))
        self.bot.jobs.wake()

    @route("group_off", organiser=True)
    async def switch_off(self, request: Request) -> None:
        """Switch it off."""
        own = await self._papers.switch_group(request.guild_id, request.user_id, on=False)
        await self._card(request, own, request.lang.gettext("It is off, until you switch it on."))
        self.bot.jobs.wake()

    @route("group_start", organiser=True)
    async def start(self, request: Request) -> None:
        """A round begins now."""
        own = await self._papers.start_group(request.guild_id, request.user_id)
        await request.defer()
        turned = await self._papers.turn_round(own.round.id) if own.round else None
        if turned is not None:
            await self.bot.publisher.take_down(turned.removals)
        self.bot.jobs.wake()
        own = await self._papers.own_group(request.guild_id) or own
        await self._card(request, own, request.lang.gettext("A round is open: members can nominate papers."))


def _lacking(request: Request, own: OwnGroup) -> list[Lack] | None:
    """What we may not do in the group's channel; None when it is gone, or we do not see it."""
    guild, channel_id = request.interaction.guild, own.group.channel_id
    there = guild.get_channel(channel_id) if guild else None
    if guild is None or there is None or not there.permissions_for(guild.me).view_channel:
        return None
    return group_lacks(guild, channel_id, request.lang)
