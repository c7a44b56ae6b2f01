"""Sharing in Discord; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.showcase.adapting import Adapting
from cogs.showcase.apps import Apps
from cogs.showcase.choosing import Choosing
from cogs.showcase.cog import Sharing
from cogs.showcase.events import Events
from cogs.showcase.jobs import jobs
from cogs.showcase.mine import Mine
from cogs.showcase.organising import Organising
from cogs.showcase.posting import Posting
from cogs.showcase.quiet import Quiet
from cogs.showcase.readers import Readers
from cogs.showcase.roundups import Roundups
from cogs.showcase.talking import Talking
from cogs.showcase.thanks import Thanks
from cogs.showcase.views import readers
from cogs.showcase.views.refusals import ALL, refusal

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
    bot.wordings.register(refusal, *ALL)
    bot.wordings.register(readers.reading_refusal, *readers.REFUSALS)
    posting = Posting(bot)
    for job in jobs(bot.app, posting, bot.pace):
        bot.jobs.add(job)
    await bot.add_cog(Sharing(bot, posting))
    await bot.add_cog(Mine(bot, posting))
    await bot.add_cog(Adapting(bot, posting))
    await bot.add_cog(Apps(bot))
    await bot.add_cog(Readers(bot, posting))
    await bot.add_cog(Thanks(bot))
    await bot.add_cog(Talking(bot, posting))
    await bot.add_cog(Quiet(bot))
    await bot.add_cog(Choosing(bot, posting))
    await bot.add_cog(Organising(bot, posting))
    await bot.add_cog(Roundups(bot, posting))
    await bot.add_cog(Events(bot, posting))
