"""Owns how long an event loop was blocked: a task that asks to be woken every 2 ms notes how much later it was.

`python -m tests.bench.ticker` is the real `bot run` with such a task in its loop; it prints a line for each block of more
than 5 ms: when it ended (seconds since 1970) and how long it was (ms).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.config import load_settings
from bot.shell.run import run_bot
from cogs import EXTENSIONS

EVERY = 0.002  # seconds
WORTH_TELLING = 5.0  # ms


class Ticker:
    """`longest` is the longest block so far, in ms."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def tick(self, tell: Callable[[float], None] | None = None) -> None:
        """Watch until cancelled, and tell every block."""
        before = time.perf_counter()
        while True:
            await asyncio.sleep(EVERY)
            now = time.perf_counter()
            block = max(0.0, now - before - EVERY) * 1000
            self.longest = max(self.longest, block)
            if tell is not None:
                tell(block)
            before = now


@asynccontextmanager
async def watched() -> AsyncIterator[Ticker]:
    """A ticker in this loop, for the time of the `async with`."""
    ticker = Ticker()
    task = asyncio.create_task(ticker.tick())
    await asyncio.sleep(10 * EVERY)
    ticker.longest = 0.0
    try:
        yield ticker
    finally:
        await asyncio.sleep(2 * EVERY)  # a block at the very end is noticed only afterwards
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _tell(block: float) -> None:
    if block > WORTH_TELLING:
        print(time.time(), block, flush=True)


async def _watch_the_bot() -> None:
    task = asyncio.create_task(Ticker().tick(_tell))
    try:
        await run_bot(load_settings(need_token=True), EXTENSIONS)
    finally:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(_watch_the_bot())
