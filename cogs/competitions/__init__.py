"""Competitions in Discord: /kaggle, cards of new ones, a companion for whoever is in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.competitions.cog import CompetitionsCog
from cogs.competitions.ending import Ending
from cogs.competitions.jobs import jobs
from cogs.competitions.joining import Joining
from cogs.competitions.mine import Mine
from cogs.competitions.organising import Organising
from cogs.competitions.teaming import Teaming
from cogs.competitions.tweaking import Tweaking
from cogs.competitions.views import log_refusals, refusals, team_refusals

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
    for each in (refusals, log_refusals, team_refusals):
        bot.wordings.register(each.refusal, *each.ALL)
    for job in jobs(bot):
        bot.jobs.add(job)
    for cog in (CompetitionsCog, Joining, Mine, Tweaking, Teaming, Ending, Organising):
        await bot.add_cog(cog(bot))
