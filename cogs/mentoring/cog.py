"""/mentor in Discord: its card, the line of /help, the part of /mine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.pooling import show
from cogs.mentoring.views import hub

if TYPE_CHECKING:
    from bot.shell.client import Compound


class MentoringCog(FeatureCog, name="mentoring"):
    """Handlers convert, call one use case, and show one view."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring

    async def cog_load(self) -> None:
        """Register routes, the line of /help and the part of /mine."""
        await super().cog_load()
        self.bot.directory.help[self.feature] = hub.help_line
        self.bot.directory.mine[self.feature] = self._mine

    @app_commands.command(
        name="mentor",
        description=locale_str("Find a mentor, mentor somebody, or pair up with peers."),
    )
    @app_commands.guild_only()
    async def mentor(self, interaction: discord.Interaction[Any]) -> None:
        """Open the card."""
        await self.handle(interaction, self.home)

    @route("home")
    async def home(self, request: Request) -> None:
        """The card; in the bot's own DM what one is in anywhere."""
        if not request.guild_id:
            await show(request, None)
            return
        about = (request.guild_id, request.user_id)
        await show(request, await self._mentoring.pool(*about, organiser=request.is_organiser))

    async def _mine(self, request: Request) -> Section:
        return hub.mine(request.lang)
