"""Background work of mentors and peers: looking for mentors, rounds, asking how it went, posts, what time changes, forgetting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.daily import daily
from bot.shell.jobs import Job, to_the_end
from cogs.mentoring.amas import amas_jobs
from cogs.mentoring.needing import needing_jobs
from cogs.mentoring.pairing import pairing_jobs
from cogs.mentoring.posting import posting_jobs
from cogs.mentoring.proposing import proposing_jobs
from cogs.mentoring.rounds import rounds_jobs

if TYPE_CHECKING:
    from bot.shell.client import Compound


def jobs(bot: Compound) -> list[Job]:
    """The feature's jobs."""
    every = (proposing_jobs, rounds_jobs, pairing_jobs, amas_jobs, needing_jobs, posting_jobs)
    forgetting = daily("mentoring.purge", bot.app.clock, to_the_end(bot.app.mentoring.purge))
    return [*(job for some in every for job in some(bot)), forgetting]
