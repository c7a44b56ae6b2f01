"""Background work of standups: open days, remind, post summaries, finish what was interrupted (claim, render, post, record)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.daily import daily
from bot.shell.jobs import Job, to_the_end
from bot.shell.pace import Pace
from bot.standups.service.opening import BATCH
from cogs.standups.posting import Posting

if TYPE_CHECKING:
    from bot.app import App

TAKE = 100  # unfinished deliveries taken in one transaction


def jobs(app: App, posting: Posting, pace: Pace) -> list[Job]:
    """The feature's jobs. No more is claimed at once than can be sent well before its lease is over."""
    standups = app.standups
    at_once = pace.within_lease(BATCH)

    async def open_due() -> bool:
        did = False
        while True:
            prompts = await standups.open_due(at_once)
            if not prompts:
                return did
            await posting.prompts(prompts)
            did = True

    async def summarise() -> bool:
        did = False
        while True:
            days, weeks = await standups.open_summaries(), await standups.open_weeks()
            if not days and not weeks:
                return did
            await posting.summaries(days)
            await posting.summaries(weeks)
            did = True

    async def finish() -> bool:
        did = False
        while taken := await standups.take_unfinished(min(TAKE, at_once)):
            await posting.unfinished(taken)
            did = True
        return did

    return [
        daily("standups.purge", app.clock, to_the_end(standups.purge)),
        Job("standups.open", open_due, standups.next_opening),
        Job("standups.summarise", summarise, standups.next_summary),
        Job("standups.remind", to_the_end(standups.remind), standups.next_reminder),
        Job("standups.finish", finish, standups.next_unfinished),
    ]
