"""The pace: how fast this process may ask Discord, and when it must be quiet altogether.

Answers to people bypass it; everything that is posted by ids waits for its turn.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING

import aiohttp
import structlog
from aiolimiter import AsyncLimiter

from bot.config import Shards
from bot.deliveries.model import LEASE

if TYPE_CHECKING:
    from bot.shell.metrics import Metrics

log = structlog.stdlib.get_logger(__name__)

A_SECOND = 45.0  # turns of all processes together; Discord refuses from 50 requests a second on
SMOOTH = 15.0  # this part of a second may come at once, to make up for a loop that was busy
# Discord bans an address for an hour or longer after 10,000 answers of 401, 403 or 429 in ten minutes.
# https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
MOST_INVALID = 2_000
INVALID_WINDOW = 600.0  # seconds
INVALID = frozenset({401, 403, 429})


class Pace:
    """Turns for this process's share of all shards, and the breaker. `clock` gives seconds that only grow.

    Without `limited` every turn comes at once: a simulated Discord has no limit, and its time stands still.
    """

    def __init__(
        self, shards: Shards, *, limited: bool = True, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.a_second = A_SECOND * len(shards.own) / shards.count
        at_once = max(1.0, self.a_second // SMOOTH)
        self._limiter = AsyncLimiter(at_once, at_once / self.a_second) if limited else None
        self._clock = clock
        self._invalid: deque[float] = deque(maxlen=MOST_INVALID)
        self._quiet_until = 0.0

    async def turn(self) -> None:
        """Wait for this process's next turn to ask Discord something."""
        if self._limiter is not None:
            await self._limiter.acquire()

    def within_lease(self, most: int) -> int:
        """How many deliveries, at most so many, may be claimed at once to be sent well before their lease is over."""
        return max(1, min(most, int(self.a_second * LEASE.total_seconds() / 3)))

    @property
    def quiet_for(self) -> float:
        """Seconds for which nothing may be posted: Discord asked for it, or it refused too much lately. 0: go on."""
        return max(0.0, self._quiet_until - self._clock())

    def note(self, status: int, headers: Mapping[str, str]) -> None:
        """Count an answer of Discord's; too many invalid ones, or a ban, mean quiet."""
        if status not in INVALID or headers.get("X-RateLimit-Scope") == "shared":
            return
        now = self._clock()
        self._invalid.append(now)
        if status == 429 and "Via" not in headers:  # a ban does not come from Discord itself
            self._be_quiet(float(headers.get("Retry-After") or INVALID_WINDOW), "banned")
        elif status == 429 and headers.get("X-RateLimit-Global"):
            self._be_quiet(float(headers.get("Retry-After") or 1), "")
        if len(self._invalid) == MOST_INVALID and now - self._invalid[0] < INVALID_WINDOW:
            self._be_quiet(self._invalid[0] + INVALID_WINDOW - now, "too many refusals")

    def _be_quiet(self, seconds: float, alert: str) -> None:
        until = self._clock() + seconds
        if alert and self.quiet_for < 1:
            log.error("nothing is posted for a while", reason=alert, seconds=round(seconds))
        self._quiet_until = max(self._quiet_until, until)


def tracing(pace: Pace, metrics: Metrics, refused: Callable[[], None]) -> aiohttp.TraceConfig:
    """Tells the pace and the metrics of every answer of Discord's; calls `refused` when it no longer takes the token."""
    trace = aiohttp.TraceConfig()

    async def started(_: object, context: SimpleNamespace, __: object) -> None:
        context.since = time.perf_counter()

    async def ended(_: object, context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams) -> None:
        status = answer.response.status
        metrics.request(answer.method, status, time.perf_counter() - context.since)
        if "/interactions/" in answer.url.path or "/webhooks/" in answer.url.path:
            return  # these carry a token of their own and count for nobody
        pace.note(status, answer.response.headers)
        if status == 401:
            refused()

    async def failed(
        _: object, context: SimpleNamespace, request: aiohttp.TraceRequestExceptionParams
    ) -> None:
        metrics.request(request.method, 0, time.perf_counter() - context.since)

    trace.on_request_start.append(started)
    trace.on_request_end.append(ended)
    trace.on_request_exception.append(failed)
    return trace
