"""Background work of standups: open days, finish what was interrupted, post summaries (claim, render, post, record)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.deliveries.model import LEASE
from bot.shell.jobs import Job
from bot.shell.pace import Pace
from bot.standups.service.opening import BATCH
from cogs.standups.posting import Posting

if TYPE_CHECKING:
    from bot.app import App

TAKE = 100  # unfinished deliveries taken in one transaction


def jobs(app: App, posting: Posting, pace: Pace) -> list[Job]:
    """The feature's jobs. No more is claimed at once than can be sent well before its lease is over."""
    standups = app.standups
    at_once = max(1, min(BATCH, int(pace.a_second * LEASE.total_seconds() / 3)))

    async def open_due() -> bool:
        did = False
        while True:
            prompts, summaries = await standups.open_due(at_once), await standups.open_summaries()
            if not prompts and not summaries:
                return did
            await posting.prompts(prompts)
            await posting.summaries(summaries)
            did = True

    async def finish() -> bool:
        did = False
        while taken := await standups.take_unfinished(min(TAKE, at_once)):
            await posting.unfinished(taken)
            did = True
        return did

    return [
        Job("standups.open", open_due, standups.next_opening),
        Job("standups.finish", finish, standups.next_unfinished),
    ]
