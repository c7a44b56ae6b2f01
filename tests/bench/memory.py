"""`memory`: what a server costs the real bot, in KB, at 1,000 servers of 50 members.

Bytes in use (`tracemalloc`) in a fresh process that were taken since it began to connect to the gateway, when all servers
have arrived and garbage was collected, divided by the servers. In use and not resident: what starting a bot leaves free
(its list of cities alone 45 MB) would take in all servers and make them look free as well. Objects have the same size
every time, so one round of each is enough.

`baseline` is a bot of discord.py's as it comes that may see the members: it keeps them. `plain` is one as it comes with our
intents; it is told of them in the same way, but keeps none either.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.holding import ARRIVED, BOTS
from tests.bench.loopback import Loopback, loopback, running
from tests.bench.measurement import Measurement

SERVERS, MEMBERS = 1_000, 50


def measure() -> Measurement:
    """Returns the KB a server of the bot's, and of one that keeps members."""
    found = asyncio.run(measured(SERVERS, MEMBERS))
    return Measurement(
        "memory", found["compound"], "KB a server", found["members"], more={"plain": found["plain"]}
    )


async def measured(servers: int, members: int) -> dict[str, float]:
    """KB a server of each kind of bot; all are measured at once."""
    async with loopback(str(servers), str(members), module="tests.bench.crowded") as discord:
        found = await asyncio.gather(*(_one(discord, name, servers) for name in BOTS))
    return dict(zip(BOTS, found, strict=True))


async def _one(discord: Loopback, name: str, servers: int) -> float:
    with TemporaryDirectory() as folder:
        settings = discord.settings(f"sqlite+aiosqlite:///{Path(folder) / 'bot.sqlite3'}")
        arguments = ("-m", "tests.bench.holding", name, str(servers))
        async with running(Path(folder), *arguments, **settings) as bot:
            return int(await bot.line(ARRIVED)) / 1024 / servers
