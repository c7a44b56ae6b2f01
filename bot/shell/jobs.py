"""Jobs: background work by name, run when due; a job that fails is logged and tried again, it never stops the others.

APScheduler only says "look now" (`bot.shell.wake`); what is due is data in the database. Should it fall silent (it counts by
the wall clock, which can be set back) we look all the same.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import structlog

from bot.core.clock import Clock
from bot.core.db import DatabaseTrouble
from bot.shell.alarm import Alarm
from bot.shell.failures import is_expired
from bot.shell.metrics import Metrics

log = structlog.stdlib.get_logger(__name__)


LOOK = 5.0  # seconds until we look for due work without being told
LONGEST_REST = 60.0  # seconds that a job which keeps failing is left alone


@dataclass(frozen=True)
class Job:
    """`run` does everything that is due and returns whether it did something; `next_due` says when there is more (UTC)."""

    name: str
    run: Callable[[], Awaitable[bool]]
    next_due: Callable[[], Awaitable[datetime | None]]


def to_the_end(step: Callable[[], Awaitable[bool]]) -> Callable[[], Awaitable[bool]]:
    """The run of a job that does `step` until there is nothing more to do; it returns whether there was anything."""

    async def run() -> bool:
        did = False
        while await step():
            did = True
        return did

    return run


class Jobs:
    """The jobs of one bot. Only a run starts the loop; tests and the demo call `run` and `run_due`.

    `held` says whether Discord wants quiet: then the loop starts nothing.
    """

    def __init__(
        self, clock: Clock, alarm: Alarm, metrics: Metrics, *, held: Callable[[], bool] = lambda: False
    ) -> None:
        self._clock = clock
        self._metrics = metrics
        self._alarm = alarm
        self._held = held
        self._jobs: dict[str, Job] = {}
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._failures: dict[str, int] = {}
        self._rests_until: dict[str, float] = {}
        self._kept: set[asyncio.Task[Any]] = set()
        self._answering: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self.last_looked: float | None = None
        """When (`time.monotonic`) the loop last looked for due work; None until it is started."""

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

    async def next_due(self, *names: str) -> datetime | None:
        """When the next job, or the next of those named, has something to do (UTC); None when nothing is planned."""
        jobs = [self._jobs[name] for name in names] if names else list(self._jobs.values())
        return min([instant for job in jobs if (instant := await job.next_due())], default=None)

    async def run_due(self) -> bool:
        """Run every job that is due by the clock; returns whether one did something. Errors are logged, never raised."""
        did = False
        for job in list(self._jobs.values()):
            did = await self._run_if_due(job) or did
        return did

    async def _run_if_due(self, job: Job) -> bool:
        try:
            due = await job.next_due()
            if due is None or due > self._clock():
                return False
            did = await job.run()
            self._failures.pop(job.name, None)
            self._metrics.job(job.name)
            return did
        except DatabaseTrouble as error:
            self._alarm.trouble(error, job.name)
        except Exception:
            log.exception("job failed", job=job.name)
        self._metrics.job(job.name, failed=True)
        failures = self._failures[job.name] = self._failures.get(job.name, 0) + 1
        self._rests_until[job.name] = time.monotonic() + min(2.0 ** (failures - 1), LONGEST_REST)
        return False

    def look_after(self, task: asyncio.Task[Any]) -> None:
        """Keep a task that outlived the answer to its person: its errors are logged, and `stop` waits for it."""
        self._kept.add(task)
        task.add_done_callback(self._kept_done)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """A person is being answered by the current task: `stop` waits for it."""
        task = asyncio.current_task()
        assert task is not None
        self._answering.add(task)
        try:
            yield
        finally:
            self._answering.discard(task)

    def _kept_done(self, task: asyncio.Task[Any]) -> None:
        self._kept.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        if is_expired(error):
            log.warning("work behind an answer ended when nobody waited for it any more")
        else:
            log.error("work behind an answer failed", exc_info=error)

    def wake(self) -> None:
        """Look for due work now instead of at the next tick."""
        self._wake.set()

    def start(self) -> None:
        """Start the loop: look for due work at every wake."""
        self._loop = asyncio.create_task(self._forever(), name="jobs")

    async def _forever(self) -> None:
        while not self._stopping:
            self.last_looked = time.monotonic()
            if not self._held():
                self._start_due()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK)
            self._wake.clear()

    def _start_due(self) -> None:
        """Let every job that is not at work already look for what is due; a long one keeps no other waiting."""
        for job in list(self._jobs.values()):
            at_work = self._running.get(job.name)
            rests = self._rests_until.get(job.name, 0.0) > time.monotonic()
            if not rests and (at_work is None or at_work.done()):
                self._running[job.name] = asyncio.create_task(self._run_if_due(job), name=job.name)

    async def stop(self, seconds: float = 20) -> None:
        """Take no new work and let what is under way finish, people's answers too, for at most `seconds`."""
        self._stopping = True
        self.wake()
        under_way = self._kept | self._answering | set(self._running.values())
        if self._loop is not None:
            under_way.add(self._loop)
        under_way.discard(cast("asyncio.Task[Any]", asyncio.current_task()))
        if under_way:
            done, pending = await asyncio.wait(under_way, timeout=seconds)
            for task in pending:
                task.cancel()
            await asyncio.gather(*done, *pending, return_exceptions=True)
        self._loop = None
