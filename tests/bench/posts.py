"""`posts`: 1,000 prompts that are due in the same moment, posted to a Discord that takes 50 requests a second.

The real bot and the loopback Discord are processes of their own. `value` is the seconds from the first send that arrived to
the last, `baseline` the 20 seconds that 1,000 take at 50 a second. `refused` counts answers of 429, `lost` channels
without their prompt and `doubled` prompts too many: all must be 0. One run counts, for it lasts long enough.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.loopback import due_in_a_bot, loopback, until
from tests.bench.measurement import Measurement
from tests.faults.api import Payload

SERVERS, CHANNELS = 100, 10
A_SECOND = 50
ENOUGH = 90.0  # seconds after which what has not arrived is lost
SETTLED = 2.0  # seconds in which a double would follow the last


def measure() -> Measurement:
    """Returns the seconds between the first and the last send, and the least that the limit allows."""
    with TemporaryDirectory() as folder:
        return asyncio.run(measured(Path(folder), SERVERS, CHANNELS))


async def measured(folder: Path, servers: int, channels: int) -> Measurement:
    """The measurement with so many servers of so many channels each."""
    wanted = servers * channels
    arguments = ("--guilds", str(servers), "--channels", str(channels), "--people", "1")
    async with loopback(*arguments, "--per-second", str(A_SECOND)) as discord:
        places = discord.places()
        async with due_in_a_bot(discord, folder, places, "bot", "run") as (bot, _moment):

            async def all_there() -> bool:
                bot.check()
                return int((await discord.ask("summary"))["messages"]) >= wanted

            await until(all_there, ENOUGH)
            await asyncio.sleep(SETTLED)
            requests = await discord.ask("requests")
            if not any(each["path"].endswith("/messages") for each in requests):
                raise RuntimeError(f"the bot posted nothing:\n{bot.words()}")
            return measurement(requests, [channel for _, channel in places])


def measurement(requests: list[Payload], channels: list[int]) -> Measurement:
    """What the server's requests say about a prompt for each of these channels."""
    arrived: list[float] = []
    messages: defaultdict[str, set[str]] = defaultdict(set)
    for each in requests:
        if each["method"] == "POST" and each["path"].endswith("/messages") and each["status"] == 200:
            arrived.append(each["arrived"])
            messages[each["path"].split("/")[2]].add(each["answer"]["id"])
    there = {str(channel) for channel in channels} & set(messages)
    more = {
        "refused": sum(each["status"] == 429 for each in requests),
        "lost": len(channels) - len(there),
        "doubled": sum(map(len, messages.values())) - len(there),
    }
    least = len(channels) / A_SECOND
    return Measurement("posts", max(arrived) - min(arrived), "seconds", least, more=more)
