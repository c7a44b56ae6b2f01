"""The delivery ledger's own background work in Discord; `setup` is the only wiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.deliveries.jobs import jobs

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def setup(bot: Compound) -> None:
    """Load the feature."""
    for job in jobs(bot):
        bot.jobs.add(job)


async def teardown(bot: Compound) -> None:
    """Unload it."""
    await bot.jobs.forget("deliveries")
