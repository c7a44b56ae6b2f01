"""Background work of attention: bundles that are due, those that were interrupted, and what has become too old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.deliveries.model import LEASE
from bot.shell.jobs import Job
from cogs.attention.bundles import Bundles

if TYPE_CHECKING:
    from bot.app import App
    from bot.shell.pace import Pace

MOST = 500  # bundles claimed in one transaction
REQUESTS = 3  # of a bundle, as a rule: whether they are a member, their channel, the message


def jobs(app: App, bundles: Bundles, pace: Pace) -> list[Job]:
    """The feature's jobs. No more is claimed at once than can be sent well before its lease is over."""
    attention = app.attention
    at_once = max(1, min(MOST, int(pace.a_second * LEASE.total_seconds() / 3 / REQUESTS)))

    async def send_due() -> bool:
        did = False
        while posts := await attention.claim_bundles(at_once):
            await bundles.send(posts)
            did = True
        return did

    async def finish() -> bool:
        did = False
        while posts := await attention.take_unfinished(at_once):
            await bundles.send(posts)
            did = True
        return did

    async def tidy() -> bool:
        while await attention.purge():
            pass
        return True

    return [
        Job("attention.bundles", send_due, attention.next_bundle),
        Job("attention.unfinished", finish, attention.next_unfinished),
        Job("attention.tidy", tidy, attention.next_purge),
    ]
