"""Standups in Discord; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.standups.choosing import Choosing
from cogs.standups.cog import Standups
from cogs.standups.deletions import Deletions
from cogs.standups.helping import Helping
from cogs.standups.holidays import Holidays
from cogs.standups.jobs import jobs
from cogs.standups.organising import Organising
from cogs.standups.posting import Posting
from cogs.standups.questions import Questions
from cogs.standups.replies import Replies
from cogs.standups.rhythm import Rhythms
from cogs.standups.views import blockers, guards
from cogs.standups.views.refusals import ALL, refusal

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
    bot.wordings.register(refusal, *ALL)
    bot.wordings.register(guards.refusal, *guards.ALL)
    bot.wordings.register(blockers.blocker_refusal, *blockers.REFUSALS)
    posting = Posting(bot)
    for job in jobs(bot.app, posting, bot.pace):
        bot.jobs.add(job)
    await bot.add_cog(Standups(bot, posting))
    await bot.add_cog(Organising(bot))
    await bot.add_cog(Questions(bot))
    await bot.add_cog(Holidays(bot))
    await bot.add_cog(Choosing(bot))
    await bot.add_cog(Helping(bot))
    await bot.add_cog(Replies(bot))
    await bot.add_cog(Deletions(bot))
    await bot.add_cog(Rhythms(bot))
