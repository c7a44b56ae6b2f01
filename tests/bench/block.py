"""`block`: the longest time for which the event loop did nothing else while 10,000 standups were due, in ms.

A task in the loop asks to be woken every 2 ms and notes how much later it was. It watches twice: while all 10,000 are
claimed as fast as the database goes (`claiming`), and in a real bot on a loopback Discord without a limit, in which as
many are due, for its first seconds of claiming, wording, posting and recording (`posting`: the pace lets it send some
hundred of them). The longer one is the `value`. The `baseline` is the same watch while APScheduler runs 10,000 cron jobs
that do nothing. Of several rounds of claiming, and of APScheduler's, which take turns, the middle one counts: the machine
stops for others at times. The bot's posting lasts long enough to have every such stop in it.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.answering import url_of
from tests.bench.loopback import Child, due_in_a_bot, loopback
from tests.bench.measurement import Measurement
from tests.bench.opening import MANY, claim, cron_jobs, due_standups
from tests.bench.ticker import watched

ROUNDS = 3
SERVERS, CHANNELS = 50, 10
WATCHED = 15.0  # seconds from the moment: two claims of the bot's, and what it sends of them


def measure() -> Measurement:
    """Returns the longest block of the bot's loop, and of a loop with APScheduler."""
    claiming, baseline = [], []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            claiming.append(asyncio.run(while_claiming(url_of(Path(folder), "block"))))
        baseline.append(asyncio.run(while_apscheduler_runs()))
    with TemporaryDirectory() as folder:
        posting = asyncio.run(while_posting(Path(folder)))
    more = {"claiming": median(claiming), "posting": posting}
    return Measurement("block", max(more.values()), "ms", median(baseline), more=more)


async def while_claiming(url: str, many: int = MANY) -> float:
    """The longest block (ms) while this many are claimed in a fresh database."""
    async with due_standups(url, many) as service:
        async with watched() as ticker:
            await claim(service, many)
        return ticker.longest


async def while_apscheduler_runs(many: int = MANY) -> float:
    """The longest block (ms) while APScheduler runs this many jobs."""
    async with cron_jobs(many) as rush:
        async with watched() as ticker:
            await rush()
        return ticker.longest


async def while_posting(folder: Path, many: int = MANY, seconds: float = WATCHED) -> float:
    """The longest block (ms) of a real bot's loop in the seconds after this many became due."""
    arguments = ("--guilds", str(SERVERS), "--channels", str(CHANNELS), "--people", "1", "--per-second", "0")
    async with loopback(*arguments) as discord:
        places = list(islice(cycle(discord.places()), many))
        async with due_in_a_bot(discord, folder, places, "tests.bench.ticker") as (bot, moment):
            longest = await _longest(bot, moment.timestamp(), seconds)
            if not (await discord.ask("summary"))["sends"]:
                raise RuntimeError(f"the bot posted nothing meanwhile:\n{bot.words()}")
            return longest


async def _longest(bot: Child, begin: float, seconds: float) -> float:
    """The longest block (ms) that the bot tells of in the seconds after `begin` (since 1970)."""
    longest = 0.0
    while (left := begin + seconds - time.time()) > 0:
        with suppress(TimeoutError):
            ended, block = map(float, (await bot.line(left)).split())
            longest = max(longest, block if ended >= begin else 0.0)
    return longest
