"""Background work of the showcase: finish what was interrupted, look at posts, see to threads of what is gone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.shell.jobs import Job, to_the_end
from bot.shell.pace import Pace
from cogs.showcase.posting import Posting

if TYPE_CHECKING:
    from bot.app import App

TAKE = 100  # unfinished posts taken in one transaction
LOOKS = 10  # posts looked at in one go


def jobs(app: App, posting: Posting, pace: Pace) -> list[Job]:
    """The feature's jobs but for those that a cog of its own adds."""
    showcase = app.showcase
    at_once = pace.within_lease(TAKE)
    started = False

    async def post() -> bool:
        did = False
        while taken := await showcase.take_unfinished(at_once):
            await posting.unfinished(taken)
            did = True
        return did

    async def look() -> bool:
        taken = await showcase.take_looks(LOOKS)
        for each in taken:
            if await posting.look(each.post) is not None:
                await showcase.looked(each)
        return bool(taken)

    async def look_again() -> bool:
        nonlocal started
        started = True
        await showcase.look_again()
        return True

    async def after_start() -> datetime | None:
        nonlocal started
        if not started and not await showcase.was_posted_lately():
            started = True
        return None if started else app.clock()

    return [
        Job("showcase.post", post, showcase.next_unfinished),
        Job("showcase.threads", to_the_end(posting.see_to_threads), showcase.next_thread),
        Job("showcase.look", look, showcase.next_look),
        Job("showcase.look_again", look_again, after_start),
    ]
