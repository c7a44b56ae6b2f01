"""Health: a small page for supervisors and Prometheus (/healthz, /readyz, /metrics); nothing of any member is on it.

/healthz fails only where a restart helps: work is no longer looked for, or nothing can be written any more. A database or a
Discord that is away is no reason for one; /readyz says so instead.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web

from bot.config import Settings
from bot.shell.client import Compound

PATIENCE = 2.0  # seconds that the database gets to answer a look
STUCK = 60.0  # seconds without a look for due work; the jobs look every few seconds, also while one of them is at work


class PortTaken(Exception):
    """The page cannot be served where the settings want it; the text names the setting and says what to do."""


@asynccontextmanager
async def serving(bot: Compound, settings: Settings) -> AsyncIterator[None]:
    """Serve the page while the block runs, if `metrics_port` is set; PortTaken when that is not possible."""
    if not settings.metrics_port:
        yield
        return
    health = Health(bot)
    pages = web.Application()
    pages.add_routes(
        [
            web.get("/healthz", health.alive),
            web.get("/readyz", health.ready),
            web.get("/metrics", health.metrics),
        ]
    )
    runner = web.AppRunner(pages, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    lag = asyncio.create_task(bot.metrics.watch_the_loop(), name="loop lag")
    try:
        await _listen(runner, settings)
        yield
    finally:
        lag.cancel()
        await asyncio.gather(lag, return_exceptions=True)
        await runner.cleanup()
        await health.close()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    host, port = settings.metrics_host, settings.metrics_port
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise PortTaken(
            f"BOT_METRICS_PORT {port} on BOT_METRICS_HOST {host} cannot be used ({error.strerror or error}). "
            "Choose another port, or 0 for none."
        ) from None


class Health:
    """What one bot answers to those who watch over it."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot
        self._look: asyncio.Task[datetime | None] | None = None

    async def alive(self, _request: web.Request) -> web.Response:
        """200 while a restart would not help; otherwise 503 and why."""
        reasons = []
        if not self._bot.app.db.alive:
            reasons.append("the database writer has ended")
        looked = self._bot.jobs.last_looked
        if looked is not None and time.monotonic() - looked > STUCK:
            reasons.append(f"nobody has looked for due work for {time.monotonic() - looked:.0f} s")
        if reasons:
            return web.json_response({"healthy": False, "reasons": reasons}, status=503)
        return web.json_response({"healthy": True})

    async def ready(self, _request: web.Request) -> web.Response:
        """200 when everything that people need is there; otherwise 503 and a list of what is not."""
        missing = []
        if not self._bot.setup_done.is_set():
            missing.append("commands: not loaded and synced yet")
        own, connected = self._shards()
        if connected < own:
            missing.append(f"discord: {connected} of {own} shards connected")
        if not (await self._oldest_due())[0]:
            missing.append("database: no answer")
        if missing:
            return web.json_response({"ready": False, "missing": missing}, status=503)
        return web.json_response({"ready": True})

    async def metrics(self, request: web.Request) -> web.Response:
        """The metrics, with what stands at this moment brought up to date."""
        metrics, bot = self._bot.metrics, self._bot
        own, connected = self._shards()
        metrics.shards(own, connected, len(bot.guilds))
        metrics.quiet(bot.pace.quiet_for)
        metrics.source("discord", connected == own)
        answered, due = await self._oldest_due()
        metrics.source("database", answered)
        age = max(0.0, (bot.app.clock() - due).total_seconds()) if due else 0.0
        looked = bot.jobs.last_looked
        metrics.jobs(None if looked is None else time.monotonic() - looked, age if answered else None)
        body, content_type = metrics.text(request.headers.get("Accept", ""))
        return web.Response(body=body, headers={"Content-Type": content_type})

    def _shards(self) -> tuple[int, int]:
        """How many shards this process runs, and how many of them are connected."""
        own = self._bot.app.settings.shards.own
        if not self._bot.is_ready():
            return len(own), 0
        shards = self._bot.shards
        return len(own), sum(each in shards and not shards[each].is_closed() for each in own)

    async def _oldest_due(self) -> tuple[bool, datetime | None]:
        """Whether the database can be read, and since or until when its oldest planned work waits.

        One look at a time, and never cancelled by impatience: a driver may hold on to a connection until its query ends.
        """
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._bot.jobs.next_due(), name="look at the database")
        look = self._look
        await asyncio.wait({look}, timeout=PATIENCE)
        if not look.done() or look.cancelled() or look.exception() is not None:
            return False, None  # the jobs themselves log what is wrong
        return True, look.result()

    async def close(self) -> None:
        """Give up a look that is still under way."""
        if self._look is not None:
            self._look.cancel()
            await asyncio.wait({self._look}, timeout=PATIENCE)
