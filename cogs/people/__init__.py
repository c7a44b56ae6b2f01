"""What is a person's own, in Discord: /mine, /help, the message menu; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.people.model import UnknownZone
from cogs.people.cog import People
from cogs.people.jobs import jobs
from cogs.people.privacy import Privacy
from cogs.people.views import refusal

if TYPE_CHECKING:
    from bot.shell.client import Compound

MENU = locale_str("Edit or remove mine")


async def setup(bot: Compound) -> None:
    """Load the feature."""
    bot.wordings.register(refusal, UnknownZone)
    for job in jobs(bot):
        bot.jobs.add(job)
    cog = People(bot)
    await bot.add_cog(cog)
    await bot.add_cog(Privacy(bot))
    bot.tree.add_command(app_commands.ContextMenu(name=MENU, callback=cog.edit_or_remove))


async def teardown(bot: Compound) -> None:
    """Unload it."""
    bot.tree.remove_command(MENU.message, type=discord.AppCommandType.message)
