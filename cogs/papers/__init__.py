"""Papers and the reading group in Discord; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.papers.cog import PapersCog
from cogs.papers.digests import Digests
from cogs.papers.essences import Essences
from cogs.papers.finding import Finding
from cogs.papers.grouping import Grouping
from cogs.papers.jobs import jobs
from cogs.papers.leading import Leading
from cogs.papers.mine import Mine
from cogs.papers.more import More
from cogs.papers.nominating import Nominating
from cogs.papers.noting import Noting
from cogs.papers.organising import Organising
from cogs.papers.posting import Posting
from cogs.papers.questions import Questions
from cogs.papers.rounds import Rounds
from cogs.papers.sessions import Sessions
from cogs.papers.talking import Talking
from cogs.papers.views import entry_refusals, group_refusals, refusals, wish_refusals
from cogs.papers.voting import Voting

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
    for each in (refusals, entry_refusals, group_refusals, wish_refusals):
        bot.wordings.register(each.refusal, *each.ALL)
    posting = Posting(bot)
    for job in jobs(bot, posting):
        bot.jobs.add(job)
    await bot.add_cog(PapersCog(bot))
    await bot.add_cog(Finding(bot))
    await bot.add_cog(More(bot))
    await bot.add_cog(Mine(bot, posting))
    await bot.add_cog(Digests(bot))
    await bot.add_cog(Essences(bot, posting))
    await bot.add_cog(Questions(bot, posting))
    await bot.add_cog(Talking(bot, posting))
    await bot.add_cog(Nominating(bot))
    await bot.add_cog(Voting(bot))
    await bot.add_cog(Rounds(bot))
    await bot.add_cog(Leading(bot))
    await bot.add_cog(Sessions(bot))
    await bot.add_cog(Noting(bot, posting))
    await bot.add_cog(Organising(bot))
    await bot.add_cog(Grouping(bot))
