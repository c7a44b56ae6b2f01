"""Turns at the gateway: Discord lets only few shards log in at a time, over all processes of a bot together."""

from __future__ import annotations

import asyncio
import random

import structlog
from discord.http import HTTPClient

from bot.core.db import DatabaseTrouble
from bot.processes.model import PAUSE
from bot.processes.service import Processes

log = structlog.stdlib.get_logger(__name__)


class Turns:
    """Waits for a shard's turn to identify, which the processes share in the database."""

    def __init__(self, processes: Processes, http: HTTPClient) -> None:
        self._processes = processes
        self._http = http
        self._at_once = 0

    async def wait(self, shard_id: int) -> None:
        """Return when this shard may identify."""
        if not self._at_once:
            _shards, _url, limit = await self._http.get_bot_gateway()
            self._at_once = max(1, limit["max_concurrency"])
            if not limit["remaining"]:
                # One more would have Discord end all sessions and take the token back.
                log.error("no log-ins are left today", seconds=limit["reset_after"] // 1000)
                await asyncio.sleep(limit["reset_after"] / 1000)
        bucket = shard_id % self._at_once
        while True:
            try:
                left = await self._processes.take_gateway_turn(bucket)
            except DatabaseTrouble:
                left = PAUSE  # as discord.py waits by itself; without the database nobody knows of the others
                await asyncio.sleep(left.total_seconds())
                return
            if not left:
                return
            # Not all who wait come back in the same moment.
            await asyncio.sleep(left.total_seconds() + random.uniform(0, 0.3))
