"""What reaches people, in Discord: bundles, the inbox, being away, organisers' notices; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.attention.away import Away
from cogs.attention.bundles import Bundles
from cogs.attention.choosing import Choosing
from cogs.attention.cog import Attention
from cogs.attention.jobs import jobs
from cogs.attention.notices import Notices, notice_jobs
from cogs.attention.rendering import Rendering
from cogs.attention.views import away
from cogs.attention.views.refusals import ALL, refusal

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
    bot.wordings.register(refusal, *ALL)
    bot.wordings.register(away.refusal, *away.ALL)
    rendering = Rendering(bot)
    for job in jobs(bot.app, Bundles(bot, rendering), bot.pace):
        bot.jobs.add(job)
    await bot.add_cog(Attention(bot, rendering))
    await bot.add_cog(Choosing(bot))
    await bot.add_cog(Away(bot))
    notices = Notices(bot)
    for job in notice_jobs(bot, notices):
        bot.jobs.add(job)
    await bot.add_cog(notices)
