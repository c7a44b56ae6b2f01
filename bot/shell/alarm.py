"""The alarm: one ERROR in the log when the database is in trouble, however many people and jobs run into it."""

from __future__ import annotations

import time

import structlog

from bot.core.db import DatabaseClosed, DatabaseTrouble

log = structlog.stdlib.get_logger(__name__)

QUIET = 600.0  # seconds without trouble after which the next one is news again


class Alarm:
    """Says it once to the operator; the same trouble afterwards is a warning."""

    def __init__(self) -> None:
        self._last: float | None = None

    def trouble(self, error: DatabaseTrouble, where: str) -> None:
        """Note that the database could not do what was asked; `where` is a route, a job or an event, never a text.

        A database that is closing is no trouble: the program stops, and what still came in is not handled.
        """
        if isinstance(error, DatabaseClosed):
            log.info("not handled, the program is stopping", where=where)
            return
        now = time.monotonic()
        news = self._last is None or now - self._last > QUIET
        self._last = now
        write = log.error if news else log.warning
        write("the database is in trouble", kind=type(error).__name__, reason=str(error), where=where)
