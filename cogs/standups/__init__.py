"""Standups in Discord; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.standups.cog import Standups
from cogs.standups.jobs import jobs
from cogs.standups.organising import Organising
from cogs.standups.posting import Posting
from cogs.standups.questions import Questions
from cogs.standups.views.refusals import ALL, refusal

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
    bot.wordings.register(refusal, *ALL)
    posting = Posting(bot)
    for job in jobs(bot.app, posting, bot.pace):
        bot.jobs.add(job)
    await bot.add_cog(Standups(bot, posting))
    await bot.add_cog(Organising(bot))
    await bot.add_cog(Questions(bot))
