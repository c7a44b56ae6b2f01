"""Jobs: background work by name, run when due; a job that fails is logged and tried again, it never stops the others.

APScheduler only says "look now" (`bot.shell.wake`); what is due is data in the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from bot.core.clock import Clock

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """`run` does everything that is due and returns whether it did something; `next_due` says when there is more (UTC)."""

    name: str
    run: Callable[[], Awaitable[bool]]
    next_due: Callable[[], Awaitable[datetime | None]]


class Jobs:
    """The jobs of one bot. Only `bot.__main__` starts the loop; tests and the demo call `run` and `run_due`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._kept: set[asyncio.Task[Any]] = set()
        self._stopping = False

    def add(self, job: Job) -> None:
        """Register a job under `feature.verb`; ValueError when the name is taken."""
        if job.name in self._jobs:
            raise ValueError(f"job {job.name} exists already")
        self._jobs[job.name] = job

    async def forget(self, feature: str) -> None:
        """Remove the jobs of `feature`."""
        self._jobs = {name: job for name, job in self._jobs.items() if not name.startswith(f"{feature}.")}

    def names(self) -> list[str]:
        """The registered jobs."""
        return sorted(self._jobs)

    async def run(self, name: str) -> bool:
        """Run one job now; returns whether it did something. KeyError for an unknown name; its errors are raised."""
        return await self._jobs[name].run()

    async def next_due(self) -> datetime | None:
        """When the next job has something to do (UTC), or None when nothing is planned."""
        instants = [instant for job in self._jobs.values() if (instant := await job.next_due())]
        return min(instants, default=None)

    async def run_due(self) -> bool:
        """Run every job that is due by the clock; returns whether one did something. Errors are logged, never raised."""
        did = False
        for job in list(self._jobs.values()):
            try:
                due = await job.next_due()
                if due is not None and due <= self._clock():
                    did = await job.run() or did
            except Exception:
                log.exception("job failed", job=job.name)
        return did

    def look_after(self, task: asyncio.Task[Any]) -> None:
        """Keep a task that outlived the answer to its person: its errors are logged, and `stop` waits for it."""
        self._kept.add(task)
        task.add_done_callback(self._kept_done)

    def _kept_done(self, task: asyncio.Task[Any]) -> None:
        self._kept.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("work behind an answer failed", exc_info=error)

    def wake(self) -> None:
        """Look for due work now instead of at the next tick."""
        self._wake.set()

    def start(self) -> None:
        """Start the loop: look for due work at every wake."""
        self._loop = asyncio.create_task(self._forever(), name="jobs")

    async def _forever(self) -> None:
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            if self._stopping:
                return
            await self.run_due()

    async def stop(self, seconds: float = 20) -> None:
        """Take no new work and let what is under way finish, for at most `seconds`."""
        self._stopping = True
        self.wake()
        under_way = self._kept | ({self._loop} if self._loop else set())
        if under_way:
            done, pending = await asyncio.wait(under_way, timeout=seconds)
            for task in pending:
                task.cancel()
            await asyncio.gather(*done, *pending, return_exceptions=True)
        self._loop = None
