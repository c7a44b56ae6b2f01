"""Background work of papers that no cog of its own adds: reading arXiv's lists, finishing posts, forgetting what is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.daily import daily
from bot.shell.jobs import Job, to_the_end
from cogs.papers.fetching import fetching
from cogs.papers.posting import Posting, posting_jobs

if TYPE_CHECKING:
    from bot.shell.client import Compound


def jobs(bot: Compound, posting: Posting) -> list[Job]:
    """The feature's jobs but for those that a cog of its own adds."""
    papers = bot.app.papers

    return [
        *fetching(bot.app),
        *posting_jobs(bot, posting),
        daily("papers.purge", bot.app.clock, to_the_end(papers.purge)),
    ]
