"""What organisers do with days off behind /setup; every press re-checks Manage Server."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from bot.core.days import Unclear, read_days
from bot.core.holidays import find_countries, find_regions, regions_of
from bot.shell.cards import OPTIONS
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.standups.model import NotUnderstood, Standup, StandupGone
from bot.standups.service.holidays import DaysOff
from cogs.standups.views import holidays as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Holidays(FeatureCog, name="standups' holidays"):
    """Handlers convert, call one use case, and show one card."""

    feature = "standups"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._standups = bot.app.standups

    async def _standup_of(self, request: Request) -> Standup:
        return await self._standups.standup(request.guild_id, request.route.number(0))

    async def _card(self, request: Request, found: DaysOff, done: str = "") -> None:
        await request.update(views.days_off_card(found, request.lang, done=done))

    @route("holidays", organiser=True)
    async def holidays(self, request: Request) -> None:
        """The days off to come."""
        found = await self._standups.days_off(request.guild_id, request.route.number(0), request.lang.code)
        await self._card(request, found)

    @route("country", organiser=True)
    async def country(self, request: Request) -> None:
        """Open the form for a country."""
        await request.open(views.country_form(await self._standup_of(request), request.lang))

    @route("country_typed", reopen="country", organiser=True)
    async def country_typed(self, request: Request) -> None:
        """A country was typed."""
        typed = request.text("country")
        countries = await asyncio.to_thread(find_countries, typed, request.lang.code)
        if not countries:
            raise NotUnderstood("country", typed)
        if len(countries) > 1:
            card = views.country_choice(request.route.number(0), typed, countries, request.lang)
            await request.update(card)
            return
        await self._choose(request, countries[0].code)

    @route("country_in", organiser=True)
    async def country_in(self, request: Request) -> None:
        """One of several countries was chosen."""
        await self._choose(request, request.chosen[0])

    @route("no_country", organiser=True)
    async def no_country(self, request: Request) -> None:
        """Nobody's holidays."""
        await self._choose(request, "")

    async def _choose(self, request: Request, country: str, region: str = "") -> None:
        _ = request.lang.gettext
        found = await self._standups.choose_country(
            request.guild_id,
            request.user_id,
            request.route.number(0),
            country,
            region,
            language=request.lang.code,
        )
        done = _("Saved. Days off that you added stay.")
        if country:
            done = _("Saved. A day off is switched below, one at a time.")
        await self._card(request, found, done)

    @route("region", organiser=True)
    async def region(self, request: Request) -> None:
        """Choose a region from a list, or type it where there are many."""
        standup = await self._standup_of(request)
        regions = await asyncio.to_thread(regions_of, standup.country)
        if not regions:
            raise StandupGone
        if len(regions) > OPTIONS:
            await request.open(views.region_form(standup.id, request.lang))
        else:
            await request.update(views.region_choice(standup.id, regions, request.lang))

    @route("region_typed", reopen="region", organiser=True)
    async def region_typed(self, request: Request) -> None:
        """A region was typed."""
        standup, typed = await self._standup_of(request), request.text("region")
        regions = await asyncio.to_thread(find_regions, standup.country, typed)
        if not regions:
            raise NotUnderstood("region", typed)
        if len(regions) > 1:
            await request.update(views.region_choice(standup.id, regions, request.lang))
        else:
            await self._choose(request, standup.country, regions[0].code)

    @route("region_in", organiser=True)
    async def region_in(self, request: Request) -> None:
        """A region was chosen."""
        await self._choose(request, (await self._standup_of(request)).country, request.chosen[0])

    @route("whole_country", organiser=True)
    async def whole_country(self, request: Request) -> None:
        """The holidays of the whole country only."""
        await self._choose(request, (await self._standup_of(request)).country)

    @route("switch_day", organiser=True)
    async def switch_day(self, request: Request) -> None:
        """A day is off, or is not."""
        _ = request.lang.gettext
        day = date.fromisoformat(request.chosen[0])
        found = await self._standups.switch_day(
            request.guild_id, request.user_id, request.route.number(0), day, language=request.lang.code
        )
        is_off = any(each.off for each in found.coming if each.date == day)
        done = _("{day} is a day off.") if is_off else _("{day} is no day off any more.")
        if found.has_prompt(day):
            done = _("On {day} the prompt comes.")
        await self._card(request, found, done.format(day=request.lang.date(day)))

    @route("day_off", organiser=True)
    async def day_off(self, request: Request) -> None:
        """Open the form for a day off of one's own."""
        await request.open(views.day_off_form(await self._standup_of(request), request.lang))

    @route("day_off_typed", reopen="day_off", organiser=True)
    async def day_off_typed(self, request: Request) -> None:
        """A day off was typed."""
        standup, typed = await self._standup_of(request), request.text("day")
        today = standup.today(self.app.clock())
        first, last = _to_come(typed, today, request.lang.code)
        found = await self._standups.add_days_off(
            request.guild_id,
            request.user_id,
            standup.id,
            first,
            last,
            request.text("name"),
            language=request.lang.code,
        )
        done = request.lang.gettext("Saved. To take a day back, choose it in the list.")
        await self._card(request, found, done)


def _to_come(typed: str, today: date, language: str) -> tuple[date, date]:
    """The days that were typed, from today on: what is past is meant for the next year. NotUnderstood."""
    for ahead in (False, True):
        read = read_days(typed, today, language, ahead=ahead)
        if isinstance(read, Unclear):
            break
        if read.last is None:  # from Monday on
            raise NotUnderstood("last_day_off", typed)
        if read.last >= today:
            return max(read.first, today), read.last
    raise NotUnderstood("day_off", typed)
