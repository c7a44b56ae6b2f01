"""What organisers do with standups behind /setup; every press re-checks Manage Server."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from bot.core.ids import custom_id
from bot.core.when import parse_time
from bot.core.zones import city_of
from bot.shell.cards import Card
from bot.shell.directory import Section
from bot.shell.markup import channel, stamp
from bot.shell.permissions import lack_lines, lacks
from bot.shell.places import typed_zone
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.shell.testing import send_test_post
from bot.standups.model import RESTS, SUSPENDED, NotUnderstood, Standup, StandupGone, Summary
from cogs.standups.views import audits, resting, suspending
from cogs.standups.views import organiser as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Organising(FeatureCog, name="standups for organisers"):
    """Handlers convert, call one use case, and show one card."""

    feature = "standups"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._standups = bot.app.standups

    async def cog_load(self) -> None:
        """Register routes and this feature's part of /setup."""
        await super().cog_load()
        self.bot.directory.setup[self.feature] = self._section
        self.bot.directory.status[self.feature] = self._status
        self.bot.directory.audits |= dict.fromkeys(audits.DONE, audits.did)
        self.bot.directory.happenings["standups.suspend"] = audits.suspended
        self.bot.directory.notices |= {RESTS: resting.notice, SUSPENDED: suspending.notice}

    async def _section(self, request: Request) -> Section:
        return views.section(await self._standups.of_guild(request.guild_id), request.lang)

    async def _status(self, request: Request) -> Section:
        _ = request.lang.gettext
        lines = []
        for each in await self._standups.of_guild(request.guild_id):
            last = await self._standups.last_prompt_at(each.id)
            parts = [views.line(each, request.lang)]
            if last:
                parts.append(_("last opened {when}").format(when=stamp(last, "R")))
            if each.planned:
                parts.append(_("next {when}").format(when=stamp(each.planned.at, "R")))
            lines.append(" · ".join(parts))
            found = lacks(request.interaction.guild, each.channel_id, request.lang)
            lines += lack_lines(found, each.channel_id, request.lang)
        return Section(tuple(lines))

    async def _card(self, request: Request, standup: Standup, done: str = "") -> None:
        found = lacks(request.interaction.guild, standup.channel_id, request.lang)
        await request.update(views.standup_card(standup, found, request.lang, done=done))

    @route("add", organiser=True)
    async def add(self, request: Request) -> None:
        """Open the first form."""
        community = await self.app.communities.community(request.guild_id)
        await request.open(views.add_form(request.place.parent_id, community.zone, request.lang))

    @route("added", reopen="add", organiser=True)
    async def added(self, request: Request) -> None:
        """Channel, city and time were given."""
        at = _time(request)
        channel_id = int(request.text("channel"))
        clock = f"{at:%H%M}"
        zone = await typed_zone(request, custom_id("standups", "add_in", channel_id, clock))
        if zone:
            await self._added(request, channel_id, at, zone)

    @route("add_in", organiser=True)
    async def add_in(self, request: Request) -> None:
        """One of several places was chosen for a new standup."""
        at = _clock(request.route.args[1])
        await self._added(request, request.route.number(0), at, request.chosen[0])

    async def _added(self, request: Request, channel_id: int, at: time, zone: str) -> None:
        _ = request.lang.gettext
        there = await self._standups.of_guild(request.guild_id)
        name = (await request.public_language()).gettext("Daily standup")
        if any(each.name == name for each in there):
            place = request.interaction.guild and request.interaction.guild.get_channel(channel_id)
            name = f"{name} · {place.name}" if place else name
        await self.app.communities.note_language(
            request.guild_id, str(request.interaction.guild_locale or "")
        )
        standup = await self._standups.add(
            request.guild_id, request.user_id, channel_id=channel_id, name=name, at=at, zone=zone
        )
        await self._card(
            request,
            standup,
            _("Done. The first prompt comes by itself; “Send a test post” shows that it can."),
        )

    @route("manage", organiser=True)
    async def manage(self, request: Request) -> None:
        """A standup was chosen from the list."""
        await self._card(request, await self._standups.standup(request.guild_id, int(request.chosen[0])))

    @route("standup", organiser=True)
    async def standup(self, request: Request) -> None:
        """Back to one standup."""
        await self._card(request, await self._standup_of(request))

    async def _standup_of(self, request: Request) -> Standup:
        return await self._standups.standup(request.guild_id, request.route.number(0))

    @route("when", organiser=True)
    async def when(self, request: Request) -> None:
        """Open time and days."""
        await request.open(views.when_form(await self._standup_of(request), request.lang))

    @route("rescheduled", reopen="when", organiser=True)
    async def rescheduled(self, request: Request) -> None:
        """Time, city and days were given."""
        at = _time(request)
        days = "".join(sorted(request.values.get("days", ())))
        standup = await self._standup_of(request)
        zone = standup.schedule.zone
        if request.text("city") != city_of(zone):
            zone = await typed_zone(
                request, custom_id("standups", "when_in", standup.id, f"{at:%H%M}", days or "-")
            )
        if zone:
            await self._rescheduled(request, standup.id, at, zone, days)

    @route("when_in", organiser=True)
    async def when_in(self, request: Request) -> None:
        """One of several places was chosen for an old standup."""
        standup_id, clock, days = request.route.args
        await self._rescheduled(request, int(standup_id), _clock(clock), request.chosen[0], days.strip("-"))

    async def _rescheduled(self, request: Request, standup_id: int, at: time, zone: str, days: str) -> None:
        standup = await self._standups.reschedule(
            request.guild_id,
            request.user_id,
            standup_id,
            at=at,
            zone=zone,
            days=frozenset(int(day) for day in days),
        )
        await self._card(request, standup, request.lang.gettext("Saved."))

    @route("where", organiser=True)
    async def where(self, request: Request) -> None:
        """Open channel and name."""
        await request.open(views.where_form(await self._standup_of(request), request.lang))

    @route("moved", reopen="where", organiser=True)
    async def moved(self, request: Request) -> None:
        """Channel and name were given."""
        standup = await self._standups.move(
            request.guild_id,
            request.user_id,
            request.route.number(0),
            channel_id=int(request.text("channel")),
            name=request.text("name"),
        )
        await self._card(
            request, standup, request.lang.gettext("Saved. Days that are open stay where they are.")
        )

    @route("pause", organiser=True)
    async def pause(self, request: Request) -> None:
        """Pause."""
        await self._pause(request, paused=True)

    @route("resume", organiser=True)
    async def resume(self, request: Request) -> None:
        """Resume."""
        await self._pause(request, paused=False)

    async def _pause(self, request: Request, *, paused: bool) -> None:
        _ = request.lang.gettext
        standup = await self._standups.pause(
            request.guild_id, request.user_id, request.route.number(0), paused=paused
        )
        done = _("Paused. Nothing is posted until you resume it.") if paused else _("It goes on.")
        await self._card(request, standup, done)

    @route("wake", organiser=True)
    async def wake(self, request: Request) -> None:
        """Go on with what rests because nobody answered."""
        standup = await self._standups.wake(request.guild_id, request.user_id, request.route.number(0))
        await self._card(
            request, standup, request.lang.gettext("It is awake. The next prompt comes by itself.")
        )

    @route("summary", organiser=True)
    async def summary(self, request: Request) -> None:
        """How often there is a summary."""
        await request.update(views.summary_card(await self._standup_of(request), request.lang))

    @route("summarise", organiser=True)
    async def summarise(self, request: Request) -> None:
        """A choice was made."""
        _ = request.lang.gettext
        chosen = request.route.args[1]
        if chosen not in {each.value for each in Summary}:
            raise StandupGone
        summary = Summary(chosen)
        standup = await self._standups.summarise(
            request.guild_id, request.user_id, request.route.number(0), summary
        )
        done = {
            Summary.WEEKLY: _("When a week's last day closes, one message links what was posted."),
            Summary.DAILY: _(
                "When a day closes, one message links what was posted. Days without posts get none."
            ),
            Summary.NONE: _("No more summaries."),
        }
        await self._card(request, standup, done[summary])

    @route("test", organiser=True)
    async def test(self, request: Request) -> None:
        """Send a test post that removes itself."""
        _ = request.lang.gettext
        standup = await self._standup_of(request)
        through, done = await send_test_post(self.bot, request, standup.channel_id)
        if through and standup.suspended_at:
            standup = await self._standups.pause(
                request.guild_id, request.user_id, standup.id, paused=standup.paused
            )
            done = _("I can post in {channel} again, so it goes on. My test post removes itself.").format(
                channel=channel(standup.channel_id)
            )
        await self._card(request, standup, done)

    @route("remove", organiser=True)
    async def remove(self, request: Request) -> None:
        """Ask before removing."""
        await request.update(views.confirm_removal(await self._standup_of(request), request.lang))

    @route("removed", organiser=True)
    async def removed(self, request: Request) -> None:
        """Remove."""
        await self._standups.remove(request.guild_id, request.user_id, request.route.number(0))
        await request.update(Card(request.lang.gettext("Removed. /setup shows what is left.")))


def _time(request: Request) -> time:
    at = parse_time(request.text("time"))
    if at is None:
        raise NotUnderstood("time", request.text("time"))
    return at


def _clock(raw: str) -> time:
    return time(int(raw[:2]), int(raw[2:]))
