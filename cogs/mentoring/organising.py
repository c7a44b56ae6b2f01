"""Mentors and questions behind /setup; every press re-checks Manage Server."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from bot.core.ids import custom_id
from bot.core.when import parse_time
from bot.core.zones import city_of
from bot.mentoring.model.refusals import BadHour
from bot.mentoring.model.values import ABSENT, REFUSED, Rhythm
from bot.mentoring.service.organising import Beat, Status
from bot.shell.directory import Section
from bot.shell.permissions import lacking_in, mentoring_lacks
from bot.shell.places import FIELD, typed_zone
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.shell.testing import send_test_post
from cogs.mentoring.views import audits, notices
from cogs.mentoring.views import organiser as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class OrganisingCog(FeatureCog, name="mentoring setup"):
    """Handlers convert, call one use case, and show one view."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring

    async def cog_load(self) -> None:
        """Register routes and this feature's part of /setup."""
        await super().cog_load()
        self.bot.directory.setup[self.feature] = self._section
        self.bot.directory.status[self.feature] = self._status
        self.bot.directory.audits |= dict.fromkeys(audits.DONE, audits.did)
        self.bot.directory.notices |= {REFUSED: notices.refused, ABSENT: notices.absent}

    async def _section(self, request: Request) -> Section:
        return views.section(await self._mentoring.settings_of(request.guild_id), request.lang)

    async def _status(self, request: Request) -> Section:
        if await self._mentoring.settings_of(request.guild_id) is None:
            return Section(())
        status = await self._mentoring.standing(request.guild_id)
        lacking = lacking_in(request, status.settings.channel_id, mentoring_lacks)
        return Section(tuple(views.status_lines(status, lacking, request.lang)))

    async def _card(self, request: Request, status: Status, done: str = "") -> None:
        lacking = lacking_in(request, status.settings.channel_id, mentoring_lacks)
        await request.update(views.mentoring_card(status, lacking, request.lang, done=done))

    @route("manage", organiser=True)
    async def manage(self, request: Request) -> None:
        """Their own card."""
        await self._card(request, await self._mentoring.standing(request.guild_id))

    @route("set_up", organiser=True)
    async def set_up(self, request: Request) -> None:
        """Open the form for the channel; the first time for the city, too, unless it is known."""
        settings = await self._mentoring.settings_of(request.guild_id)
        community = await self.app.communities.community(request.guild_id)
        chosen = settings.channel_id if settings else request.place.parent_id
        await request.open(views.where_form(chosen, community.zone, request.lang, first=settings is None))

    @route("where", reopen="set_up", organiser=True)
    async def where(self, request: Request) -> None:
        """The channel was given, and the city if it was asked for; where several places fit, one is chosen afterwards."""
        _ = request.lang.gettext
        channel_id = int(request.text("channel"))
        asked = bool(request.text(FIELD))
        zone = await typed_zone(request, custom_id("mentoring", "place")) if asked else ""
        before = await self._mentoring.settings_of(request.guild_id)
        await self.app.communities.note_language(request.guild_id, request.guild_locale)
        status = await self._mentoring.set_up(request.guild_id, request.user_id, channel_id, zone)
        self.bot.jobs.wake()
        if before is None:
            done = _("Done. Members can use /mentor and /ask now.")
        elif before.channel_id != channel_id:
            done = _("Saved. What is posted stays where it is.")
        else:
            done = _("Saved.")
        if zone or not asked:
            await self._card(request, status, done)

    @route("place", organiser=True)
    async def place(self, request: Request) -> None:
        """One of several places was chosen when it was set up; all else is as it was."""
        settings = (await self._mentoring.standing(request.guild_id)).settings
        chosen = Beat(settings.rhythm, settings.weekday, settings.at, request.chosen[0])
        await self._beat(request, chosen, request.lang.gettext("Done. Members can use /mentor and /ask now."))

    @route("switch_on", organiser=True)
    async def switch_on(self, request: Request) -> None:
        """Switch it on."""
        status = await self._mentoring.switch(request.guild_id, request.user_id, on=True)
        self.bot.jobs.wake()
        await self._card(
            request, status, request.lang.gettext("It is on. What members chose before still holds.")
        )

    @route("switch_off", organiser=True)
    async def switch_off(self, request: Request) -> None:
        """Switch it off."""
        status = await self._mentoring.switch(request.guild_id, request.user_id, on=False)
        self.bot.jobs.wake()
        await self._card(request, status, request.lang.gettext("It is off, until you switch it on."))

    @route("rhythm", organiser=True)
    async def rhythm(self, request: Request) -> None:
        """Open the form: how often, the weekday, the time, the city."""
        await request.open(views.rhythm_form(await self._mentoring.standing(request.guild_id), request.lang))

    @route("rhythmed", reopen="rhythm", organiser=True)
    async def rhythmed(self, request: Request) -> None:
        """They were given. Where several places fit the city, one is chosen from a list."""
        at = parse_time(request.text("time"))
        if at is None:
            raise BadHour(request.text("time"))
        rhythm, weekday = Rhythm(request.text("rhythm")), int(request.text("weekday"))
        zone = (await self._mentoring.standing(request.guild_id)).zone
        if request.text(FIELD) != city_of(zone) or zone == "UTC":
            choose = custom_id("mentoring", "rhythm_in", rhythm.value, weekday, f"{at:%H%M}")
            zone = await typed_zone(request, choose)
        if zone:
            await self._beat(request, Beat(rhythm, weekday, at, zone), request.lang.gettext("Saved."))

    @route("rhythm_in", organiser=True)
    async def rhythm_in(self, request: Request) -> None:
        """One of several places was chosen."""
        rhythm, weekday, clock = request.route.args
        at = time(int(clock[:2]), int(clock[2:]))
        chosen = Beat(Rhythm(rhythm), int(weekday), at, request.chosen[0])
        await self._beat(request, chosen, request.lang.gettext("Saved."))

    async def _beat(self, request: Request, chosen: Beat, done: str) -> None:
        status = await self._mentoring.beat(request.guild_id, request.user_id, chosen)
        self.bot.jobs.wake()
        await self._card(request, status, done)

    @route("test", organiser=True)
    async def test(self, request: Request) -> None:
        """Send a test post that removes itself; it shows that the channel is within reach again."""
        settings = (await self._mentoring.standing(request.guild_id)).settings
        through, done = await send_test_post(self.bot, request, settings.channel_id)
        if through:
            await self._mentoring.channel_within_reach(settings.guild_id, settings.channel_id)
            self.bot.jobs.wake()
        await self._card(request, await self._mentoring.standing(request.guild_id), done)
