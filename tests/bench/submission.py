"""`submission`: from a form to an entry on disk, one at a time, against async SQLAlchemy Core on aiosqlite.

The two ways take turns, each into a file of its own, and the medians count.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bench.answering import FIRST_MEMBER, Submit, async_core, community, url_of
from tests.bench.measurement import Measurement

WARM_UP = 50
RUNS = 400


def measure() -> Measurement:
    """Returns the median seconds of a submission by the bot, and of the same statements the other way."""
    with TemporaryDirectory() as folder:
        return asyncio.run(_measured(Path(folder)))


async def _measured(folder: Path) -> Measurement:
    count = WARM_UP + RUNS
    async with (
        community(folder, "ours", count) as ours,
        community(folder, "other", count) as theirs,
        async_core(theirs, url_of(folder, "other")) as other,
    ):
        seconds: dict[str, list[float]] = {"ours": [], "other": []}
        for number in range(count):
            seconds["ours"].append(await _timed(ours.submit, FIRST_MEMBER + number))
            seconds["other"].append(await _timed(other.submit, FIRST_MEMBER + number))
        if (await ours.kept(), await theirs.kept()) != (count, count):
            raise RuntimeError("an answer was lost")
    value, baseline = (median(seconds[way][WARM_UP:]) for way in ("ours", "other"))
    return Measurement("submission", value, "seconds", baseline)


async def _timed(submit: Submit, member: int) -> float:
    begin = perf_counter()
    await submit(member)
    return perf_counter() - begin
