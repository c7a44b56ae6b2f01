"""Work that is done once a day and is in no hurry: looking for what has become too old to keep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.core.clock import Clock
from bot.shell.jobs import Job

FIRST = timedelta(hours=1)  # after the start, when everybody else has settled
EVERY = timedelta(days=1)


def daily(name: str, clock: Clock, work: Callable[[], Awaitable[object]]) -> Job:
    """The job that does `work` an hour after the start and then once a day; when it fails, it is tried again soon.

    Each process does it: it has to do no harm when it is done twice.
    """
    due = clock() + FIRST

    async def run() -> bool:
        nonlocal due
        await work()
        due = clock() + EVERY
        return True

    async def next_due() -> datetime:
        return due

    return Job(name, run, next_due)
