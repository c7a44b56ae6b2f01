"""The bot as the demo drives it: its client, its background work, and how both are opened on the demo's clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import discord

Clock = Callable[[], datetime]

STANDUPS = ("standups.open",)
READING = ("papers.digests", "papers.rounds", "papers.sessions")
MENTORING = ("mentoring.look", "mentoring.rounds", "mentoring.follow_ups", "mentoring.amas")
POSTS = (*STANDUPS, *READING, *MENTORING, "attention.bundles", "showcase.roundups")
"""The jobs whose times people wait for: the others only tidy up."""


class Jobs(Protocol):
    """The bot's background work, driven by hand: nothing else wakes it in the demo."""

    async def run_due(self) -> bool:
        """Run every job that is due by the clock; True if something was done."""

    async def next_due(self, *names: str) -> datetime | None:
        """The next instant (UTC) at which a job, or one of those named, is due; None when nothing is planned."""


@dataclass(frozen=True)
class Running:
    """A bot that runs, and the jobs that belong to it."""

    client: discord.Client
    jobs: Jobs


OpenBot = Callable[[Clock], AbstractAsyncContextManager[Running]]
"""Opens the bot and everything it needs on the demo's database; leaving the context closes all of it."""
