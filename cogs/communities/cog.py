"""/setup: one card for organisers, made of what each feature offers; status and recent changes."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.shell.packing import sections_of
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.communities import views

# What organisers look for first comes first.
ORDER = (
    "standups",
    "showcase",
    "papers",
    "papers.group",
    "competitions",
    "mentoring",
    "communities.topics",
    "attention",
    "attention.notices",
    "communities.moderation",
    "communities.language",
)


class Communities(FeatureCog, name="communities"):
    """Handlers gather what features offer and show one card."""

    feature = "communities"

    async def cog_load(self) -> None:
        """Register routes and the line of /help."""
        await super().cog_load()
        self.bot.directory.help[self.feature] = views.help_line

    @app_commands.command(
        name="setup",
        description=locale_str(
            "For organisers: standups, showcase, papers, Kaggle and mentors, their channels; status."
        ),
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction[Any]) -> None:
        """Open the card."""
        await self.handle(interaction, self._open, organiser=True)

    async def _open(self, request: Request) -> None:
        await self.app.communities.note_language(request.guild_id, request.guild_locale)
        await self.home(request)
        # The greeting has done its work.
        await self.bot.publisher.take_down(await self.app.deliveries.remove_greeting(request.guild_id))

    @route("home", organiser=True)
    async def home(self, request: Request) -> None:
        """The card."""
        sections = await sections_of(request, self.bot.directory.setup, ORDER)
        await request.update(views.setup_card(sections, request.lang))

    @route("status", organiser=True)
    async def status(self, request: Request) -> None:
        """What runs, what did not get through, who changed what."""
        offers = self.bot.directory
        sections = await sections_of(request, offers.status, ORDER)
        troubled = await self.app.deliveries.troubled(request.guild_id)
        audit = [
            views.audit_line(line, offers.audits, offers.happenings, request.lang)
            for line in await self.app.communities.audit(request.guild_id)
        ]
        await request.update(views.status_card(sections, troubled, audit, request.lang))
