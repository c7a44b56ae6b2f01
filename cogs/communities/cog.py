"""/setup: one card for organisers, made of what each feature offers; status and recent changes."""

from __future__ import annotations

from typing import Any

import discord
import structlog
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.communities import views

log = structlog.stdlib.get_logger(__name__)


class Communities(FeatureCog, name="communities"):
    """Handlers gather what features offer and show one card."""

    feature = "communities"

    async def cog_load(self) -> None:
        """Register routes and the line of /help."""
        await super().cog_load()
        self.bot.directory.help[self.feature] = views.help_line

    @app_commands.command(
        name="setup",
        description=locale_str("For organisers: standups, their channel, time and questions; status."),
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction[Any]) -> None:
        """Open the card."""
        await self.handle(interaction, self.home, organiser=True)

    @route("home", organiser=True)
    async def home(self, request: Request) -> None:
        """The card."""
        sections = [await offer(request) for offer in self.bot.directory.setup.values()]
        await request.update(views.setup_card(sections, request.lang))

    @route("status", organiser=True)
    async def status(self, request: Request) -> None:
        """What runs, what did not get through, who changed what."""
        sections = [await offer(request) for offer in self.bot.directory.status.values()]
        troubled = await self.app.deliveries.troubled(request.guild_id)
        audit = await self.app.communities.audit(request.guild_id)
        await request.update(views.status_card(sections, troubled, audit, request.lang))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Somebody invited the bot: where it may not work it leaves again.

        Servers it was in before are kept, so that a typo in BOT_ALLOWED_SERVERS loses none: there it only refuses.
        """
        if self.app.settings.serves(guild.id):
            return
        log.warning("left a server that is not in BOT_ALLOWED_SERVERS", guild=guild.id)
        try:
            await guild.leave()
        except discord.HTTPException as error:
            log.warning("could not leave a server", guild=guild.id, status=error.status, code=error.code)

    @commands.Cog.listener()
    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        """The server's preferred language may have changed."""
        if before.preferred_locale != after.preferred_locale:
            await self.app.communities.note_language(after.id, str(after.preferred_locale))
