"""APScheduler's one task: to say "look now" once a second.

Nothing else is left to it: its cron triggers are wrong on clock-change days, its job stores double between processes, and its
shutdown cancels claimed work (all three tried).
"""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 1  # seconds


class Waker:
    """Calls `wake` every second between `start` and `stop`."""

    def __init__(self, wake: Callable[[], None]) -> None:
        # This executor calls in the loop itself: the default one takes a thread, and logs an error when stopped meanwhile.
        self._scheduler = AsyncIOScheduler(timezone="UTC", executors={"default": DebugExecutor()})
        self._scheduler.add_job(wake, "interval", seconds=EVERY, max_instances=1, coalesce=True)

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """End, also when it never began; nothing is under way here that could be lost."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
