"""/paper in Discord: its first card, and what was typed behind find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.looking import Looking
from cogs.papers.views import mine
from cogs.papers.views.finding import TYPED
from cogs.papers.views.hub import hub_card
from cogs.papers.views.standing import section

if TYPE_CHECKING:
    from bot.shell.client import Compound


class PapersCog(FeatureCog, name="papers"):
    """Handlers convert, call one use case, and show one view."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._looking = Looking(bot)

    async def cog_load(self) -> None:
        """Register routes and the line of /help."""
        await super().cog_load()
        self.bot.directory.help[self.feature] = mine.help_line

    @app_commands.command(
        name="paper", description=locale_str("Today's papers, finding one, and what is read together.")
    )
    @app_commands.describe(find=locale_str("An arXiv id, an address, or a few words."))
    @app_commands.guild_only()
    async def paper(
        self, interaction: discord.Interaction[Any], find: app_commands.Range[str, 1, TYPED] | None = None
    ) -> None:
        """Open the first card, or look for what was typed."""

        async def start(request: Request) -> None:
            if find and find.strip():
                await self._looking.look(request, find)
            else:
                await self.home(request)

        await self.handle(interaction, start)

    @route("home")
    async def home(self, request: Request) -> None:
        """The first card: today's papers, the reading group, the newest notes."""
        hub = await self._papers.hub(request.guild_id, organiser=request.is_organiser)
        standing = await self._papers.standing(request.guild_id, request.user_id)
        group = section(standing, request.lang, organiser=request.is_organiser) if standing else None
        await request.update(hub_card(hub, group, request.lang))
