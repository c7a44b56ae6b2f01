"""Deletes messages whose content is gone and whose deletion did not succeed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.shell.jobs import Job

if TYPE_CHECKING:
    from bot.shell.client import Compound

TAKE = 50  # removals taken in one transaction


def jobs(bot: Compound) -> list[Job]:
    """The feature's jobs."""
    deliveries = bot.app.deliveries

    async def remove() -> bool:
        did = False
        while taken := await deliveries.take_due_removals(TAKE):
            await bot.publisher.remove(taken)
            did = True
        return did

    return [Job("deliveries.remove", remove, deliveries.next_removal)]
