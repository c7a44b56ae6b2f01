"""/mine, /help and Apps > Edit or remove mine: a person's own settings, posts and privacy."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.core.ids import custom_id
from bot.people.service import archive
from bot.shell.places import typed_zone
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.people import views


class People(FeatureCog, name="people"):
    """Handlers gather what features offer, call one use case, and show one card."""

    feature = "people"

    async def cog_load(self) -> None:
        """Register routes and the line of /help."""
        await super().cog_load()
        self.bot.directory.help[self.feature] = views.help_line

    @app_commands.command(
        name="mine",
        description=locale_str("Everything of yours: posts, time zone, what is stored about you."),
    )
    async def mine(self, interaction: discord.Interaction[Any]) -> None:
        """Open the card; works in the bot's own DM too."""
        await self.handle(interaction, self.home)

    @app_commands.command(name="help", description=locale_str("What you can do here, on one screen."))
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """Show the screen."""
        await self.handle(interaction, self._help)

    async def _help(self, request: Request) -> None:
        lines = [offer(request.lang) for offer in self.bot.directory.help.values()]
        await request.answer(views.help_card(lines, request.lang, self.app.settings.contact))

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
        sections = [await offer(request) for offer in self.bot.directory.mine.values()]
        person = await self.app.people.person(request.user_id)
        community = await self.app.communities.community(request.guild_id) if request.guild_id else None
        await request.update(views.mine_card(person, community, sections, request.lang))

    @route("zone")
    async def zone(self, request: Request) -> None:
        """Open the form for one's own city."""
        await request.open(views.zone_form(request.lang))

    @route("zoned", reopen="zone")
    async def zoned(self, request: Request) -> None:
        """A city was typed."""
        if zone := await typed_zone(request, custom_id("people", "zone_in")):
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
        person = await self.app.people.choose_zone(request.user_id, zone)
        await request.update(views.zone_chosen(person, request.lang))

    @route("privacy")
    async def privacy(self, request: Request) -> None:
        """What is stored, in words."""
        kept = await self.app.people.what_is_kept(request.user_id, request.lang)
        await request.update(views.privacy_card(kept, request.lang))

    @route("export")
    async def export(self, request: Request) -> None:
        """Everything in one zip."""
        documents = await self.app.people.documents(request.user_id)
        await request.answer(views.export_card(archive(documents), request.lang))

    @route("erase")
    async def erase(self, request: Request) -> None:
        """Ask what to delete."""
        kept = await self.app.people.what_is_kept(request.user_id, request.lang)
        await request.update(views.erase_card(list(kept), request.lang))

    @route("erased")
    async def erased(self, request: Request) -> None:
        """Delete everything, or one area: rows now, messages at once after."""
        area = request.chosen[0] if request.chosen else "all"
        removals = await self.app.people.forget(request.user_id, None if area == "all" else area)
        await request.defer()
        left = await self.bot.publisher.take_down(removals)
        await self.bot.jobs.run_due()  # summaries that quoted something are rebuilt now, not at the next tick
        await request.update(views.erased_card(left, request.lang))
