"""/away: a day, a week, until they are back, or any days in a person's own words; works in the bot's DM too (S6)."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.attention.model.refusals import UnclearDays
from bot.attention.model.values import Away as Range
from bot.core.clock import local_date
from bot.core.days import Days, Unclear, read_days
from bot.core.ids import custom_id
from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.attention.views import away as views

LATELY = timedelta(days=30)  # past ranges that the card still offers to take back


class Away(FeatureCog, name="away"):
    """Handlers convert, call one use case, and show one card."""

    feature = "attention"

    async def cog_load(self) -> None:
        """Register routes, the button of /mine and the line of /help."""
        await super().cog_load()
        self.bot.directory.mine["attention.away"] = self._mine
        self.bot.directory.help["attention.away"] = views.help_line

    @app_commands.command(
        name="away",
        description=locale_str(
            "Be away for a day, a week or until you are back: nothing reaches you meanwhile."
        ),
    )
    @app_commands.rename(from_="from")
    @app_commands.describe(
        from_=locale_str("The first day: Fri, 12 Oct, 2026-10-12, tomorrow; alone: until you are back"),
        to=locale_str("The last day, included: Sun, 15 Oct, 2026-10-15"),
    )
    async def away(
        self, interaction: discord.Interaction[Any], from_: str | None = None, to: str | None = None
    ) -> None:
        """Open the card, or note the days that were typed."""

        async def handler(request: Request) -> None:
            if from_ or to:
                await self._typed(request, (from_ or "").strip(), (to or "").strip())
            else:
                await self.card(request)

        await self.handle(interaction, handler)

    async def _typed(self, request: Request, from_: str, to: str) -> None:
        today, zone = await self._today(request)
        typed = f"{from_} – {to}" if from_ and to else from_ or to
        try:
            found = await _read(request, typed, today)
        except UnclearDays as refusal:
            request.bot.retype.keep(request.user_id, custom_id("attention", "dates"), {views.FIELD: (typed,)})
            await request.answer(views.unclear(refusal, request.lang))
            return
        if not from_:  # until then
            found = Days(min(today, found.first), found.last)
        elif not to and found.first == found.last and found.first >= today:  # from then on
            found = Days(found.first, None)
        await self._go(request, found, today, zone)

    @route("away")
    async def card(self, request: Request) -> None:
        """The card."""
        today, zone = await self._today(request)
        aways = await self.app.attention.aways(request.user_id)
        now = next((each for each in aways if each.covers(today)), None)
        others = [
            each
            for each in reversed(aways)
            if each != now and (each.last is None or each.last >= today - LATELY)
        ]
        await request.update(views.away_card(now, others, zone, request.lang))

    @route("away_today")
    async def away_today(self, request: Request) -> None:
        """Only today."""
        today, zone = await self._today(request)
        await self._go(request, Days(today, today), today, zone)

    @route("away_week")
    async def away_week(self, request: Request) -> None:
        """Until Sunday."""
        today, zone = await self._today(request)
        await self._go(request, Days(today, today + timedelta(6 - today.weekday())), today, zone)

    @route("away_open")
    async def away_open(self, request: Request) -> None:
        """Until they say that they are back."""
        today, zone = await self._today(request)
        await self._go(request, Days(today, None), today, zone)

    @route("dates")
    async def dates(self, request: Request) -> None:
        """Open the form for any days."""
        await request.open(views.dates_form(request.lang))

    @route("dated", reopen="dates")
    async def dated(self, request: Request) -> None:
        """Days were typed."""
        today, zone = await self._today(request)
        await self._go(request, await _read(request, request.text(views.FIELD), today), today, zone)

    async def _go(self, request: Request, days: Days, today: date, zone: str) -> None:
        made = await self.app.attention.change_away(
            request.user_id,
            days.first,
            days.last,
            guild_id=request.guild_id,
            language=str(request.interaction.locale),
        )
        now = await self._now(request, today)
        await request.update(views.went(made, now, today, zone, request.lang))

    @route("back")
    async def back(self, request: Request) -> None:
        """They are back."""
        await self.app.attention.back(request.user_id)
        await request.update(views.back(request.lang))

    @route("unaway")
    async def unaway(self, request: Request) -> None:
        """Take back days that were chosen."""
        await self._take_back(request, int(request.chosen[0]))

    @route("undo_away")
    async def undo_away(self, request: Request) -> None:
        """Take back what was just noted."""
        await self._take_back(request, request.route.number(0))

    async def _take_back(self, request: Request, away_id: int) -> None:
        aways = await self.app.attention.aways(request.user_id)
        await self.app.attention.forget_away(request.user_id, away_id)
        gone = next((each for each in aways if each.id == away_id), None)
        covered = gone is not None and any(gone.overlaps(each) for each in aways if each is not gone)
        await request.update(views.taken_back(covered, request.lang))

    async def _mine(self, request: Request) -> Section:
        today, zone = await self._today(request)
        return views.mine(await self._now(request, today), zone, request.lang)

    async def _now(self, request: Request, today: date) -> Range | None:
        """The range that covers today."""
        aways = await self.app.attention.aways(request.user_id)
        return next((each for each in aways if each.covers(today)), None)

    async def _today(self, request: Request) -> tuple[date, str]:
        """The person's local date and zone: their own, that of the server in which they first chose something, or this one's."""
        person = await self.app.people.person(request.user_id)
        zone = person.zone
        if zone is None:
            zone = (await self.app.communities.community(person.home_server or request.guild_id)).zone
        return local_date(self.app.clock(), zone), zone


async def _read(request: Request, typed: str, today: date) -> Days:
    """The days that were typed; UnclearDays. In a thread, for the first one of a language reads its names."""
    found = await asyncio.to_thread(read_days, typed, today, str(request.interaction.locale), "en")
    if isinstance(found, Unclear):
        raise UnclearDays(typed, found.why.value, found.readings)
    return found
