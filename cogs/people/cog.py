"""/mine, /help and Apps > Edit or remove mine: what is a person's own, and their settings."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.communities.model import Community
from bot.core.ids import custom_id
from bot.people.model import Person
from bot.shell import ways
from bot.shell.directory import Section
from bot.shell.packing import LINES, in_order, sections_of
from bot.shell.places import typed_zone
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.people import views

# In which order a person looks for things.
MINE = (
    *("attention", "standups", "standups.rhythm", "showcase", "showcase.thanked", "papers", "competitions"),
    *("mentoring", "mentoring.asking", "communities.helping", "attention.away"),
)
SETTINGS = ("people", "attention", "standups", "showcase")
HELP = (
    *("standups", "showcase", "papers", "competitions", "mentoring", "mentoring.asking"),
    *("attention.away", "people", "communities"),
)
ORGANISERS = frozenset({"communities"})  # whose commands Discord does not show to others


class People(FeatureCog, name="people"):
    """Handlers gather what features offer, call one use case, and show one card."""

    feature = "people"

    async def cog_load(self) -> None:
        """Register routes and the line of /help."""
        await super().cog_load()
        self.bot.directory.help[self.feature] = views.help_line
        self.bot.directory.settings[self.feature] = self._settings

    @app_commands.command(
        name="mine",
        description=locale_str("Everything of yours: inbox, posts, rhythm, settings, privacy."),
    )
    async def mine(self, interaction: discord.Interaction[Any]) -> None:
        """Open the card; works in the bot's own DM too."""
        await self.handle(interaction, self.home)

    @app_commands.command(name="help", description=locale_str("What you can do here, on one screen."))
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """Show the screen."""
        await self.handle(interaction, self._help)

    async def _help(self, request: Request) -> None:
        offers = self.bot.directory.help
        names = [name for name in in_order(offers, HELP) if request.is_organiser or name not in ORGANISERS]
        lines = [offers[name](request.lang) for name in names]
        most = LINES + request.is_organiser  # /setup has a line of its own
        await request.answer(views.help_card(lines, request.lang, self.app.settings.contact, most=most))

    async def edit_or_remove(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Apps > Edit or remove mine, on a message of the bot."""

        async def handler(request: Request) -> None:
            for offer in self.bot.directory.own_message.values():
                if card := await offer(request, message.id):
                    await request.answer(card)
                    return
            await request.answer(views.not_yours(request.lang))

        await self.handle(interaction, handler)

    @route("home")
    async def home(self, request: Request) -> None:
        """The card."""
        sections = await sections_of(request, self.bot.directory.mine, MINE)
        await request.update(views.mine_card(sections, request.lang))

    @route("settings")
    async def settings(self, request: Request) -> None:
        """What a person can choose for themselves."""
        sections = await sections_of(request, self.bot.directory.settings, SETTINGS)
        await request.update(views.settings_card(sections, request.lang))

    async def _settings(self, request: Request) -> Section:
        person = await self.app.people.person(request.user_id)
        return views.settings_section(person, await self._serving(request, person), request.lang)

    async def _serving(self, request: Request, person: Person) -> Community | None:
        """The server whose time zone serves without a choice of one's own: the first one chosen in, else this one."""
        guild_id = person.home_server or request.guild_id
        return await self.app.communities.community(guild_id) if guild_id else None

    @route("zone")
    async def zone(self, request: Request) -> None:
        """Open the form for one's own city."""
        await request.open(views.zone_form(request.lang))

    @route("zoned", reopen="zone")
    async def zoned(self, request: Request) -> None:
        """A city was typed."""
        if zone := await typed_zone(request, custom_id("people", "zone_in"), ways.settings(request.lang)):
            await self._choose(request, zone)

    @route("zone_in")
    async def zone_in(self, request: Request) -> None:
        """One of several places was chosen."""
        await self._choose(request, request.chosen[0])

    @route("no_zone")
    async def no_zone(self, request: Request) -> None:
        """The server's zone again."""
        await self._choose(request, None)

    async def _choose(self, request: Request, zone: str | None) -> None:
        person = await self.app.people.choose_zone(
            request.user_id, zone, guild_id=request.guild_id, language=request.locale
        )
        await request.update(views.zone_chosen(person, request.lang))

    @route("day")
    async def day(self, request: Request) -> None:
        """When my day begins."""
        person = await self.app.people.person(request.user_id)
        await request.update(views.day_card(person, request.lang))

    @route("day_in")
    async def day_in(self, request: Request) -> None:
        """An hour was chosen."""
        await self._begin_day(request, int(request.chosen[0].removeprefix("h")))

    @route("day_back")
    async def day_back(self, request: Request) -> None:
        """The hour before, after all."""
        await self._begin_day(request, request.route.number(0))

    async def _begin_day(self, request: Request, hour: int) -> None:
        before = (await self.app.people.person(request.user_id)).day_start
        person = await self.app.people.choose_day_start(
            request.user_id, hour, guild_id=request.guild_id, language=request.locale
        )
        await request.update(views.day_chosen(person, before, request.lang))
